import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asJson, byText, canonical, deepFreeze, jsonFault } from '../../checker/json.ts';
import type { Json } from '../../checker/json.ts';

describe('canonical text', () => {
  it('tells an empty record from an empty list', () => {
    expect(canonical({})).not.toBe(canonical([]));
  });

  it('is the same for equal data and another for different data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        const same = canonical(left as Json) === canonical(right as Json);
        expect(same).toBe(JSON.stringify(sorted(left)) === JSON.stringify(sorted(right)));
      }),
    );
  });

  it('does not depend on the order in which fields were written', () => {
    expect(canonical({ b: 1, a: [null, { d: true, c: 'x' }] })).toBe(
      '{"a":[null,{"c":"x","d":true}],"b":1}',
    );
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => byText(a, b));
  // Kept apart from a list, which an empty record would otherwise be taken for.
  return { fields: entries.map(([name, part]) => [name, sorted(part)]) };
}

describe('what is not plain JSON', () => {
  it('is found with its path', () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    expect(jsonFault({ a: [1, undefined] })).toEqual({ path: 'a.1', found: 'undefined' });
    expect(jsonFault(loop)).toEqual({ path: 'self', found: 'a cycle' });
    expect(jsonFault({ when: new Date(0) })).toEqual({
      path: 'when',
      found: 'an instance of Date',
    });
    expect(jsonFault(Object.create(null))).toEqual({ path: '', found: 'an instance of no class' });
    expect(jsonFault({ f: () => 1 })).toEqual({ path: 'f', found: 'function' });
    expect(jsonFault(2 ** 60)).toEqual({
      path: '',
      found: `the number ${2 ** 60} (no safe integer)`,
    });
    expect(jsonFault({ a: [null, true, 'x', 3] })).toBeNull();
  });

  it('is also what a text would leave out: holes and fields of lists, and hidden fields', () => {
    const holed: unknown[] = [1];
    holed[2] = 3;
    expect(jsonFault({ a: holed })).toEqual({ path: 'a.1', found: 'a hole' });
    expect(jsonFault(Array.from({ length: 2 }))).toEqual({ path: '0', found: 'undefined' });
    const named = Object.assign([1], { input: 'x' });
    expect(jsonFault({ a: named })).toEqual({ path: 'a', found: 'a list with the field input' });
    const hidden = Object.defineProperty({ b: 1 }, 'c', { value: 2, enumerable: false });
    expect(jsonFault({ a: hidden })).toEqual({ path: 'a', found: 'the hidden field c' });
    const marked = { [Symbol('mark')]: 1 };
    expect(jsonFault(marked)).toEqual({ path: '', found: 'the hidden field Symbol(mark)' });
  });
});

describe('freezing', () => {
  it('reaches everything that a value holds', () => {
    const value = deepFreeze({ a: [{ b: 1 }] });
    expect(Object.isFrozen(value.a[0])).toBe(true);
  });
});

interface Part {
  readonly name: string;
  readonly parts: readonly Part[];
}

describe('data with interfaces for types', () => {
  it('is JSON as it is, unless its type says that it holds something else', () => {
    const whole: Part = { name: 'whole', parts: [{ name: 'half', parts: [] }] };
    expect(asJson(whole)).toBe(whole);
    // @ts-expect-error A function is no JSON.
    asJson({ name: 'half', size: () => 1 });
    // @ts-expect-error Undefined is no JSON.
    asJson({ name: 'half', size: undefined });
  });
});
