import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchCalls } from '../../../checker/watch/call-watch.ts';
import type { CallWatch } from '../../../checker/watch/call-watch.ts';
import {
  beginCall,
  callBoard,
  endCall,
  nameOfCalls,
  presentCall,
  showCallsOn,
} from '../../../checker/watch/present-call.ts';
import type { EndCause, Stuck } from '../../../checker/watch/stuck.types.ts';

const board = callBoard();
showCallsOn(board);
const call = nameOfCalls('a guard');

let told: Stuck[] = [];
let watch: CallWatch;
let over: Stuck | null = null;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  over = null;
  watch = watchCalls({ board, model: 'm', onStuck: (stuck) => told.push(stuck) });
  void watch.over.then((stuck) => (over = stuck));
});
afterEach(() => {
  watch.end();
  while (presentCall(board) !== null) endCall();
  vi.useRealTimers();
});

const wait = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

/** Calls for a time that last 0.73 seconds each: no multiple of half a second, after which looks are taken. */
async function slowCalls(seconds: number): Promise<void> {
  for (let calls = seconds / 0.73; calls > 0; calls--) {
    beginCall(call);
    await wait(0.729);
    endCall();
    await wait(0.001);
  }
}

test('a call is told once, after ten seconds', async () => {
  await wait(100);
  beginCall(call);
  await wait(9.9);
  expect(told).toEqual([]);
  await wait(1.1);
  const stuck = { model: 'm', call: 'a guard', isOneCall: true, seconds: 10, brokenOffBy: null };
  expect(told).toEqual([stuck]);
  await wait(100);
  endCall();
  beginCall(call);
  await wait(5);
  expect(told).toHaveLength(1);
  await wait(6);
  expect(told).toEqual([stuck, stuck]);
});

test('calls that end are not told', async () => {
  await slowCalls(60);
  expect(told).toEqual([]);
});

const causes: readonly EndCause[] = ['interrupted', 'max-seconds'];

test.each(causes)('a thread that is %s is not waited for while one call lasts', async (cause) => {
  beginCall(call);
  watch.begin(cause);
  await wait(4);
  expect(over).toBe(null);
  await wait(2);
  expect(over).toMatchObject({ model: 'm', call: 'a guard', isOneCall: true, brokenOffBy: cause });
});

test('where a call has lasted for long already it is not waited for at all', async () => {
  beginCall(call);
  await wait(30);
  watch.begin('interrupted');
  await wait(0.5);
  expect(over).toMatchObject({ call: 'a guard', isOneCall: true, seconds: 30 });
});

test.each(causes)(
  'a thread that is %s and only at slow calls is waited for longer',
  async (cause) => {
    watch.begin(cause);
    await slowCalls(19);
    expect(over).toBe(null);
    await slowCalls(2);
    expect(over).toMatchObject({ call: 'a guard', isOneCall: false, brokenOffBy: cause });
  },
);

test('a thread that is interrupted may put things in order for a minute', async () => {
  watch.begin('interrupted');
  await wait(59);
  expect(over).toBe(null);
  await wait(2);
  expect(over).toEqual({
    model: 'm',
    call: null,
    isOneCall: false,
    seconds: 60,
    brokenOffBy: 'interrupted',
  });
});

test('one whose time is over may do so as long as it takes, unless it is interrupted', async () => {
  watch.begin('max-seconds');
  await wait(3600);
  expect(over).toBe(null);
  watch.begin('interrupted');
  watch.begin('max-seconds');
  await wait(59);
  expect(over).toBe(null);
  await wait(2);
  expect(over).toMatchObject({ call: null, seconds: 60, brokenOffBy: 'interrupted' });
});
