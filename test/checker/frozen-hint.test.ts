import { expect, test } from 'vitest';
import { frozenHint } from '../../checker/frozen-hint.ts';

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (cause) {
    return cause;
  }
  throw new Error('nothing was thrown');
}

const list: number[] = [2, 1];
const record: Record<string, number> = { a: 1 };
Object.freeze(list);
Object.freeze(record);

test.each([
  ['fills a list', () => list.fill(0)],
  ['appends to a list', () => list.push(3)],
  ['shortens a list', () => list.pop()],
  ['sets a field', () => Object.assign(record, { a: 2 })],
  ['adds a field', () => Object.assign(record, { b: 2 })],
  ['takes a field out', () => Reflect.apply(() => delete record['a'], null, [])],
  ['defines a field', () => Object.defineProperty(record, 'a', { value: 2 })],
  ['defines another field', () => Object.defineProperty(record, 'b', { value: 2 })],
])('code that %s which is frozen is told to make a copy', (_, act) => {
  const thrown = thrownBy(act);
  expect(frozenHint(thrown)).toContain('Make a copy');
  expect(frozenHint(new Error('the action threw', { cause: thrown }))).toContain('Make a copy');
});

test.each([
  ['another mistake', new TypeError("Cannot read properties of undefined (reading 'a')")],
  ['another kind of error', new Error("Cannot assign to read only property 'a' of object")],
  ['no error', 'Cannot delete property'],
])('of %s nothing is known', (_, thrown) => {
  expect(frozenHint(thrown)).toBe('');
});
