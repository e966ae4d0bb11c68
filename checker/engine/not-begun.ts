/** Searches that could not even begin, since there was no memory for them. */

import { deadlock } from '../model/property.ts';
import type { Exploration } from './explore.ts';
import { isOutOfMemory } from './out-of-memory.ts';
import type { World } from './world.ts';

const words =
  'nothing was explored: there was no memory to begin with. Likely cause: the address space of the process is limited (ulimit -v), or other processes have all memory; a search sets aside some 10 GiB of address space, and takes of it what it needs. Raise the limit, end others, or let fewer --workers explore';

/** There was no memory to begin a search with. */
export class NotBegun extends Error {
  constructor(cause: unknown) {
    super(words, { cause });
    this.name = 'NotBegun';
  }
}

/**
 * What is set up for a search.
 * @throws NotBegun where there is no memory for it.
 */
export function begun<Begun>(begin: () => Begun): Begun {
  try {
    return begin();
  } catch (cause) {
    throw isOutOfMemory(cause) ? new NotBegun(cause) : cause;
  }
}

/** What is known of a model then: nothing. */
export function notExplored({ loaded }: World): Exploration {
  const names = [...Object.keys(loaded.model.properties), deadlock];
  return {
    complete: false,
    stoppedBy: 'memory',
    states: 0,
    transitions: 0,
    depth: 0,
    seconds: 0,
    bytesPerState: 0,
    isShortest: true,
    verdicts: new Map(names.map((name) => [name, { verdict: 'unknown' }])),
    taken: new Set(),
    happened: new Set(),
    antecedentsNeverSeen: [],
    orderDependent: [],
    growing: [],
    reductions: [words],
  };
}
