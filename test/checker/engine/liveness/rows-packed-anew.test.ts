/** Rows of searches that ended early: to judge liveness, and to find runs, they may be packed anew. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Exploration } from '../../../../checker/engine/explore.ts';
import { explore } from '../../../../checker/engine/explore.ts';
import { RowsNotWritten } from '../../../../checker/engine/row-file.ts';
import { RowStore } from '../../../../checker/engine/row-store.ts';
import { abd } from '../../../../checker/examples/abd.model.ts';
import type { Model } from '../../../../checker/index.ts';
import { alwaysEventually, never, weak } from '../../../../checker/index.ts';
import { load } from '../../../../checker/system/load.ts';

/** A search of it that ends early ends where hosts are about to come into states that weren't met. */
const register: Model = {
  ...abd({ scripts: 'w-r', drops: '2' }),
  fairness: [weak.deliver()],
  properties: { Quiet: alwaysEventually((view) => view.inFlight().length === 0) },
};
/** Judged at once, and shown by a run that is looked for once liveness was judged. */
const properties = {
  ...register.properties,
  Never: never((view) => view.inFlight().length > 5),
};

function explored(traced: readonly string[]): Exploration {
  const loaded = load({ ...register, properties });
  return explore(loaded, { keepGoing: true, maxStates: 17_000, traced: new Set(traced) });
}

describe('rows that are packed anew after a search', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    [1, []],
    [2, ['Never']],
  ])('are let go of, and their file: %i copies', (copies, traced) => {
    const repacked = vi.spyOn(RowStore.prototype, 'repacked');
    const closed = vi.spyOn(RowStore.prototype, 'close');
    expect(explored(traced).stoppedBy).toBe('max-states');
    const made = repacked.mock.results.map(({ value }) => value);
    expect(made.length).toBe(copies);
    for (const store of made) expect(closed.mock.contexts).toContain(store);
  });

  it('leave liveness undecided, and safety decided, where the disk is full', () => {
    vi.spyOn(RowStore.prototype, 'repacked').mockImplementation(() => {
      throw new RowsNotWritten('/full', new Error('no space'));
    });
    const found = explored([]);
    expect(found.stoppedBy).toBe('max-states');
    expect(found.verdicts.get('Quiet')).toEqual({ verdict: 'unknown' });
    expect(found.verdicts.get('Never')).toMatchObject({ verdict: 'violated', run: null });
    expect(found.reductions).toEqual([expect.stringContaining('could not be written to /full')]);
  });
});
