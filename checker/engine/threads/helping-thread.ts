/** A thread that takes part in the phases of searches until it is ended. */

import { workerData } from 'node:worker_threads';
import * as field from '../kernel/fields.ts';
import { LinearMemory } from '../kernel/linear-memory.ts';
import type { SharedMemory } from '../kernel/web-assembly.ts';
import { joinTurn, leaveTurn, place, work } from './turn.ts';

/** What a thread is started with. */
export interface Share {
  readonly memory: SharedMemory;
  /** Per thread, how many things it has missed: an address. */
  readonly counts: number;
  /** Where threads note what they miss; the first is the one that leads. */
  readonly misses: number;
  readonly missesBytes: number;
  /** How many threads have ended before their time: an address. */
  readonly lost: number;
}

// The thread is started with it, see `threaded-crew.ts`.
const share = workerData as Share;
const memory = new LinearMemory(share.memory);
const { ints } = memory;
const my = Atomics.add(ints, place(field.readyThreads), 1);
const misses = share.misses + (my + 1) * share.missesBytes;

for (let turn = 0; ; ) {
  turn = joinTurn(ints, turn);
  ints[share.counts / 4 + my + 1] = work(memory, misses);
  leaveTurn(ints);
}
