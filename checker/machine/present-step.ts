/**
 * The step of a machine that is being computed, where another thread can see it: an action or a guard
 * that never returns would otherwise be silence.
 */

/** How many bytes of shared memory it takes: a count, a length, and the step in words. */
const headBytes = 8;
const textBytes = 400;

/** Where one thread shows its steps. */
export interface StepBoard {
  /** How often a step began or ended, odd while one is computed; and how long its text is. */
  readonly counts: Int32Array<SharedArrayBuffer>;
  readonly text: Uint8Array<SharedArrayBuffer>;
}

/** A board that nothing stands on. */
export function stepBoard(): StepBoard {
  const memory = new SharedArrayBuffer(headBytes + textBytes);
  return {
    counts: new Int32Array(memory, 0, 2),
    text: new Uint8Array(memory, headBytes),
  };
}

/** Leaves nothing on a board whose thread has ended. */
export function clearBoard({ counts }: StepBoard): void {
  Atomics.store(counts, 0, 0);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
let board: StepBoard | null = null;

/** From now on this thread shows its steps there. */
export function showStepsOn(shared: StepBoard): void {
  board = shared;
}

/** Computes a step, shown while it lasts. Steps don't contain each other. */
export function shown<Outcome>(words: () => string, compute: () => Outcome): Outcome {
  if (board === null) return compute();
  const { counts, text } = board;
  Atomics.store(counts, 1, encoder.encodeInto(words(), text).written);
  Atomics.add(counts, 0, 1);
  try {
    return compute();
  } finally {
    Atomics.add(counts, 0, 1);
  }
}

/** The step that is being computed: its number, which no other has, and its words; null between steps. */
export function presentStep({
  counts,
  text,
}: StepBoard): { readonly number: number; readonly words: string } | null {
  const number = Atomics.load(counts, 0);
  if (number % 2 === 0) return null;
  return { number, words: decoder.decode(text.slice(0, Atomics.load(counts, 1))) };
}
