/** A list of integers that grows, without an object for each. */
export class GrowingList {
  items = new Int32Array(1 << 10);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  push(item: number): void {
    if (this.length === this.items.length) this.#enlarge(this.length + 1);
    this.items[this.length] = item;
    this.length++;
  }

  /** Adds the first `count` items of a list. */
  append(list: readonly number[] | Int32Array, count = list.length): void {
    this.makeRoom(count);
    const { items, length } = this;
    for (let at = 0; at < count; at++) items[length + at] = list[at] ?? 0;
    this.length = length + count;
  }

  /**
   * Makes room for so many more items: adding them can't fail then.
   * @throws RangeError where no more memory can be had; the list is as it was.
   */
  makeRoom(count: number): void {
    const end = this.length + count;
    if (end > this.items.length) this.#enlarge(end);
  }

  #enlarge(length: number): void {
    let room = this.items.length;
    while (room < length) room *= 2;
    const larger = new Int32Array(room);
    larger.set(this.items);
    this.items = larger;
  }

  at(index: number): number {
    return this.items[index] ?? 0;
  }

  set(index: number, item: number): void {
    this.items[index] = item;
  }

  /** Whether an item is in the list. Linear in its length. */
  includes(item: number): boolean {
    for (let at = 0; at < this.length; at++) if (this.items[at] === item) return true;
    return false;
  }

  /** Puts the items in ascending order. Made for few of them: quadratic. */
  sort(): void {
    const { items } = this;
    for (let next = 1; next < this.length; next++) {
      const item = items[next] ?? 0;
      let place = next;
      for (; place > 0 && (items[place - 1] ?? 0) > item; place--)
        items[place] = items[place - 1] ?? 0;
      items[place] = item;
    }
  }
}
