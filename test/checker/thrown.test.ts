import { expect, test } from 'vitest';
import { reasonOf, stackOf } from '../../checker/thrown.ts';

const mute = {
  toString: () => {
    throw new Error('never told');
  },
};
const lying = Object.defineProperty(new Error('once'), 'message', { get: mute.toString });
const cyclic: { self?: object } = {};
cyclic.self = cyclic;

test.each([
  ['an error', new TypeError('oh no'), 'oh no'],
  ['an error without a message', new TypeError(), 'TypeError'],
  ['a text', 'oh no', 'oh no'],
  ['nothing', undefined, 'undefined'],
  ['null', null, 'null'],
  ['a symbol', Symbol('s'), 'Symbol(s)'],
  ['a big number', 7n, '7'],
  ['an object', { code: 3 }, '{"code":3}'],
  ['an empty object', {}, 'an object without keys'],
  ['an object that can say what it is', { toString: () => 'itself' }, 'itself'],
  ['an object that throws when it is asked', mute, 'something that has no text'],
  ['an object that inherits nothing', Object.create(null), 'something that has no text'],
  ['an object that contains itself', cyclic, 'something that has no text'],
  ['an error whose message throws', lying, 'something that has no text'],
  ['an error whose message is none', Object.assign(new Error(), { message: 3 }), '3'],
])('the reason is told of %s that was thrown', (_, thrown, reason) => {
  expect(reasonOf(thrown)).toBe(reason);
});

test('where it arose is told of errors, and of all else what it is', () => {
  expect(stackOf(new Error('here'))).toMatch(/^Error: here\n +at .*thrown\.test\.ts/);
  expect(stackOf({ code: 3 })).toBe('{"code":3}');
  expect(stackOf(mute)).toBe('something that has no text');
  expect(stackOf(Object.assign(new Error('x'), { stack: null }))).toBe('x');
});
