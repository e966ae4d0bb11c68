/** Gives things small numbers, counting up from 0, so that the search can do without the things. */

/** Numbers things by a text that identifies them. */
export class Interner<Item> {
  readonly #numbers = new Map<string, number>();
  readonly #items: Item[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** The number of the thing with this text; `make` is called when it is met for the first time. */
  number(text: string, make: () => Item): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#items.length;
    this.#items.push(make());
    this.#numbers.set(text, number);
    return number;
  }

  /** @throws Error for a number that was never given. */
  item(number: number): Item {
    const item = this.#items[number];
    if (item === undefined) throw new Error(`nothing has the number ${number}`);
    return item;
  }

  /** All things, by number. */
  items(): readonly Item[] {
    return this.#items;
  }
}
