/** What a search goes on from, and where it leaves what others may go on from. */

import type { SearchOptions } from '../search.types.ts';
import type { World } from '../world.ts';
import { Checkpoints } from './checkpoints.ts';
import { identityOf } from './identity.ts';
import { SavedSearch } from './saved-search.ts';

/** Null where a search begins at the initial state, or leaves nothing. */
export interface Keeping {
  readonly saved: SavedSearch | null;
  readonly checkpoints: Checkpoints | null;
}

/**
 * What the options of a search through a new world ask for; the world has the numbers of the saved
 * search then.
 * @throws RefusedCheckpoint
 */
export function keepingOf(world: World, options: SearchOptions, clock: () => number): Keeping {
  const { resume, checkpoint, usesSymmetry = false } = options;
  if (resume === undefined && checkpoint === undefined) return { saved: null, checkpoints: null };
  const identity = identityOf(world, usesSymmetry);
  const saved = resume === undefined ? null : new SavedSearch(resume, world, identity);
  if (saved !== null) options.history?.resume(saved.manifest.history);
  const source = { identity, saved, clock, history: options.history ?? null };
  const checkpoints = checkpoint === undefined ? null : new Checkpoints(world, checkpoint, source);
  return { saved, checkpoints };
}
