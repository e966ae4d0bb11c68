/** Work that only the thread that leads can do, and that may be done while others are at work. */

import { isOutOfMemory } from './out-of-memory.ts';

/** Something that is done bit by bit. Whoever gives it to a crew finishes it afterwards. */
export interface Errand {
  /** Does the next bit; false where nothing was left to do. */
  readonly next: () => boolean;
}

/** Nothing to do. */
export const noErrand: Errand = { next: () => false };

/** Does what is left of an errand. */
export function finish(errand: Errand): void {
  while (errand.next());
}

/** The same as far as there is memory for it. */
export function finishAsMemoryAllows(errand: Errand): void {
  try {
    finish(errand);
  } catch (cause) {
    if (!isOutOfMemory(cause)) throw cause;
  }
}
