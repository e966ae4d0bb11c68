/** Folders for checkpoints, and what two explorations must agree on. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Exploration, ExploreOptions } from '../../../../checker/engine/explore.ts';
import { explore } from '../../../../checker/engine/explore.ts';
import type { Model } from '../../../../checker/index.ts';
import { byText } from '../../../../checker/json.ts';
import { load } from '../../../../checker/system/load.ts';

/** Calls `use` with a new folder, which is gone afterwards. */
export function inFolder<Answer>(use: (folder: string) => Answer): Answer {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-checkpoint-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same for what takes its time. */
export async function throughoutFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-checkpoint-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Explores a model in a world of its own, with a run to everything that is shown. */
export function explored(model: Model, options: Partial<ExploreOptions> = {}): Exploration {
  return explore(load(model), { keepGoing: true, ...options });
}

/** All of an exploration that doesn't depend on how often it was interrupted. */
export function outcome(found: Exploration): object {
  const { complete, stoppedBy, states, transitions, depth, verdicts } = found;
  return {
    complete,
    stoppedBy,
    states,
    transitions,
    depth,
    verdicts: Object.fromEntries(verdicts),
    taken: [...found.taken].toSorted(byText),
    happened: [...found.happened].toSorted(byText),
    orderDependent: found.orderDependent.toSorted(byText),
    antecedentsNeverSeen: found.antecedentsNeverSeen,
    isShortest: found.isShortest,
  };
}
