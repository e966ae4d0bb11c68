/** Several threads that do the work of a phase together; the one that calls leads, and works too. */

import { Worker } from 'node:worker_threads';
import { missesAt, missesBytes, soloist } from '../crew.ts';
import type { Crew, Miss } from '../crew.ts';
import * as field from '../kernel/fields.ts';
import type { LinearMemory } from '../kernel/linear-memory.ts';
import type { Share } from './helping-thread.ts';
import { awaitChange, phases, place, turnAfter, work } from './turn.ts';
import type { Phase } from './turn.ts';

/** So many turns are taken alone: a small search is over before another thread has started. */
const turnsAlone = 40;
/** With fewer tasks than this a phase isn't worth waking anybody. */
const fewTasks = 4;
/** The others are done soon after the leader: so many milliseconds it watches them. */
const watching = 0.1;
/** A phase takes milliseconds: a thread that is silent for so long is dead. */
const deadlyMilliseconds = 60_000;

const nothing = (): void => undefined;

/** Forms a crew of `count` threads, this one included; after how long a silence others are given up. */
export function threadedCrew(
  memory: LinearMemory,
  count: number,
  silentMilliseconds = deadlyMilliseconds,
): Crew {
  const share = {
    memory: memory.memory,
    counts: memory.reserve(count * 4),
    misses: memory.reserveRaw(count * missesBytes),
    missesBytes,
  } satisfies Share;
  const alone = soloist(memory);
  const threads: Worker[] = [];
  let turns = 0;
  const turn = (phase: Phase, tasks: number, first = nothing): void => {
    if (turns === turnsAlone) {
      for (let thread = 1; thread < count; thread++) threads.push(startThread(share));
    }
    turns++;
    takeTurn(memory, { share, phase, tasks, first, silentMilliseconds });
  };
  return {
    expand: (chunks, first) => {
      if (chunks < fewTasks) return alone.expand(chunks, first);
      memory.ints.fill(0, share.counts / 4, share.counts / 4 + count);
      turn('expand', chunks, first);
      return allMisses(memory, share, count);
    },
    assign: (chunks) => (chunks < fewTasks ? alone.assign(chunks) : turn('assign', chunks)),
    lookUp: (shards) => (turns === 0 ? alone.lookUp(shards) : turn('lookUp', shards)),
    append: (chunks) => (chunks < fewTasks ? alone.append(chunks) : turn('append', chunks)),
    dismiss: () => {
      const hasLeft = threads.length === 0 || haveLeft(memory, turn, threads.length);
      for (const thread of threads) void thread.terminate();
      return hasLeft;
    },
  };
}

/** Whether all threads were there, and have left. */
function haveLeft(
  { ints }: LinearMemory,
  turn: (phase: Phase, tasks: number) => void,
  threads: number,
): boolean {
  if (Atomics.load(ints, place(field.readyThreads)) < threads) return false;
  try {
    turn('leave', 0);
    return true;
  } catch {
    // They are dead, which was told before; a thread that still comes to must find its memory as it was.
    return false;
  }
}

function startThread(share: Share): Worker {
  const thread = new Worker(new URL('./helping-thread.ts', import.meta.url), { workerData: share });
  // Whoever explores waits for phases, not for threads.
  thread.unref();
  return thread;
}

interface Turn {
  readonly share: Share;
  readonly phase: Phase;
  readonly tasks: number;
  /** What this thread does before it takes part. */
  readonly first: () => void;
  readonly silentMilliseconds: number;
}

function takeTurn(memory: LinearMemory, turn: Turn): void {
  const { share, phase, tasks, first, silentMilliseconds } = turn;
  const { ints } = memory;
  const turnAt = place(field.turn);
  const threads = Atomics.load(ints, place(field.readyThreads));
  Atomics.store(ints, place(field.phase), phases.indexOf(phase));
  Atomics.store(ints, place(field.taskCount), tasks);
  Atomics.store(ints, place(field.nextTask), 0);
  Atomics.store(ints, place(field.threadsAtWork), threads);
  Atomics.store(ints, turnAt, turnAfter(Atomics.load(ints, turnAt), threads));
  Atomics.notify(ints, turnAt);
  try {
    first();
  } finally {
    // Whatever became of that, nobody may still be at work when the turn is over.
    if (phase !== 'leave') ints[share.counts / 4] = work(memory, phase, share.misses);
    awaitAll(ints, silentMilliseconds);
  }
}

/** Waits until no thread is at work any more. */
function awaitAll(ints: Int32Array, silentMilliseconds: number): void {
  const left = (): number => Atomics.load(ints, place(field.threadsAtWork));
  for (let value = left(); value > 0; value = left()) {
    const waiting = { value, watching, asleep: silentMilliseconds };
    if (awaitChange(ints, field.threadsAtWork, waiting)) continue;
    throw new Error(
      `${value} of the threads that explore together have not answered for ${silentMilliseconds / 1000} seconds, so they are gone. Likely cause: the system ended them for want of memory. Try again with fewer workers`,
    );
  }
}

function allMisses(memory: LinearMemory, share: Share, count: number): readonly Miss[] {
  return Array.from({ length: count }, (_, thread) =>
    missesAt(
      memory,
      share.misses + thread * missesBytes,
      memory.ints[share.counts / 4 + thread] ?? 0,
    ),
  ).flat();
}
