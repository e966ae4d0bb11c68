/** The chunks of a round: what each of them finds, in the kernel's memory. */

import * as field from './kernel/fields.ts';
import type { LinearMemory } from './kernel/linear-memory.ts';
import type { RowStore } from './row-store.ts';
import { rowsPerChunk } from './row-store.ts';

/** The most candidates that one round can find. */
export const mostCandidates = 1 << 19;

/** Rows of a store that are taken in together: so many chunks, of which a store's chunk has a whole number. */
export const filling = { count: 16, capacity: rowsPerChunk / 4 };

const descriptorBytes = field.chunkLength * 4;
const grain = 64;

/** How many chunks there are, and how much room each has. */
export interface ChunkSizes {
  readonly count: number;
  /** Candidates that fit a chunk. */
  readonly capacity: number;
  /** Words of a packed row. */
  readonly words: number;
  readonly shards: number;
  /** Whether states are known by fingerprints, for which there must be room. */
  readonly isFingerprinted: boolean;
}

/** Buffers for the chunks of a round. */
export class Chunks {
  readonly sizes: ChunkSizes;
  readonly #memory: LinearMemory;
  readonly #descriptors: number;
  /** Where all buffers stand, one after the other. */
  readonly #buffers: number;
  readonly #length: number;
  /** The chunks that the kernel worked on before, and how many they were. */
  readonly #before: readonly (readonly [number, number])[];

  constructor(memory: LinearMemory, sizes: ChunkSizes) {
    this.#memory = memory;
    this.sizes = sizes;
    const { capacity, words, shards, isFingerprinted } = sizes;
    const lengths: readonly (readonly [number, number])[] = [
      [field.chunkRows, capacity * words * 4],
      [field.chunkPlaces, capacity * 4],
      [field.chunkOrigins, capacity * 4],
      [field.chunkHashes, capacity * 4],
      [field.chunkIsFresh, capacity],
      [field.chunkQuietRows, capacity * 4],
      [field.chunkFlaggedRows, capacity * 4],
      [field.chunkLateRows, capacity * 4],
      [field.chunkMisses, field.mostMissesInChunk * field.missLength * 4],
      [field.chunkShards, capacity * shards * 2],
      [field.chunkKeys, isFingerprinted ? capacity * 8 : 0],
    ];
    const inChunk = lengths.reduce((sum, [, length]) => sum + roomFor(length), 0);
    this.#descriptors = memory.reserveRaw(sizes.count * descriptorBytes);
    this.#length = sizes.count * inChunk;
    this.#buffers = memory.reserveRaw(this.#length);
    let address = this.#buffers;
    for (let chunk = 0; chunk < sizes.count; chunk++) {
      for (const [buffer, length] of lengths) {
        this.set(chunk, buffer, address);
        address += roomFor(length);
      }
      this.set(chunk, field.chunkCapacity, capacity);
      if (!isFingerprinted) this.set(chunk, field.chunkKeys, this.get(chunk, field.chunkRows));
    }
    this.#before = [field.chunks, field.chunkCount].map((at) => [at, memory.get(at)]);
    memory.set(field.chunks, this.#descriptors);
  }

  /** A field of a chunk; of an address, the chunk's piece. */
  get(chunk: number, index: number): number {
    return this.#memory.ints[(this.#descriptors + chunk * descriptorBytes) / 4 + index] ?? 0;
  }

  set(chunk: number, index: number, value: number): void {
    this.#memory.ints[(this.#descriptors + chunk * descriptorBytes) / 4 + index] = value;
  }

  /** The sum of a field over the first `count` chunks. */
  sum(count: number, index: number): number {
    let sum = 0;
    for (let chunk = 0; chunk < count; chunk++) sum += this.get(chunk, index);
    return sum;
  }

  /** What the first `count` chunks missed, one thing after the other, in the order of the rows. */
  missed(count: number): Int32Array {
    const { ints } = this.#memory;
    const missed = new Int32Array(this.sum(count, field.chunkMissed) * field.missLength);
    let end = 0;
    for (let chunk = 0; chunk < count; chunk++) {
      const from = this.get(chunk, field.chunkMisses) / 4;
      const length = this.get(chunk, field.chunkMissed) * field.missLength;
      missed.set(ints.subarray(from, from + length), end);
      end += length;
    }
    return missed;
  }

  /** Puts rows of a store from one on into chunks; answers how many of these there were rows for. */
  fill(store: RowStore, first: number): number {
    const { count, capacity, words } = this.sizes;
    const { ints } = this.#memory;
    let used = 0;
    for (let row = first; used < count && row < store.count; row += capacity) {
      const taken = Math.min(capacity, store.count - row);
      const from = store.offset(row);
      const to = this.get(used, field.chunkRows) / 4;
      ints.set(store.chunk(row).subarray(from, from + taken * words), to);
      this.set(used, field.chunkFound, taken);
      this.set(used, field.chunkOut, row);
      used++;
    }
    return used;
  }

  /** Gives all buffers back; the kernel works on what it worked on before. */
  release(): void {
    for (const [at, value] of this.#before) this.#memory.set(at, value);
    this.#memory.release(this.#descriptors, this.sizes.count * descriptorBytes);
    this.#memory.release(this.#buffers, this.#length);
  }
}

/** Buffers begin at cache lines, since threads write to neighbours; rows may be copied a bit beyond their end. */
function roomFor(length: number): number {
  return (Math.ceil(length / grain) + 1) * grain;
}
