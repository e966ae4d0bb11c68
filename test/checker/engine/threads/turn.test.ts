import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import * as field from '../../../../checker/engine/kernel/fields.ts';
import {
  awaitOthers,
  closeTurn,
  hasTasks,
  joinTurn,
  joinedThreads,
  leaveTurn,
  openTurn,
  place,
} from '../../../../checker/engine/threads/turn.ts';

const controlBlock = (): Int32Array =>
  new Int32Array(new SharedArrayBuffer(4 * place(field.controlLength)));

it('counts the threads that join a turn, and closes whatever their number', () => {
  const ints = controlBlock();
  openTurn(ints, 'hash', 3);
  expect(hasTasks(ints)).toBe(true);
  expect(joinTurn(ints, 0)).toBe(1);
  expect(joinTurn(ints, 0)).toBe(1);
  expect(joinedThreads(ints)).toBe(2);
  leaveTurn(ints);
  closeTurn(ints);
  expect(joinedThreads(ints)).toBe(1);
  leaveTurn(ints);
  expect(awaitOthers(ints, 0)).toBe(true);
});

it('is told from the one before, also where their numbers begin again', () => {
  const ints = controlBlock();
  const last = 2 ** 24 - 1;
  Atomics.store(ints, place(field.turn), (last - 1) << 8);
  for (const [before, number] of [
    [last - 1, last],
    [last, 0],
    [0, 1],
  ] as const) {
    openTurn(ints, 'append', 1);
    expect(joinTurn(ints, before)).toBe(number);
    closeTurn(ints);
    leaveTurn(ints);
    expect(joinedThreads(ints)).toBe(0);
  }
});

it('lets the leader look up from waiting when it is woken, though others have not left', async () => {
  const ints = controlBlock();
  openTurn(ints, 'lookUp', 1);
  joinTurn(ints, 0);
  closeTurn(ints);
  const heard = new Int32Array(new SharedArrayBuffer(4));
  // Wakes the leader once; if that isn't heard of, it leaves the turn in the end.
  const other = new Worker(
    `const { ints, turn, heard } = require('node:worker_threads').workerData;
     while (Atomics.notify(ints, turn) === 0);
     Atomics.wait(heard, 0, 0, 2000);
     Atomics.sub(ints, turn, 1);
     Atomics.notify(ints, turn);`,
    { eval: true, workerData: { ints, heard, turn: place(field.turn) } },
  );
  const ended = once(other, 'exit');
  expect(awaitOthers(ints, 60_000)).toBe(false);
  Atomics.store(heard, 0, 1);
  Atomics.notify(heard, 0);
  while (!awaitOthers(ints, 60_000));
  await ended;
});
