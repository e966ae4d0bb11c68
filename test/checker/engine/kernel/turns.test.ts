import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import * as code from '../../../../checker/engine/kernel/codes.ts';
import * as field from '../../../../checker/engine/kernel/fields.ts';
import { LinearMemory } from '../../../../checker/engine/kernel/linear-memory.ts';

const turnAt = field.control / 4 + field.turn;

it('counts the threads that join a turn, and closes whatever their number', () => {
  const { kernel } = new LinearMemory();
  kernel.openTurn(code.hashing, 3);
  expect(kernel.hasTasks()).toBe(1);
  expect(kernel.joinTurn(0)).toBe(1);
  expect(kernel.joinTurn(0)).toBe(1);
  expect(kernel.joinedThreads()).toBe(2);
  kernel.leaveTurn();
  kernel.closeTurn();
  expect(kernel.joinedThreads()).toBe(1);
  kernel.leaveTurn();
  expect(kernel.awaitOthers(0)).toBe(1);
});

it('is told from the one before, also where their numbers begin again', () => {
  const memory = new LinearMemory();
  const { kernel } = memory;
  const last = 2 ** 24 - 1;
  memory.set(field.turn, (last - 1) << 8);
  for (const [before, number] of [
    [last - 1, last],
    [last, 0],
    [0, 1],
  ] as const) {
    kernel.openTurn(code.appending, 1);
    expect(kernel.joinTurn(before)).toBe(number);
    kernel.closeTurn();
    kernel.leaveTurn();
    expect(kernel.joinedThreads()).toBe(0);
  }
});

it('lets the leader look up from waiting when it is woken, though others have not left', async () => {
  const { ints, kernel } = new LinearMemory();
  kernel.openTurn(code.lookingUp, 1);
  kernel.joinTurn(0);
  kernel.closeTurn();
  const heard = new Int32Array(new SharedArrayBuffer(4));
  // Wakes the leader once; if that isn't heard of, it leaves the turn in the end.
  const other = new Worker(
    `const { ints, turn, heard } = require('node:worker_threads').workerData;
     while (Atomics.notify(ints, turn) === 0);
     Atomics.wait(heard, 0, 0, 2000);
     Atomics.sub(ints, turn, 1);
     Atomics.notify(ints, turn);`,
    { eval: true, workerData: { ints, heard, turn: turnAt } },
  );
  const ended = once(other, 'exit');
  expect(kernel.awaitOthers(60_000)).toBe(0);
  Atomics.store(heard, 0, 1);
  Atomics.notify(heard, 0);
  while (kernel.awaitOthers(60_000) === 0);
  await ended;
});
