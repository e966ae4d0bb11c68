/** Who does the work of a phase: this thread alone, or with others that share the kernel's memory. */

import type { Errand } from './errand.ts';
import type { LinearMemory } from './kernel/linear-memory.ts';

/** What is done to each chunk or shard before anything else is done to any. */
export type Phase =
  | 'expand'
  | 'represent'
  | 'hash'
  | 'lookUp'
  | 'append'
  | 'spread'
  | 'enroll'
  | 'link';

/**
 * Runs the phases of a round; each call returns when the phase is over. While the others are at work, this
 * thread does some of an errand.
 */
export interface Crew {
  /** Goes through a phase, of so many chunks or shards. */
  readonly run: (phase: Phase, count: number, errand: Errand) => void;
  /** This thread alone: for phases that aren't worth waking anybody. */
  readonly alone: Crew;
  /** Whether all of its threads are still there. */
  readonly isWhole: () => boolean;
  /** Ends the other threads. They may touch the memory for a while: it must not be used any more. */
  readonly dismiss: () => void;
}

/** One thread that does everything itself. */
export function soloist({ kernel }: LinearMemory): Crew {
  const crew: Crew = {
    run: (phase, count) => {
      for (let number = 0; number < count; number++) kernel[phase](number);
    },
    get alone() {
      return crew;
    },
    isWhole: () => true,
    dismiss: () => undefined,
  };
  return crew;
}
