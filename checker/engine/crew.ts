/** Who does the work of a phase: this thread alone, or with others that share the kernel's memory. */

import type { Errand } from './errand.ts';
import * as field from './kernel/fields.ts';
import type { LinearMemory } from './kernel/linear-memory.ts';

/** Something that the kernel needed and didn't find, see `kernel/fields.ts`. */
export interface Miss {
  readonly kind: number;
  readonly left: number;
  readonly right: number;
  /** The row of the round that needs it. */
  readonly row: number;
}

/** What is done to each chunk or shard. */
export type Task = 'hash' | 'lookUp' | 'append' | 'spread';

/**
 * Runs the phases of a round; each call returns when the phase is over. While the others still have
 * tasks, this thread does some of an errand.
 */
export interface Crew {
  /** Expands the first chunks; answers what was missed. */
  readonly expand: (chunks: number, errand: Errand) => readonly Miss[];
  /** Does a task to each of so many chunks or shards. */
  readonly run: (task: Task, count: number, errand: Errand) => void;
  /** This thread alone: for phases that aren't worth waking anybody. */
  readonly alone: Crew;
  /** Whether all of its threads are still there. */
  readonly isWhole: () => boolean;
  /** Ends the other threads. They may touch the memory for a while: it must not be used any more. */
  readonly dismiss: () => void;
}

/** How long one thread's misses are. */
export const missesBytes = field.mostMisses * field.missLength * 4;

/** One thread that does everything itself. */
export function soloist(memory: LinearMemory): Crew {
  const { kernel } = memory;
  const misses = memory.reserveRaw(missesBytes);
  const crew: Crew = {
    expand: (chunks) => {
      let missed = 0;
      for (let chunk = 0; chunk < chunks; chunk++) missed = kernel.expand(chunk, misses, missed);
      return missesAt(memory, misses, missed);
    },
    run: (task, count) => {
      for (let number = 0; number < count; number++) kernel[task](number);
    },
    get alone() {
      return crew;
    },
    isWhole: () => true,
    dismiss: () => undefined,
  };
  return crew;
}

/** The misses that a thread noted, in its order. */
export function missesAt(memory: LinearMemory, address: number, count: number): readonly Miss[] {
  const { ints } = memory;
  const missed: Miss[] = [];
  for (let at = address / 4; missed.length < count; at += field.missLength) {
    const [kind, left] = [ints[at] ?? 0, ints[at + 1] ?? 0];
    missed.push({ kind, left, right: ints[at + 2] ?? 0, row: ints[at + 3] ?? 0 });
  }
  return missed;
}
