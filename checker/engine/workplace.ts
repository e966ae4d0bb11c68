/** Where a search is done: a memory, and the threads that work on it. */

import type { Crew } from './crew.ts';
import { soloist } from './crew.ts';
import { mostJoined } from './kernel/codes.ts';
import { borrowMemory, LinearMemory, returnMemory } from './kernel/linear-memory.ts';
import { isOutOfMemory } from './out-of-memory.ts';
import { threadedCrew } from './threads/threaded-crew.ts';

/** A memory and its crew. */
export interface Workplace {
  readonly memory: LinearMemory;
  readonly crew: Crew;
  /** How many threads the crew has. */
  readonly workers: number;
}

const idle = new Map<number, Workplace>();

/**
 * A workplace for one search, with as many threads as are wanted and can work together. Threads take
 * longer to start than a small search takes: they are kept, with their memory, for the next one.
 */
export function borrowWorkplace(wanted: number): Workplace {
  const workers = Math.max(1, Math.min(wanted, mostJoined + 1));
  const known = idle.get(workers);
  if (known !== undefined) {
    idle.delete(workers);
    if (known.crew.isWhole()) return known;
    known.crew.dismiss();
  }
  const memory = workers === 1 ? borrowMemory() : new LinearMemory();
  return { memory, crew: workers === 1 ? soloist(memory) : threadedCrew(memory, workers), workers };
}

/** Gives a workplace back, which must not be used any more. */
export function returnWorkplace(workplace: Workplace): void {
  const { memory, crew, workers } = workplace;
  if (workers === 1) returnMemory(memory);
  else if (!idle.has(workers) && crew.isWhole() && memory.isWorthKeeping) {
    memory.reset();
    idle.set(workers, workplace);
  } else crew.dismiss();
}

/**
 * Starts the threads that a search will want, so that they get ready while its model is loaded. Where there is
 * no memory for it, the search itself will say so.
 */
export function prepareWorkplace(wanted: number): void {
  if (wanted < 2) return;
  try {
    returnWorkplace(borrowWorkplace(wanted));
  } catch (cause) {
    if (!isOutOfMemory(cause)) throw cause;
  }
}

/** A workplace that somebody has. */
export interface Occupied extends Workplace {
  /** Gives it back; does nothing where that was done before. */
  readonly leave: () => void;
}

/** Takes up a workplace. */
export function occupiedWorkplace(workers: number): Occupied {
  const workplace = borrowWorkplace(workers);
  let isIn = true;
  const leave = (): void => {
    if (isIn) returnWorkplace(workplace);
    isIn = false;
  };
  return { ...workplace, leave };
}
