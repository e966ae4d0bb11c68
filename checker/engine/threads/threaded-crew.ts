/** Several threads that do the work of a phase together; the one that calls leads, and works too. */

import { missesAt, missesBytes, soloist } from '../crew.ts';
import type { Crew, Miss, Task } from '../crew.ts';
import type { Errand } from '../errand.ts';
import * as code from '../kernel/codes.ts';
import { control, turn } from '../kernel/fields.ts';
import { compiledKernel } from '../kernel/kernel.ts';
import type { LinearMemory } from '../kernel/linear-memory.ts';
import { endOf, startThread } from './helping-threads.ts';
import type { HelpingThread } from './helping-threads.ts';

/** While it sleeps it looks so often, in milliseconds, whether another thread has ended. */
const betweenLooks = 1000;

const phaseOf = {
  hash: code.hashing,
  lookUp: code.lookingUp,
  append: code.appending,
  spread: code.spreading,
} as const satisfies Record<Task, number>;

/** What the threads of a crew share beside their work, as addresses. */
interface Places {
  /** Per thread, where it notes what it misses, and how many things; the first is the one that leads. */
  readonly misses: number;
  readonly counts: number;
  /** How many of them have ended before their time. */
  readonly lost: number;
}

/**
 * Forms a crew of `count` threads, this one included, for a memory of which nothing is reserved yet. The
 * others take part as soon as they are ready. What the crew needs of the memory outlives its searches.
 */
export function threadedCrew(memory: LinearMemory, count: number): Crew {
  const { ints } = memory;
  const places = {
    misses: memory.reserveRaw(count * missesBytes),
    counts: memory.reserve(count * 4),
    lost: memory.reserve(4),
  };
  const alone = soloist(memory);
  memory.keepReserved();
  const helpers = helpersOn(memory, places, count - 1);
  const turnOf = (phase: number, tasks: number, errand: Errand): void =>
    takeTurn(memory, { places, phase, tasks, errand, helpers });
  return {
    expand: (chunks, errand) => {
      ints.fill(0, places.counts / 4, places.counts / 4 + count);
      turnOf(code.expanding, chunks, errand);
      return allMisses(memory, places, count);
    },
    run: (task, tasks, errand) => turnOf(phaseOf[task], tasks, errand),
    alone,
    isWhole: () => !isAnyLost(ints, places),
    dismiss: () => {
      for (const helper of helpers) helper.dismiss();
    },
  };
}

function helpersOn(memory: LinearMemory, places: Places, count: number): readonly HelpingThread[] {
  const shared = {
    memory: memory.memory,
    compiled: compiledKernel(),
    lost: places.lost / 4,
    turn: control / 4 + turn,
  };
  return Array.from({ length: count }, (_, helper) =>
    startThread({
      ...shared,
      misses: places.misses + (helper + 1) * missesBytes,
      count: places.counts + (helper + 1) * 4,
    }),
  );
}

interface Turn {
  readonly places: Places;
  readonly phase: number;
  readonly tasks: number;
  /** What this thread does rather than take part, as long as others have tasks. */
  readonly errand: Errand;
  readonly helpers: readonly HelpingThread[];
}

function takeTurn(memory: LinearMemory, { places, phase, tasks, errand, helpers }: Turn): void {
  const { ints, kernel } = memory;
  kernel.openTurn(phase, tasks);
  // Whatever becomes of any of it, nobody may still be at work when the turn is over.
  try {
    while (kernel.hasTasks() !== 0 && errand.next());
  } finally {
    try {
      ints[places.counts / 4] = kernel.work(places.misses);
    } finally {
      kernel.closeTurn();
      awaitAll(memory, places, helpers);
    }
  }
}

/**
 * Waits until nobody is at work any more.
 * @throws what was thrown there, where a thread has ended.
 */
function awaitAll(
  { ints, kernel }: LinearMemory,
  places: Places,
  helpers: readonly HelpingThread[],
): void {
  do {
    if (isAnyLost(ints, places)) throw endOf(helpers);
  } while (kernel.awaitOthers(betweenLooks) === 0);
}

function isAnyLost(ints: Int32Array, { lost }: Places): boolean {
  return Atomics.load(ints, lost / 4) > 0;
}

function allMisses(memory: LinearMemory, places: Places, count: number): readonly Miss[] {
  return Array.from({ length: count }, (_, thread) =>
    missesAt(
      memory,
      places.misses + thread * missesBytes,
      memory.ints[places.counts / 4 + thread] ?? 0,
    ),
  ).flat();
}
