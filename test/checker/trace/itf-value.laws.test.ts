import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from '../../../checker/json.ts';
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
  ['a map that is no list of pairs', { '#map': [['a']] }, /#map is not a list of pairs/],
])('%s is refused with its place', (_, expression, message) => {
  expect(() => decoded(expression)).toThrow(message);
});
