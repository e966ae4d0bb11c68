import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingList } from '../../../checker/engine/growing-list.ts';
import { Sequences } from '../../../checker/engine/sequences.ts';
import { collidingPairs } from './colliding.ts';
import { failEachAllocation } from './failing-allocations.ts';

const lists = fc.array(fc.array(fc.nat(3), { maxLength: 4 }), { maxLength: 400, size: 'max' });

const colliding = fc
  .tuple(fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 30 }), fc.integer())
  .map(([firsts, last]) => collidingPairs(firsts, last));

describe('sequences', () => {
  it('give lists one number exactly where they hold the same, counting up from 0', () => {
    let repeated = 0;
    fc.assert(
      fc.property(lists, (all) => {
        const sequences = new Sequences();
        const numbers = all.map((list) => sequences.number(list));
        const texts = all.map((list) => list.join());
        const distinct = [...new Set(texts)];
        expect(numbers).toEqual(texts.map((text) => distinct.indexOf(text)));
        expect(sequences.size).toBe(distinct.length);
        numbers.forEach((number, index) => expect(sequences.list(number)).toEqual(all[index]));
        repeated += all.length - distinct.length;
      }),
    );
    expect(repeated).toBeGreaterThan(0);
  });

  it('tell lists with the same hash apart', () => {
    fc.assert(
      fc.property(colliding, (all) => {
        const sequences = new Sequences();
        const numbers = all.map((_, index) => index);
        expect(all.map((list) => sequences.number(list))).toEqual(numbers);
        expect(all.map((list) => sequences.number(list))).toEqual(numbers);
        expect(numbers.map((number) => sequences.list(number))).toEqual(all);
      }),
    );
  });

  it('tell many lists apart that hold large numbers', () => {
    const sequences = new Sequences();
    const many = Array.from({ length: 20_000 }, (_, index) => [index, 2 ** 31 - 1 - index]);
    expect(many.map((list) => sequences.number(list))).toEqual(many.map((_, index) => index));
    expect(many.map((list) => sequences.number([...list]))).toEqual(many.map((_, index) => index));
    expect(sequences.list(19_999)).toEqual([19_999, 2 ** 31 - 20_000]);
  });

  it('take lists from memory and write them there, whatever stands behind them', () => {
    const into = new GrowingList();
    fc.assert(
      fc.property(lists, fc.array(fc.integer()), (all, rest) => {
        const sequences = new Sequences();
        for (const list of all) {
          const number = sequences.numberIn(Int32Array.from([...list, ...rest]), list.length);
          expect(number).toBe(sequences.number(list));
          sequences.read(number, into);
          expect([...into.items.subarray(0, into.length)]).toEqual(list);
        }
      }),
    );
  });

  it('keep what they have, whatever becomes of the lists', () => {
    const sequences = new Sequences();
    const given = [1, 2, 3];
    sequences.number(given);
    given.push(4);
    sequences.list(0).push(5);
    expect(sequences.list(0)).toEqual([1, 2, 3]);
    expect(sequences.number([1, 2, 3])).toBe(0);
  });

  it('keep each list under its number where there was no memory for another', () => {
    const all = Array.from({ length: 1500 }, (_, index) => [index, ...Array(index % 4).fill(7)]);
    const failed = failEachAllocation((tried) => {
      const sequences = new Sequences();
      const known: (readonly number[])[] = [];
      for (const list of all) {
        if (tried(() => expect(sequences.number(list)).toBe(known.length))) known.push(list);
        else expect(sequences.size).toBe(known.length);
      }
      expect(known.map((_, number) => sequences.list(number))).toEqual(known);
      expect(known.map((list) => sequences.number(list))).toEqual(known.map((_, index) => index));
      expect(known.length).toBeGreaterThanOrEqual(all.length - 1);
    });
    // The table by hash, the starts and the items grow, some of them several times.
    expect(failed).toBeGreaterThan(7);
  });

  it('know no number that they never gave', () => {
    expect(() => new Sequences().list(0)).toThrow('nothing has the number 0');
  });
});
