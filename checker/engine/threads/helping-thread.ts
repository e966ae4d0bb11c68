/** A thread that takes part in the phases of a search until it is told to leave. */

import { workerData } from 'node:worker_threads';
import * as field from '../kernel/fields.ts';
import { LinearMemory } from '../kernel/linear-memory.ts';
import type { SharedMemory } from '../kernel/web-assembly.ts';
import { awaitChange, phases, place, threadsIn, work } from './turn.ts';

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

/** Between two phases the leader judges and keeps what was found: a millisecond or so. */
const watching = 0.1;

// The thread is started with it, see `threaded-crew.ts`.
const share = workerData as Share;
const memory = new LinearMemory(share.memory);
const { ints } = memory;
let turn = Atomics.load(ints, place(field.turn));
const my = Atomics.add(ints, place(field.readyThreads), 1);
const misses = share.misses + (my + 1) * share.missesBytes;

for (let isHere = true; isHere; ) {
  awaitChange(ints, field.turn, { value: turn, watching, asleep: Infinity });
  turn = Atomics.load(ints, place(field.turn));
  if (my >= threadsIn(turn)) continue;
  const phase = phases[Atomics.load(ints, place(field.phase))];
  if (phase === undefined || phase === 'leave') isHere = false;
  else ints[share.counts / 4 + my + 1] = work(memory, phase, misses);
  if (Atomics.sub(ints, place(field.threadsAtWork), 1) === 1) {
    Atomics.notify(ints, place(field.threadsAtWork));
  }
}
