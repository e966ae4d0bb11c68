import { describe, expect, test } from 'vitest';
import type { Json, Message } from '../../../checker/index.ts';
import { bytesText, counted, countText, secondsText } from '../../../checker/report/numbers.ts';
import {
  addressText,
  cut,
  groupingText,
  messageText,
  observationsIn,
  valueText,
} from '../../../checker/report/wording.ts';

test.each<[Json, string]>([
  [null, 'null'],
  [true, 'true'],
  [12, '12'],
  ['n1', 'n1'],
  ['two words', '"two words"'],
  ['', '""'],
  [[1, 'a'], '[1,a]'],
  [{ a: 1, b: [] }, '{a:1,b:[]}'],
  [{}, '{}'],
  [{ n1: true, n2: true }, '{n1,n2}'],
  [{ value: 'v', ghost: { past: {} } }, '{value:v}'],
  [{ host: 'n1', machine: 'put', key: 'op1' }, 'n1.put[op1]'],
  [{ host: 'n1', machine: 'put', key: { toString: 1 } }, '{host:n1,machine:put,key:{toString:1}}'],
])('the value %j reads %s', (value, text) => {
  expect(valueText(value)).toBe(text);
});

test('a message reads as its type and what it carries', () => {
  const from = { host: 'n1', machine: 'replica', key: null };
  const message = { type: 'store', from, held: [1], key: 'k', ghost: {}, n: 1 } as Message;
  expect(messageText(message)).toBe('store key=k n=1 held=[1]');
  expect(messageText(message, 10)).toBe('store key…');
  expect(addressText(from)).toBe('n1.replica');
});

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['abcd', 1, '…'],
  ['abcd', 0, ''],
])('%s in %i columns is %s', (text, room, expected) => {
  expect(cut(text, room)).toBe(expected);
});

test('observations are told apart from what befalls hosts', () => {
  const event = { type: 'wrote' };
  const log = [
    { type: '@crash', host: 'n1' },
    { type: 'observed', host: 'c1', event },
  ];
  expect(observationsIn(log as readonly Message[])).toEqual([{ host: 'c1', event }]);
});

test('a grouping that nobody knows is said to be unknown', () => {
  expect(groupingText(undefined)).toBe('(unknown)');
  expect(groupingText([['a', 'b'], ['c']])).toBe('a b | c');
});

describe('numbers', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1 000'],
    [1234567.4, '1 234 567'],
  ])('%f reads %s', (count, text) => {
    expect(countText(count)).toBe(text);
  });

  test.each([
    [512, '512 B'],
    [1536, '1.5 KiB'],
    [3 * 1024 ** 3, '3.0 GiB'],
    [1024 ** 5, '1024.0 TiB'],
  ])('%i bytes read %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });

  test.each([
    [0.44, '0.4 s'],
    [12.3, '12 s'],
    [185, '3 min 5 s'],
  ])('%f seconds read %s', (seconds, text) => {
    expect(secondsText(seconds)).toBe(text);
  });

  test('one is not many', () => {
    expect([counted(1, 'model'), counted(2, 'model')]).toEqual(['1 model', '2 models']);
  });
});
