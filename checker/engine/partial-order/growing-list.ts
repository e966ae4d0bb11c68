/** A list of integers that grows, without an object for each. */
export class GrowingList {
  items = new Int32Array(1 << 10);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  push(item: number): void {
    if (this.length === this.items.length) {
      const larger = new Int32Array(this.items.length * 2);
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.length] = item;
    this.length++;
  }

  at(index: number): number {
    return this.items[index] ?? 0;
  }
}
