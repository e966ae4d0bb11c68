import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingList } from '../../../../checker/engine/growing-list.ts';
import { ActionSets, noActions } from '../../../../checker/engine/partial-order/action-sets.ts';

const actions = fc.uniqueArray(fc.nat(12), { maxLength: 6 });

function listOf(items: readonly number[]): GrowingList {
  const list = new GrowingList();
  list.append(items);
  return list;
}

const ascending = (items: Iterable<number>): number[] =>
  [...items].toSorted((one, other) => one - other);

describe('sets of actions', () => {
  it('have numbers in order of first appearance, the empty one the first, whatever order they are listed in', () => {
    fc.assert(
      fc.property(fc.array(actions, { maxLength: 200, size: 'max' }), (all) => {
        const sets = new ActionSets();
        const numbers = new Map([['', noActions]]);
        const read = new GrowingList();
        for (const items of all) {
          const text = ascending(items).join();
          const number = numbers.get(text) ?? numbers.size;
          numbers.set(text, number);
          expect(sets.number(listOf(items))).toBe(number);
          sets.read(number, read);
          expect(read.items.subarray(0, read.length).join()).toBe(text);
        }
      }),
    );
  });

  it('have the set of what is in both as their intersection, asked once or again', () => {
    let common = 0;
    fc.assert(
      fc.property(actions, actions, (one, other) => {
        const sets = new ActionSets();
        const [left, right] = [sets.number(listOf(one)), sets.number(listOf(other))];
        const both = ascending(one.filter((action) => other.includes(action)));
        const expected = sets.number(listOf(both));
        expect(sets.intersection(left, right)).toBe(expected);
        expect(sets.intersection(left, right)).toBe(expected);
        expect(sets.intersection(right, left)).toBe(expected);
        common += both.length;
      }),
    );
    expect(common).toBeGreaterThan(0);
  });
});
