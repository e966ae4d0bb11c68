import * as v from 'valibot';
import { expect, test } from 'vitest';
import { message, recordOf } from '../../../checker/trace/record-schema.ts';
import { oddNames } from '../oracle/odd-names.ts';

const counts = recordOf(v.number());
const read = (text: string) => v.safeParse(recordOf(counts), JSON.parse(text));

test.each(oddNames)('a record keeps what is called %j, and looks at it', (name) => {
  const text = JSON.stringify({ [name]: { [name]: 1 } });
  expect(JSON.stringify(read(text).output)).toBe(text);
  const wrong = read(JSON.stringify({ [name]: { [name]: 'one' } }));
  expect(wrong.issues?.map((one) => one.message)).toEqual([
    'Invalid type: Expected number but received "one"',
  ]);
});

test('what is wrong in a record is told with its place', () => {
  const [issue] = read('{"a":{"b":1,"c":null}}').issues ?? [];
  expect(issue === undefined ? null : v.getDotPath(issue)).toBe('a.c');
  expect(read('[]').success).toBe(false);
  expect(read('{"a":3}').success).toBe(false);
});

test('a message keeps all that it holds', () => {
  const text = '{"type":"t","constructor":1,"__proto__":{"prototype":[null]}}';
  expect(JSON.stringify(v.parse(message, JSON.parse(text)))).toBe(text);
  expect(v.is(message, { kind: 't' })).toBe(false);
  expect(v.is(message, { type: 't', at: undefined })).toBe(false);
  expect(v.is(message, null)).toBe(false);
});
