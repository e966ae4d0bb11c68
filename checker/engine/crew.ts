/** Who does the work of a phase: this thread alone, or with others that share the kernel's memory. */

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

/** Runs the phases of a round; each call returns when the phase is over. */
export interface Crew {
  /**
   * Expands the first chunks; answers what was missed. This thread does something else first, while the
   * others have begun.
   */
  readonly expand: (chunks: number, first: () => void) => readonly Miss[];
  readonly assign: (chunks: number) => void;
  readonly lookUp: (shards: number) => void;
  readonly append: (chunks: number) => void;
  readonly spread: (shards: number) => void;
  /** Lets the other threads go; answers whether none of them can touch the memory any more. */
  readonly dismiss: () => boolean;
}

/** How long one thread's misses are. */
export const missesBytes = field.mostMisses * field.missLength * 4;

/** One thread that does everything itself. */
export function soloist(memory: LinearMemory): Crew {
  const { kernel } = memory;
  const misses = memory.reserveRaw(missesBytes);
  return {
    expand: (chunks, first) => {
      first();
      let missed = 0;
      for (let chunk = 0; chunk < chunks; chunk++) missed = kernel.expand(chunk, misses, missed);
      return missesAt(memory, misses, missed);
    },
    assign: (chunks) => {
      for (let chunk = 0; chunk < chunks; chunk++) kernel.assign(chunk);
    },
    lookUp: (shards) => {
      for (let shard = 0; shard < shards; shard++) kernel.lookUp(shard);
    },
    append: (chunks) => {
      for (let chunk = 0; chunk < chunks; chunk++) kernel.append(chunk);
    },
    spread: (shards) => {
      for (let shard = 0; shard < shards; shard++) kernel.spread(shard);
    },
    dismiss: () => true,
  };
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
