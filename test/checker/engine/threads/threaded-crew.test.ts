import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import type { Crew } from '../../../../checker/engine/crew.ts';
import { noErrand } from '../../../../checker/engine/errand.ts';
import { LinearMemory } from '../../../../checker/engine/kernel/linear-memory.ts';
import * as field from '../../../../checker/engine/kernel/fields.ts';
import { threadedCrew } from '../../../../checker/engine/threads/threaded-crew.ts';
import { place, threadsIn } from '../../../../checker/engine/threads/turn.ts';

/** A memory whose visited set has shards without slots, so that to look up is no work. */
function idleMemory(): LinearMemory {
  const memory = new LinearMemory();
  memory.set(field.shardCount, 8);
  memory.set(field.table, memory.far);
  return memory;
}

/** Lets a crew take turns until so many threads have joined it. */
async function untilReady({ ints }: LinearMemory, crew: Crew, threads: number): Promise<void> {
  while (Atomics.load(ints, place(field.readyThreads)) < threads) {
    crew.run('append', 8, noErrand);
    await pause(5);
  }
}

it('starts its threads after a while, works with them, and lets them go', async () => {
  const memory = idleMemory();
  const crew = threadedCrew(memory, 3);
  expect(crew.expand(0, noErrand)).toEqual([]);
  expect(Atomics.load(memory.ints, place(field.readyThreads))).toBe(0);
  await untilReady(memory, crew, 2);
  crew.run('lookUp', 8, noErrand);
  expect(threadsIn(Atomics.load(memory.ints, place(field.turn)))).toBe(2);
  expect(Atomics.load(memory.ints, place(field.threadsAtWork))).toBe(0);
  expect(crew.dismiss()).toBe(true);
});

it('leaves of an errand what is not done when the others have no tasks left', async () => {
  const memory = idleMemory();
  const crew = threadedCrew(memory, 2);
  await untilReady(memory, crew, 1);
  let done = 0;
  crew.run('lookUp', 8, { next: () => ++done > 0 });
  expect(done).toBeGreaterThan(0);
  expect(Atomics.load(memory.ints, place(field.threadsAtWork))).toBe(0);
  expect(crew.dismiss()).toBe(true);
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
  expect(() => crew.expand(8, endless)).toThrow('RuntimeError: memory access out of bounds');
  expect(crew.dismiss()).toBe(false);
});

it('waits for the other threads where the kernel traps in the one that leads', async () => {
  const memory = trappingMemory();
  const { ints } = memory;
  const slow = new Worker(
    `const { parentPort, workerData: { buffer, ready, turn, atWork } } = require('node:worker_threads');
     const ints = new Int32Array(buffer);
     Atomics.store(ints, ready, 1);
     parentPort.postMessage('ready');
     Atomics.wait(ints, turn, 0);
     Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
     Atomics.sub(ints, atWork, 1);
     Atomics.notify(ints, atWork);`,
    {
      eval: true,
      workerData: {
        buffer: memory.memory.buffer,
        ready: place(field.readyThreads),
        turn: place(field.turn),
        atWork: place(field.threadsAtWork),
      },
    },
  );
  await once(slow, 'message');
  const crew = threadedCrew(memory, 2);
  expect(() => crew.expand(8, noErrand)).toThrow('memory access out of bounds');
  expect(Atomics.load(ints, place(field.threadsAtWork))).toBe(0);
  await once(slow, 'exit');
});
