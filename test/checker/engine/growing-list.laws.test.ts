import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingList } from '../../../checker/engine/growing-list.ts';

const pieces = fc.array(fc.array(fc.integer(), { maxLength: 900, size: 'max' }), { maxLength: 8 });

function listed(list: GrowingList): readonly number[] {
  return [...list.items.subarray(0, list.length)];
}

describe('a growing list', () => {
  it('holds what an array holds, pushed one by one or appended together', () => {
    let longest = 0;
    fc.assert(
      fc.property(pieces, (all) => {
        const [pushed, appended] = [new GrowingList(), new GrowingList()];
        for (const piece of all) {
          for (const item of piece) pushed.push(item);
          appended.append(Int32Array.from(piece));
        }
        const array = all.flat();
        expect(listed(pushed)).toEqual(array);
        expect(listed(appended)).toEqual(array);
        longest = Math.max(longest, array.length);
      }),
    );
    expect(longest).toBeGreaterThan(2000);
  });

  it('appends the beginning of a list that is many times as long as itself', () => {
    const list = new GrowingList();
    list.push(1);
    list.append(new Int32Array(20_000).fill(2), 10_000);
    list.append([3, 4], 1);
    expect(list.length).toBe(10_002);
    expect([list.at(0), list.at(1), list.at(10_000), list.at(10_001)]).toEqual([1, 2, 2, 3]);
  });

  it('puts its items in ascending order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (items) => {
        const list = new GrowingList();
        list.append(items);
        list.sort();
        expect(listed(list)).toEqual(items.toSorted((one, other) => one - other));
      }),
    );
  });
});
