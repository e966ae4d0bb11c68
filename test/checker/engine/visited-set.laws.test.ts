import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Chunks } from '../../../checker/engine/chunks.ts';
import { soloist } from '../../../checker/engine/crew.ts';
import * as field from '../../../checker/engine/kernel/fields.ts';
import type { LinearMemory } from '../../../checker/engine/kernel/linear-memory.ts';
import { borrowMemory, returnMemory } from '../../../checker/engine/kernel/linear-memory.ts';
import { Layout } from '../../../checker/engine/layout.ts';
import { RowStore } from '../../../checker/engine/row-store.ts';
import type { KeyKind } from '../../../checker/engine/visited-set.ts';
import { VisitedSet } from '../../../checker/engine/visited-set.ts';

const capacity = 1 << 12;

/** A visited set with a chunk through which rows are looked up, as rounds do it. */
class Door {
  readonly store: RowStore;
  readonly #memory: LinearMemory = borrowMemory();
  readonly #visited: VisitedSet;
  readonly #chunks: Chunks;
  readonly #shards: number;

  constructor(layout: Layout, shards: number, kind: KeyKind) {
    const { words } = layout;
    this.store = new RowStore(layout);
    this.#shards = shards;
    const isFingerprinted = kind === 'fingerprint';
    this.#memory.set(field.words, words);
    this.#memory.set(field.chunkCount, 1);
    this.#visited = new VisitedSet(this.#memory, soloist(this.#memory), { words, shards, kind });
    this.#chunks = new Chunks(this.#memory, { count: 1, capacity, words, shards, isFingerprinted });
  }

  /** Looks up rows; those that are new are appended to the store. Answers which were new. */
  lookUp(rows: readonly (readonly number[])[]): readonly boolean[] {
    const { bytes, ints, kernel } = this.#memory;
    const { layout } = this.store;
    const at = this.#chunks.get(0, field.chunkRows) / 4;
    rows.forEach((row, index) =>
      layout.pack(Int32Array.from(row), ints, at + index * layout.words),
    );
    this.#chunks.set(0, field.chunkFound, rows.length);
    this.#visited.makeRoom(this.store, rows.length);
    kernel.hash(0);
    for (let shard = 0; shard < this.#shards; shard++) kernel.lookUp(shard);
    const isFresh = this.#chunks.get(0, field.chunkIsFresh);
    return rows.map((_, index) => {
      const isNew = bytes[isFresh + index] === 1;
      if (isNew) this.store.append(ints, at + index * layout.words, 1);
      return isNew;
    });
  }

  get bytes(): number {
    return this.#visited.bytes;
  }

  close(): void {
    returnMemory(this.#memory);
  }
}

const rowOf = (index: number): readonly number[] => [(index * 7919) % 65_537, index % 1000];

const batchOf = (from: number): readonly (readonly number[])[] =>
  Array.from({ length: 4000 }, (_, index) => rowOf(from + index));

const kinds = fc.constantFrom<KeyKind>('exact', 'fingerprint');

describe('a visited set', () => {
  it('knows each row once, in order, like a set of texts, whatever the number of shards', () => {
    const batches = fc.array(
      fc.array(fc.tuple(fc.nat(300), fc.nat(3), fc.nat(9)), { maxLength: capacity }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(batches, fc.integer({ min: 1, max: 16 }), kinds, (all, shards, kind) => {
        const door = new Door(new Layout([301, 4, 10]), shards, kind);
        const seen = new Set<string>();
        for (const rows of all) {
          const expected = rows.map(
            (row) => !seen.has(String(row)) && seen.add(String(row)) !== null,
          );
          expect(door.lookUp(rows)).toEqual(expected);
        }
        door.close();
      }),
    );
  });

  it.each([
    { kind: 'exact' as const, shards: 1 },
    { kind: 'exact' as const, shards: 3 },
    { kind: 'fingerprint' as const, shards: 2 },
  ])(
    'still knows every row after growing many times: $kind, $shards shards',
    ({ kind, shards }) => {
      const door = new Door(new Layout([2 ** 30, 2 ** 20]), shards, kind);
      const [first] = [door.bytes];
      const isNew = new Set<boolean>();
      const isNewAgain = new Set<boolean>();
      for (let from = 0; from < 200_000; from += 4000) {
        for (const one of door.lookUp(batchOf(from))) isNew.add(one);
        for (const one of door.lookUp(batchOf(from / 2))) isNewAgain.add(one);
      }
      for (let from = 0; from < 200_000; from += 4000) {
        for (const one of door.lookUp(batchOf(from))) isNewAgain.add(one);
      }
      expect([...isNew]).toEqual([true]);
      expect([...isNewAgain]).toEqual([false]);
      expect(door.bytes).toBeGreaterThan(first * 20);
      expect(door.bytes / door.store.count).toBeLessThan(kind === 'exact' ? 24 : 16);
      door.close();
    },
  );

  it.each([
    { kind: 'exact' as const, bits: [30, 20], most: 40 - 8 },
    { kind: 'exact' as const, bits: [30, 30, 20], most: 40 - 12 },
    { kind: 'fingerprint' as const, bits: [30, 30, 20], most: 16 },
  ])('takes at most $most bytes a state for rows of $bits bits: $kind', ({ kind, bits, most }) => {
    const layout = new Layout(bits.map((bit) => 2 ** bit));
    const door = new Door(layout, 1, kind);
    for (let from = 0; from < 160_000; from += 4000) {
      door.lookUp(batchOf(from).map((row) => bits.map((_, column) => row[column] ?? 0)));
      if (door.store.count >= 80_000) {
        expect(door.bytes / door.store.count).toBeLessThanOrEqual(most);
      }
    }
    expect(door.store.count).toBe(160_000);
    door.close();
  });
});
