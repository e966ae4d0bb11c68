/** Packed rows outside of a store, and steps between them. */

/** Where the words of a packed row begin. */
export interface PackedRow {
  readonly words: Int32Array;
  readonly at: number;
}

/** What an action leads to. */
export interface PackedStep extends PackedRow {
  /** As the blocks number it that the judge was made with. */
  readonly action: number;
}
