/** Searches that could not even begin, since there was no room for them in memory or on the disk. */

import { verdictNames } from '../model/verdict-names.ts';
import type { Exploration } from './exploration.types.ts';
import { isOutOfMemory } from './out-of-memory.ts';
import { RowsNotWritten } from './row-file.ts';
import type { World } from './world.ts';

const noMemory =
  'there was no memory to begin with. Likely cause: the address space of the process is limited (ulimit -v), or other processes have all memory; a search sets aside some 10 GiB of address space, and takes of it what it needs. Raise the limit, end others, or let fewer --workers explore';

/** There was no room to begin a search, or to go on with what a checkpoint has. */
export class NotBegun extends Error {
  readonly stoppedBy: 'memory' | 'disk';

  constructor(stoppedBy: NotBegun['stoppedBy'], why: string, cause: unknown) {
    super(`nothing was explored: ${why}`, { cause });
    this.name = 'NotBegun';
    this.stoppedBy = stoppedBy;
  }
}

const noMemoryForCheckpoint =
  'there was no memory for the states of the checkpoint. Likely cause: the search that wrote it had more than this process may have (ulimit -v, a container), or than others leave it. Find as much, or give --memory SIZE, beyond which states go to a file, or --store fingerprint, which keeps 63 bits of each. The checkpoint is as good as it was';

/**
 * What is set up for a search, which may go on from a checkpoint.
 * @throws NotBegun where there is no room for it.
 */
export function begun<Begun>(begin: () => Begun, goesOn = false): Begun {
  try {
    return begin();
  } catch (cause) {
    if (cause instanceof RowsNotWritten) throw new NotBegun('disk', cause.message, cause);
    if (!isOutOfMemory(cause)) throw cause;
    throw new NotBegun('memory', goesOn ? noMemoryForCheckpoint : noMemory, cause);
  }
}

/** What is known of a model that was not explored, but for why. */
export const nothingKnown = {
  complete: false,
  states: 0,
  transitions: 0,
  depth: 0,
  seconds: 0,
  bytesPerState: 0,
  antecedentsNeverSeen: [],
  orderDependent: [],
  growing: [],
  reductions: [],
} as const satisfies Partial<Exploration>;

/** What is known of a model where a search could not begin. */
export function notExplored({ loaded }: World, { stoppedBy, message }: NotBegun): Exploration {
  const names = verdictNames(loaded.model);
  return {
    ...nothingKnown,
    stoppedBy,
    isShortest: true,
    verdicts: new Map(names.map((name) => [name, { verdict: 'unknown' }])),
    taken: new Set(),
    happened: new Set(),
    reductions: [message],
  };
}
