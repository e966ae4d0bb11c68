import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import type { Crew } from '../../../../checker/engine/crew.ts';
import type { Errand } from '../../../../checker/engine/errand.ts';
import { noErrand } from '../../../../checker/engine/errand.ts';
import * as field from '../../../../checker/engine/kernel/fields.ts';
import { LinearMemory } from '../../../../checker/engine/kernel/linear-memory.ts';
import { threadedCrew } from '../../../../checker/engine/threads/threaded-crew.ts';

/** A memory whose visited set has shards without slots, so that to look up is no work. */
function idleMemory(): LinearMemory {
  const memory = new LinearMemory();
  memory.set(field.shardCount, 8);
  memory.set(field.table, memory.far);
  return memory;
}

/** Lets a crew take turns until so many threads have joined it. */
async function untilReady(memory: LinearMemory, crew: Crew, threads: number): Promise<void> {
  while (memory.get(field.readyThreads) < threads) {
    crew.run('append', 8, noErrand);
    await pause(5);
  }
}

/** An errand that is over when so many threads have joined the turn. */
function untilJoined({ kernel }: LinearMemory, threads: number): Errand {
  return { next: () => kernel.joinedThreads() < threads };
}

it('works alone until its threads are ready, and then with them', async () => {
  const memory = idleMemory();
  const crew = threadedCrew(memory, 3);
  crew.run('expand', 0, noErrand);
  expect(memory.get(field.readyThreads)).toBe(0);
  await untilReady(memory, crew, 2);
  const seen = new Set([0]);
  const errand = { next: () => seen.add(memory.kernel.joinedThreads()).size > 0 };
  while (seen.size === 1) crew.run('lookUp', 8, errand);
  expect(memory.kernel.joinedThreads()).toBe(0);
  crew.dismiss();
});

it('goes on with an errand while another thread is at the last task', () => {
  const memory = idleMemory();
  const { kernel } = memory;
  const crew = threadedCrew(memory, 1);
  const tasksLeft: number[] = [];
  const errand = {
    next: () => {
      tasksLeft.push(kernel.hasTasks());
      // What another thread does, bit by bit: it joins, takes all tasks, and leaves a while later.
      if (tasksLeft.length === 1) kernel.joinTurn(0);
      if (tasksLeft.length === 2) kernel.work();
      if (tasksLeft.length === 4) kernel.leaveTurn();
      return true;
    },
  };
  crew.run('lookUp', 8, errand);
  expect(tasksLeft).toEqual([1, 1, 0, 0]);
  crew.dismiss();
});

it('leaves of an errand what is not done when the others have left', async () => {
  const memory = idleMemory();
  const crew = threadedCrew(memory, 2);
  await untilReady(memory, crew, 1);
  const done: number[] = [];
  const errand = { next: () => done.push(1) > 0 };
  // On a busy machine the others may be done with all tasks before this thread looks.
  while (done.length === 0) crew.run('lookUp', 8, errand);
  expect(memory.kernel.joinedThreads()).toBe(0);
  crew.dismiss();
});

/** A memory in which to expand chunk 0 of several reads where there is no memory. */
function trappingMemory(): LinearMemory {
  const memory = idleMemory();
  memory.set(field.chunks, memory.reserve(8 * field.chunkLength * 4));
  memory.set(field.rowsInChunk, 1);
  memory.set(field.roundCount, 1);
  memory.set(field.roundActors, -4);
  return memory;
}

it('ends at once where the kernel traps in another thread, and says what was thrown there', async () => {
  const memory = trappingMemory();
  const crew = threadedCrew(memory, 3);
  await untilReady(memory, crew, 2);
  // The errand is never over, so the others take all chunks.
  const endless = { next: () => true };
  expect(() => crew.run('expand', 8, endless)).toThrow('RuntimeError: memory access out of bounds');
  expect(crew.isWhole()).toBe(false);
  crew.dismiss();
});

it('waits for the other threads where the kernel traps in the one that leads', async () => {
  const memory = trappingMemory();
  const slow = new Worker(
    `const { parentPort, workerData: { buffer, turn } } = require('node:worker_threads');
     const ints = new Int32Array(buffer);
     parentPort.postMessage('ready');
     Atomics.wait(ints, turn, 0);
     Atomics.add(ints, turn, 1);
     Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
     Atomics.sub(ints, turn, 1);
     Atomics.notify(ints, turn);`,
    {
      eval: true,
      workerData: { buffer: memory.memory.buffer, turn: field.control / 4 + field.turn },
    },
  );
  await once(slow, 'message');
  const crew = threadedCrew(memory, 2);
  const untilThere = untilJoined(memory, 1);
  expect(() => crew.run('expand', 8, untilThere)).toThrow('memory access out of bounds');
  expect(memory.kernel.joinedThreads()).toBe(0);
  crew.dismiss();
  await once(slow, 'exit');
});
