import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sequences } from '../../../checker/engine/sequences.ts';

const lists = fc.array(fc.array(fc.nat(3), { maxLength: 4 }), { maxLength: 400 });

describe('sequences', () => {
  it('give lists one number exactly where they hold the same, counting up from 0', () => {
    let repeated = 0;
    fc.assert(
      fc.property(lists, (all) => {
        const sequences = new Sequences();
        const numbers = all.map((list) => sequences.number([...list]));
        const texts = all.map((list) => list.join());
        const distinct = [...new Set(texts)];
        expect(numbers).toEqual(texts.map((text) => distinct.indexOf(text)));
        expect(sequences.size).toBe(distinct.length);
        numbers.forEach((number, index) => expect(sequences.item(number)).toEqual(all[index]));
        repeated += all.length - distinct.length;
      }),
    );
    expect(repeated).toBeGreaterThan(0);
  });

  it('tell many lists apart that hold large numbers', () => {
    const sequences = new Sequences();
    const many = Array.from({ length: 20_000 }, (_, index) => [index, 2 ** 30 - index]);
    expect(many.map((list) => sequences.number(list))).toEqual(many.map((_, index) => index));
    expect(many.map((list) => sequences.number([...list]))).toEqual(many.map((_, index) => index));
  });

  it('know no number that they never gave', () => {
    expect(() => new Sequences().item(0)).toThrow('nothing has the number 0');
  });
});
