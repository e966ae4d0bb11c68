/** The states that a pass has met, where memory for another can't be had. */

import { describe, expect, it } from 'vitest';
import { GrowingList } from '../../../../checker/engine/growing-list.ts';
import { MetStates } from '../../../../checker/engine/partial-order/met-states.ts';
import { failEachAllocation } from '../failing-allocations.ts';

const count = 1100;
/** Their first column takes larger and larger numbers, so that they are packed anew a few times. */
const rows = Array.from({ length: count }, (_, index) => Int32Array.of(index, index % 2));

/** A world that knows numbers in steps. */
function growing(): { shown: number; readonly sizes: () => readonly number[] } {
  const world = {
    shown: 0,
    sizes: () => [8 ** Math.ceil(Math.log(world.shown + 2) / Math.log(8)), 2],
  };
  return world;
}

function listed(items: readonly number[]): GrowingList {
  const list = new GrowingList();
  list.append(items);
  return list;
}

const path = listed([5, 6]);

describe('the states that were met', () => {
  it('each have their own run where there was no memory for another that is kept', () => {
    const failed = failEachAllocation((tried) => {
      const world = growing();
      const { kept } = new MetStates(world, count);
      const known: { readonly row: string; readonly run: readonly number[] }[] = [];
      for (const [index, row] of rows.entries()) {
        world.shown = index;
        const parent = index % 20 === 0 ? 0 : known.length - 1;
        const actions = known.length === 0 ? [] : [index, index + 1];
        const steps = listed(actions);
        expect(kept.find(row)).toBe(-1);
        if (
          tried(() => expect(kept.keep(known.length === 0 ? -1 : parent, steps)).toBe(known.length))
        )
          known.push({ row: row.join(), run: [...(known[parent]?.run ?? []), ...actions] });
        expect(kept.count).toBe(known.length);
        expect(kept.store.layout).toBe(kept.layout);
      }
      const read = new Int32Array(2);
      for (const [number, { row, run }] of known.entries()) {
        kept.read(number, read);
        expect(read.join()).toBe(row);
        expect(kept.find(read)).toBe(number);
        expect(kept.depth(number)).toBe(run.length);
        expect(kept.run(number)).toEqual(run);
      }
      expect(known.length).toBeGreaterThanOrEqual(count - 1);
    });
    expect(failed).toBeGreaterThan(12);
  });

  it('each have their own step where there was no memory for another that is passed through', () => {
    const failed = failEachAllocation((tried) => {
      const world = growing();
      const { passed } = new MetStates(world, count);
      const known: number[] = [];
      for (const [index, row] of rows.entries()) {
        world.shown = index;
        expect(passed.find(row)).toBe(-1);
        if (tried(() => expect(passed.add(index * 2, index * 3)).toBe(known.length)))
          known.push(index);
        expect(passed.count).toBe(known.length);
      }
      expect(known.map((_, state) => passed.step(state))).toEqual(known.map((index) => index * 2));
      expect(known.map((_, state) => passed.enabled(state))).toEqual(
        known.map((index) => index * 3),
      );
      expect(known.map((index) => passed.find(rows[index] ?? path.items))).toEqual([
        ...known.keys(),
      ]);
    });
    expect(failed).toBeGreaterThan(10);
  });

  it('count once where there was no memory to keep one that was passed through', () => {
    const failed = failEachAllocation((tried) => {
      const states = new MetStates({ sizes: () => [count, 2] }, count);
      for (const row of rows) {
        states.passed.find(row);
        states.pass(0, 1);
      }
      for (const row of rows) {
        states.kept.find(row);
        tried(() => states.keep(row, -1, path));
        expect(states.count).toBe(count);
      }
    });
    expect(failed).toBeGreaterThan(7);
  });
});
