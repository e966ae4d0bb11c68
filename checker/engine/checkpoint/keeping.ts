/** What a search goes on from, and where it leaves what others may go on from. */

import type { SearchOptions } from '../search.types.ts';
import type { World } from '../world.ts';
import { Checkpoints } from './checkpoints.ts';
import { identityOf } from './identity.ts';
import { lockOn } from './lock.ts';
import { SavedSearch } from './saved-search.ts';

/** Null where a search begins at the initial state, or leaves nothing. */
interface CheckpointKeeping {
  readonly saved: SavedSearch | null;
  readonly checkpoints: Checkpoints | null;
}

/**
 * What the options of a search through a new world ask for; the world has the numbers of the saved
 * search then.
 * @throws RefusedCheckpoint where one is damaged, of another search, or in use.
 * @throws UnwrittenCheckpoint where there can be no folder for them.
 */
export function keepingOf(
  world: World,
  options: SearchOptions,
  clock: () => number,
): CheckpointKeeping {
  const { resume, checkpoint } = options;
  if (resume === undefined && checkpoint === undefined) return { saved: null, checkpoints: null };
  const identity = identityOf(world, options);
  const { history = null } = options;
  // Nobody else may write there between what is read now and what is written next.
  const lock = checkpoint === undefined ? null : lockOn(checkpoint.folder);
  try {
    const saved = resume === undefined ? null : new SavedSearch(resume, world, identity);
    if (saved !== null) history?.resume(saved.manifest.history);
    if (checkpoint === undefined || lock === null) return { saved, checkpoints: null };
    const source = { identity, saved, clock, history, lock };
    return { saved, checkpoints: new Checkpoints(world, checkpoint, source) };
  } catch (cause) {
    lock?.release();
    throw cause;
  }
}
