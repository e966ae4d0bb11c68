import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../checker/json.ts';
import { canonical } from '../../../../checker/json.ts';
import { exchangedIn, renamed } from '../../../../checker/system/exchange.ts';

/** Data in which some ids stand, as strings and as names of fields. */
function dataOf(ids: readonly string[]): fc.Arbitrary<Json> {
  return fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<Json>(...ids, 'ab', 1, true, null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...ids, 'other'), tie('value'), { noNullPrototype: true }),
    ),
  })).value;
}

describe('an exchange of ids', () => {
  const exchange = { one: 'a', other: 'b' };

  it('undoes itself', () => {
    fc.assert(
      fc.property(dataOf(['a', 'b', 'c']), (value) => {
        const twice = exchangedIn(exchange, exchangedIn(exchange, value));
        expect(canonical(twice)).toBe(canonical(value));
      }),
    );
  });

  it('changes whole strings and whole names of fields, and nothing else', () => {
    const value = { a: ['b', 'ab', { b: 'a' }], ba: 'c' };
    expect(exchangedIn(exchange, value)).toEqual({ b: ['a', 'ab', { a: 'b' }], ba: 'c' });
  });

  it('leaves fields that are called after ids in the order of their names', () => {
    expect(Object.keys(exchangedIn(exchange, { a: true, c: true }) ?? {})).toEqual(['b', 'c']);
    expect(Object.keys(renamed({ c: 1, b: 2 }, (id) => (id === 'c' ? 'a' : id)) ?? {})).toEqual([
      'a',
      'b',
    ]);
    expect(Object.keys(exchangedIn(exchange, { b: 1, a: 2 }) ?? {})).toEqual(['a', 'b']);
    expect(Object.keys(exchangedIn(exchange, { z: 'a', c: 'b' }) ?? {})).toEqual(['z', 'c']);
  });

  it('answers the very value where it names neither', () => {
    fc.assert(
      fc.property(dataOf(['c', 'd']), (value) => {
        expect(exchangedIn(exchange, value)).toBe(value);
      }),
    );
  });
});
