import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byText, canonical, isList } from '../../../checker/json.ts';
import type { Json } from '../../../checker/json.ts';
import { decoded, encoded } from '../../../checker/trace/itf-value.ts';

const names = fc.oneof(
  fc.constantFrom('tag', 'value', '#map', '#tup', 'a', 'b'),
  fc.string().filter((name) => name !== '__proto__'),
);
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false, 'None', {}),
    fc.maxSafeInteger(),
    fc.string(),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(names, tie('json'), { maxKeys: 3, noNullPrototype: true }),
    fc.record({ tag: fc.constant('None'), value: tie('json') }),
  ),
}));

test('every JSON value comes back from its ITF expression', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(canonical(decoded(encoded(value)))).toBe(canonical(value));
    }),
  );
});

test('what is taken for an ITF expression is what is written for its value', () => {
  const pairs = fc.array(fc.tuple(names, fc.constantFrom<Json>(1, 'a')), { maxLength: 3 });
  const map = fc.record({ '#map': pairs });
  const beside = fc.record({ '#map': pairs, b: fc.constant(1) });
  const expressions = fc.oneof(json.map(encoded), json, map, beside);
  fc.assert(
    fc.property(expressions, (expression) => {
      const value = unlessRefused(() => decoded(expression));
      if (value === undefined) return;
      expect(canonicalMap(encoded(value))).toBe(canonicalMap(expression));
    }),
    { numRuns: 500 },
  );
});

function unlessRefused(decode: () => Json): Json | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}

/** The pairs of a map have no order. */
function canonicalMap(expression: Json): string {
  return JSON.stringify(sorted(expression));
}

function sorted(expression: Json): Json {
  if (expression === null || typeof expression !== 'object') return expression;
  if (isList(expression)) return expression.map(sorted);
  const fields = Object.entries(expression).map(([name, part]): [string, Json] => [
    name,
    name === '#map' && isList(part) ? part.map(sorted).toSorted(byCanonical) : sorted(part),
  ]);
  return JSON.parse(canonical(Object.fromEntries(fields)));
}

function byCanonical(left: Json, right: Json): number {
  return byText(canonical(left), canonical(right));
}

test('no ITF expression holds null, which ITF does not have', () => {
  fc.assert(
    fc.property(json, (value) => {
      const isFree = (part: Json): boolean =>
        part !== null && (typeof part !== 'object' || Object.values(part).every(isFree));
      expect(isFree(encoded(value))).toBe(true);
    }),
  );
});

test.each<[string, Json, RegExp]>([
  ['null', { a: null }, /\.a is null/],
  ['a fraction', { a: [1.5] }, /\.a\[0\] is 1\.5/],
  ['an expression that is never written', { a: { '#set': [] } }, /\.a holds '#set'/],
  ['a map with more beside it', { a: { '#map': [], b: 1 } }, /\.a holds '#map'/],
  ['a map where a record would do', { '#map': [['a', 1]] }, /plain record would do/],
  [
    'a map with a name twice',
    {
      '#map': [
        ['#a', 1],
        ['#a', 2],
      ],
    },
    /#map has a name twice/,
  ],
  ['a map that is no list of pairs', { '#map': [['a']] }, /#map is not a list of pairs/],
])('%s is refused with its place', (_, expression, message) => {
  expect(() => decoded(expression)).toThrow(message);
});
