/** Several threads that do the work of a phase together; the one that calls leads, and works too. */

import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { missesAt, missesBytes, soloist } from '../crew.ts';
import type { Crew, Miss } from '../crew.ts';
import { noErrand } from '../errand.ts';
import type { Errand } from '../errand.ts';
import * as field from '../kernel/fields.ts';
import type { LinearMemory } from '../kernel/linear-memory.ts';
import type { Share } from './helping-thread.ts';
import { LostThread, errorOf } from './thread-fault.ts';
import type { ThreadFault } from './thread-fault.ts';
import { awaitChange, phases, place, turnAfter, work } from './turn.ts';
import type { Phase } from './turn.ts';
import type { Watch } from './watching-thread.ts';

/** How long the leader works alone: a small search is over before another thread has started. */
const aloneMilliseconds = 20;
/** The others are done soon after the leader: so many milliseconds it watches them. */
const watching = 0.1;
/** While it sleeps it looks so often, in milliseconds, whether one of them has ended. */
const betweenLooks = 1000;

/** Forms a crew of `count` threads, this one included. */
export function threadedCrew(memory: LinearMemory, count: number): Crew {
  const share = {
    memory: memory.memory,
    counts: memory.reserve(count * 4),
    misses: memory.reserveRaw(count * missesBytes),
    missesBytes,
    lost: memory.reserve(4),
  } satisfies Share;
  let helpers: Helpers | null = null;
  const began = performance.now();
  const turn = (phase: Phase, tasks: number, errand = noErrand): void => {
    if (performance.now() - began > aloneMilliseconds) helpers ??= startHelpers(share, count - 1);
    takeTurn(memory, { share, phase, tasks, errand, helpers });
  };
  return {
    expand: (chunks, errand) => {
      memory.ints.fill(0, share.counts / 4, share.counts / 4 + count);
      turn('expand', chunks, errand);
      return allMisses(memory, share, count);
    },
    run: turn,
    alone: soloist(memory),
    dismiss: () => {
      if (helpers === null) return true;
      const hasLeft = haveLeft(memory, share, { turn, count: count - 1 });
      helpers.ends.close();
      void helpers.watching.terminate();
      return hasLeft;
    },
  };
}

/** The threads that help, by the one that watches them. */
interface Helpers {
  readonly watching: Worker;
  readonly ends: MessagePort;
}

function startHelpers(share: Share, helpers: number): Helpers {
  const { port1: ends, port2 } = new MessageChannel();
  const watch = { share, helpers, ends: port2 } satisfies Watch;
  const watching = new Worker(new URL('./watching-thread.ts', import.meta.url), {
    workerData: watch,
    transferList: [port2],
  });
  // Whoever explores waits for phases, not for threads.
  watching.unref();
  return { watching, ends };
}

/** Whether all threads were there, and have left: only then the memory is nobody's. */
function haveLeft(
  { ints }: LinearMemory,
  share: Share,
  { turn, count }: { readonly turn: (phase: Phase, tasks: number) => void; readonly count: number },
): boolean {
  if (Atomics.load(ints, place(field.readyThreads)) < count || isAnyLost(ints, share)) return false;
  try {
    turn('leave', 0);
    return true;
  } catch {
    // One of them ended meanwhile; others may still be about.
    return false;
  }
}

interface Turn {
  readonly share: Share;
  readonly phase: Phase;
  readonly tasks: number;
  /** What this thread does rather than take part, as long as others have tasks. */
  readonly errand: Errand;
  /** Null while this thread is alone. */
  readonly helpers: Helpers | null;
}

function takeTurn(memory: LinearMemory, turn: Turn): void {
  const { share, phase, tasks, errand } = turn;
  const { ints } = memory;
  const turnAt = place(field.turn);
  const threads = Atomics.load(ints, place(field.readyThreads));
  Atomics.store(ints, place(field.phase), phases.indexOf(phase));
  Atomics.store(ints, place(field.taskCount), tasks);
  Atomics.store(ints, place(field.nextTask), 0);
  Atomics.store(ints, place(field.threadsAtWork), threads);
  Atomics.store(ints, turnAt, turnAfter(Atomics.load(ints, turnAt), threads));
  Atomics.notify(ints, turnAt);
  const next = place(field.nextTask);
  // Whatever becomes of any of it, nobody may still be at work when the turn is over.
  try {
    while (Atomics.load(ints, next) < tasks && errand.next());
  } finally {
    try {
      if (phase !== 'leave') ints[share.counts / 4] = work(memory, phase, share.misses);
    } finally {
      awaitAll(ints, turn);
    }
  }
}

/**
 * Waits until no thread is at work any more.
 * @throws LostThread, or what was thrown there, where one has ended.
 */
function awaitAll(ints: Int32Array, { share, helpers }: Turn): void {
  const left = (): number => Atomics.load(ints, place(field.threadsAtWork));
  for (let value = left(); value > 0; value = left()) {
    if (helpers !== null && isAnyLost(ints, share)) throw endOf(helpers);
    awaitChange(ints, field.threadsAtWork, { value, watching, asleep: betweenLooks });
  }
}

function isAnyLost(ints: Int32Array, { lost }: Share): boolean {
  return Atomics.load(ints, lost / 4) > 0;
}

function endOf({ ends }: Helpers): Error {
  const told = receiveMessageOnPort(ends);
  if (told === undefined) return new LostThread('ended');
  // Nothing else is sent there, see `watching-thread.ts`.
  return errorOf(told.message as ThreadFault);
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
