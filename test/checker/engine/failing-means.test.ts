/** What is known of the states that a search had kept when memory or the disk failed it. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { explore } from '../../../checker/engine/explore.ts';
import type { Exploration, ExploreOptions } from '../../../checker/engine/explore.ts';
import { RowStore } from '../../../checker/engine/row-store.ts';
import {
  resourceManager,
  twoPhaseCommit,
} from '../../../checker/examples/two-phase-commit.model.ts';
import { always, never } from '../../../checker/index.ts';
import type { Property, View } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';

const model = twoPhaseCommit({ rms: 7 });

function explored(property: Property, means: Partial<ExploreOptions>): Exploration {
  return explore(load({ ...model, properties: { Asked: property } }), {
    keepGoing: true,
    traced: new Set(),
    ...means,
  });
}

const pattern = (view: View): string =>
  JSON.stringify(view.each(resourceManager).map(({ state }) => state));

/** The last pattern among the first states that none before it has. */
function lastPattern(states: number): string {
  const asked: string[] = [];
  const property = always((view) => {
    asked.push(pattern(view));
    return true;
  });
  explored(property, { maxStates: states });
  return asked.at(-1) ?? '';
}

type Appending = (
  this: RowStore,
  ...given: Parameters<RowStore['appending']>
) => ReturnType<RowStore['appending']>;
// The class declares it so.
const appending = Object.getOwnPropertyDescriptor(RowStore.prototype, 'appending')
  ?.value as Appending;

/** There is room for some twenty thousand rows. */
const scarce: Appending = function scarce(words, at, count) {
  if (this.count + count < 20_000) return appending.call(this, words, at, count);
  throw new RangeError('Array buffer allocation failed');
};

/** Each lets a search fail once it has some ten thousand states. */
const failures: Readonly<Record<'disk' | 'memory', () => Partial<ExploreOptions>>> = {
  disk: () => {
    vi.stubEnv('TMPDIR', '/nowhere');
    return { memory: 1 };
  },
  memory: () => {
    vi.spyOn(RowStore.prototype, 'appending').mockImplementation(scarce);
    return {};
  },
};

describe('a violation among the last states that were kept', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it.each(['disk', 'memory'] as const)('is told where the %s fails', (stoppedBy) => {
    const { states } = explored(
      always(() => true),
      failures[stoppedBy](),
    );
    vi.restoreAllMocks();
    const last = lastPattern(states);
    const property = never((view) => pattern(view) === last);
    const expected = explored(property, { maxStates: states }).verdicts.get('Asked');
    const found = explored(property, failures[stoppedBy]());
    expect(found).toMatchObject({ complete: false, stoppedBy, states });
    expect(expected).toMatchObject({ verdict: 'violated' });
    expect(found.verdicts.get('Asked')).toEqual(expected);
  });
});
