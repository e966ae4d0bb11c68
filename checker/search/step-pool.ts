/** Records of integers, one after the other in one growing array; a record is named by its offset. */
export class StepPool {
  data = new Int32Array(1 << 12);
  #length = 1;

  /** Adds a record; offsets are at least 1, so that 0 can mean none. */
  add(record: readonly number[]): number {
    const offset = this.#length;
    if (offset + record.length > this.data.length) {
      const wider = new Int32Array(Math.max(this.data.length * 2, offset + record.length));
      wider.set(this.data);
      this.data = wider;
    }
    this.data.set(record, offset);
    this.#length = offset + record.length;
    return offset;
  }
}
