/** Several threads that do the work of a phase together; the one that calls leads, and works too. */

import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { missesAt, missesBytes, soloist } from '../crew.ts';
import type { Crew, Miss } from '../crew.ts';
import type { Errand } from '../errand.ts';
import type { LinearMemory } from '../kernel/linear-memory.ts';
import type { Share } from './helping-thread.ts';
import { LostThread, errorOf } from './thread-fault.ts';
import type { ThreadFault } from './thread-fault.ts';
import { awaitOthers, closeTurn, hasTasks, openTurn, work } from './turn.ts';
import type { Phase } from './turn.ts';
import type { Watch } from './watching-thread.ts';

/** While it sleeps it looks so often, in milliseconds, whether one of them has ended. */
const betweenLooks = 1000;

/**
 * Forms a crew of `count` threads, this one included, for a memory of which nothing is reserved yet. The
 * others take part as soon as they are ready. What the crew needs of the memory outlives its searches.
 */
export function threadedCrew(memory: LinearMemory, count: number): Crew {
  const share = {
    memory: memory.memory,
    counts: memory.reserve(count * 4),
    misses: memory.reserveRaw(count * missesBytes),
    missesBytes,
    lost: memory.reserve(4),
  } satisfies Share;
  const alone = soloist(memory);
  memory.keepReserved();
  const helpers = startHelpers(share, count - 1);
  const turn = (phase: Phase, tasks: number, errand: Errand): void =>
    takeTurn(memory, { share, phase, tasks, errand, helpers });
  return {
    expand: (chunks, errand) => {
      memory.ints.fill(0, share.counts / 4, share.counts / 4 + count);
      turn('expand', chunks, errand);
      return allMisses(memory, share, count);
    },
    run: turn,
    alone,
    isWhole: () => !isAnyLost(memory.ints, share),
    dismiss: () => {
      helpers.ends.close();
      void helpers.watching.terminate();
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

interface Turn {
  readonly share: Share;
  readonly phase: Phase;
  readonly tasks: number;
  /** What this thread does rather than take part, as long as others have tasks. */
  readonly errand: Errand;
  readonly helpers: Helpers;
}

function takeTurn(memory: LinearMemory, { share, phase, tasks, errand, helpers }: Turn): void {
  const { ints } = memory;
  openTurn(ints, phase, tasks);
  // Whatever becomes of any of it, nobody may still be at work when the turn is over.
  try {
    while (hasTasks(ints) && errand.next());
  } finally {
    try {
      ints[share.counts / 4] = work(memory, share.misses);
    } finally {
      closeTurn(ints);
      awaitAll(ints, { share, helpers });
    }
  }
}

/**
 * Waits until nobody is at work any more.
 * @throws LostThread, or what was thrown there, where a thread has ended.
 */
function awaitAll(ints: Int32Array, { share, helpers }: Pick<Turn, 'share' | 'helpers'>): void {
  do {
    if (isAnyLost(ints, share)) throw endOf(helpers);
  } while (!awaitOthers(ints, betweenLooks));
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
