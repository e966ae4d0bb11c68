/** Numbers things: equal text, equal number. Numbers count up from 0 in the order of first sight. */
export class Interner<Item> {
  readonly items: Item[] = [];
  readonly #numbers = new Map<string, number>();

  /** The number of the item with this text; `make` is called when the text is new. */
  number(text: string, make: () => Item): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const fresh = this.items.length;
    this.#numbers.set(text, fresh);
    this.items.push(make());
    return fresh;
  }

  /** The item with a number that was given out. */
  item(number: number): Item {
    const item = this.items[number];
    if (item === undefined) throw new Error(`no item has the number ${number}`);
    return item;
  }
}
