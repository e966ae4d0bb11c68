/** The candidates of a round as others than the kernel look at them: not for every search. */

import type { Listed } from './batch.ts';
import type { Chunks } from './chunks.ts';
import { numberOf } from './frontier.ts';
import * as field from './kernel/fields.ts';
import type { LinearMemory } from './kernel/linear-memory.ts';
import type { RowRange, Rounds } from './rounds.ts';

/** All candidates of the present round, in order. */
export class Candidates {
  readonly #ints: Int32Array;
  readonly #chunks: Chunks;
  readonly #used: number;
  readonly #range: RowRange;

  constructor({ ints }: LinearMemory, { chunks, used, range }: Rounds) {
    this.#ints = ints;
    this.#chunks = chunks;
    this.#used = used;
    this.#range = range;
  }

  /** The steps of each chunk as a batch. */
  batches(): readonly Listed[] {
    const ints = this.#ints;
    const { block, first } = this.#range;
    const { words } = this.#chunks.sizes;
    return Array.from({ length: this.#used }, (_, chunk) => {
      const count = this.#chunks.get(chunk, field.chunkFound);
      const rows = this.#chunks.get(chunk, field.chunkRows) / 4;
      const steps = this.#chunks.get(chunk, field.chunkPlaces) / 4;
      const origins = this.#chunks.get(chunk, field.chunkOrigins) / 4;
      return {
        rows: ints.subarray(rows, rows + count * words),
        steps: ints.slice(steps, steps + count),
        parents: ints
          .slice(origins, origins + count)
          .map((origin) => numberOf(block, first + (origin >>> 8))),
        count,
      };
    });
  }
}
