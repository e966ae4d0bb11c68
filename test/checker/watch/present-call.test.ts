import { expect, test } from 'vitest';
import {
  beginCall,
  callBoard,
  endCall,
  nameOfCalls,
  presentCall,
  showCallsOn,
  showModel,
  shown,
  shownWhile,
} from '../../../checker/watch/present-call.ts';

const board = callBoard();
showCallsOn(board);

function oops(): never {
  throw new Error('oops');
}

const words = (): string | undefined => presentCall(board)?.words;

test('a call is shown while it lasts, and no longer', () => {
  expect(presentCall(board)).toBe(null);
  expect(shown(() => 'a guard', words)).toBe('a guard');
  expect(presentCall(board)).toBe(null);
});

test('a call that throws is over', () => {
  expect(() => shown(() => 'a guard', oops)).toThrow('oops');
  expect(presentCall(board)).toBe(null);
});

test('a call that does not end at once is shown until it does', async () => {
  const { promise, resolve } = Promise.withResolvers<number>();
  const call = shownWhile(
    () => 'a file',
    () => promise,
  );
  expect(words()).toBe('a file');
  resolve(7);
  expect(await call).toBe(7);
  expect(presentCall(board)).toBe(null);
});

test('the innermost call comes first, and what has no name is left out', () => {
  const [host, machine] = [nameOfCalls('the host'), nameOfCalls('the machine')];
  beginCall(host);
  beginCall(0);
  beginCall(machine);
  expect(words()).toBe('the machine (the host)');
  endCall();
  expect(words()).toBe('the host');
  endCall();
  endCall();
  beginCall(0);
  expect(words()).toBe('a call of its code');
  endCall();
});

const number = (): number | undefined => presentCall(board)?.number;
const numbers = (): readonly unknown[] =>
  shown(
    () => 'outer',
    () => [number(), shown(() => 'inner', number)],
  );

test('calls have one number with all that they contain, and no other call has it', () => {
  const [first, inner] = numbers();
  expect(inner).toBe(first);
  expect(numbers()).not.toContain(first);
});

test('calls may be nested without end', () => {
  const depth = 1000;
  for (let at = 0; at < depth; at++) beginCall(nameOfCalls(`call ${at}`));
  expect(words()).toMatch(/^call 5 \(call 4, .*, call 0\)$/);
  for (let at = 0; at < depth; at++) endCall();
  expect(presentCall(board)).toBe(null);
});

const name = (index: number): string => `${index} `.padEnd(399, '.');

test('there is room for the names of all calls but the last of very many, which are not told apart', () => {
  const last = 50_000;
  const named = Array.from({ length: last + 1 }, (_, index) => nameOfCalls(name(index)));
  const shownAs = (index: number): string | undefined => shown(() => name(index), words);
  expect(shownAs(0)).toBe(name(0));
  expect(shownAs(30_000)).toBe(name(30_000));
  expect(named[last]).toBe(0);
  expect(shownAs(last)).toBe('a call of its code');
});

const model = (): unknown => presentCall(board)?.model;

test('the model is told that the thread was concerned with last', () => {
  expect(shown(() => 'a file', model)).toBe(null);
  showModel('first');
  showModel('second');
  expect(shown(() => 'a guard', model)).toBe('second');
});
