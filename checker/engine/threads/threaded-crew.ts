/** Several threads that do the work of a phase together; the one that calls leads, and works too. */

import type { Crew, Phase } from '../crew.ts';
import { soloist } from '../crew.ts';
import type { Errand } from '../errand.ts';
import * as code from '../kernel/codes.ts';
import { control, turn } from '../kernel/fields.ts';
import { compiledKernel } from '../kernel/kernel.ts';
import type { LinearMemory } from '../kernel/linear-memory.ts';
import type { HelpingThread, Share } from './helping-threads.ts';
import { endOf, startThread } from './helping-threads.ts';

/** While it sleeps it looks so often, in milliseconds, whether another thread has ended. */
const betweenLooks = 1000;

const codeOf = {
  expand: code.expanding,
  hash: code.hashing,
  lookUp: code.lookingUp,
  append: code.appending,
  spread: code.spreading,
  enroll: code.enrolling,
  link: code.linking,
  represent: code.representing,
} as const satisfies Record<Phase, number>;

/**
 * Forms a crew of `count` threads, this one included, for a memory of which nothing is reserved yet. The
 * others take part as soon as they are ready. What the crew needs of the memory outlives its searches.
 */
export function threadedCrew(memory: LinearMemory, count: number): Crew {
  const lost = memory.reserve(4) / 4;
  memory.keepReserved();
  const share = {
    memory: memory.memory,
    compiled: compiledKernel(),
    lost,
    turn: control / 4 + turn,
  } satisfies Share;
  const helpers = Array.from({ length: count - 1 }, () => startThread(share));
  return {
    run: (phase, tasks, errand) => {
      memory.kernel.openTurn(codeOf[phase], tasks);
      takeTurn(memory, errand, { lost, helpers });
    },
    alone: soloist(memory),
    isWhole: () => !isAnyLost(memory, lost),
    dismiss: () => {
      for (const helper of helpers) helper.dismiss();
    },
  };
}

interface Others {
  /** Where among the memory's integers they count themselves that have ended before their time. */
  readonly lost: number;
  readonly helpers: readonly HelpingThread[];
}

/** Takes part in the open turn, but does an errand as long as others have tasks or are at one. */
function takeTurn(memory: LinearMemory, errand: Errand, others: Others): void {
  const { kernel } = memory;
  const isShared = (): boolean => kernel.hasTasks() !== 0 || kernel.joinedThreads() > 0;
  // Whatever becomes of any of it, nobody may still be at work when the turn is over.
  try {
    // A thread that has ended seems to be at work for ever.
    while (isShared() && !isAnyLost(memory, others.lost) && errand.next());
  } finally {
    try {
      kernel.work();
    } finally {
      kernel.closeTurn();
      awaitAll(memory, others);
    }
  }
}

/**
 * Waits until nobody is at work any more.
 * @throws what was thrown there, where a thread has ended.
 */
function awaitAll(memory: LinearMemory, { lost, helpers }: Others): void {
  do {
    if (isAnyLost(memory, lost)) throw endOf(helpers);
  } while (memory.kernel.awaitOthers(betweenLooks) === 0);
}

function isAnyLost({ ints }: LinearMemory, lost: number): boolean {
  return Atomics.load(ints, lost) > 0;
}
