import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
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

async function untilReady({ ints }: LinearMemory, threads: number): Promise<void> {
  while (Atomics.load(ints, place(field.readyThreads)) < threads) await pause(5);
}

it('starts its threads after a while, works with them, and lets them go', async () => {
  const memory = idleMemory();
  const crew = threadedCrew(memory, 3);
  expect(crew.expand(0, () => undefined)).toEqual([]);
  for (let turn = 0; turn < 50; turn++) crew.assign(0);
  expect(Atomics.load(memory.ints, place(field.readyThreads))).toBe(0);
  for (let turn = 0; turn < 50; turn++) crew.append(8);
  await untilReady(memory, 2);
  crew.lookUp(8);
  expect(threadsIn(Atomics.load(memory.ints, place(field.turn)))).toBe(2);
  expect(Atomics.load(memory.ints, place(field.threadsAtWork))).toBe(0);
  expect(crew.dismiss()).toBe(true);
});

it('gives up on threads that are gone, and says so', async () => {
  const memory = idleMemory();
  const crew = threadedCrew(memory, 2, 100);
  for (let turn = 0; turn < 50; turn++) crew.append(8);
  await untilReady(memory, 1);
  expect(crew.dismiss()).toBe(true);
  expect(() => crew.lookUp(8)).toThrow('1 of the threads that explore together have not answered');
  expect(crew.dismiss()).toBe(false);
});
