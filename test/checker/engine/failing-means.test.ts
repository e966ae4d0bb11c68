/** What is known of the states that a search had kept when memory or the disk failed it. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { Combinations } from '../../../checker/engine/combinations.ts';
import type { Exploration, ExploreOptions } from '../../../checker/engine/explore.ts';
import { explore } from '../../../checker/engine/explore.ts';
import { LinearMemory } from '../../../checker/engine/kernel/linear-memory.ts';
import { webAssembly } from '../../../checker/engine/kernel/web-assembly.ts';
import { Levels } from '../../../checker/engine/levels.ts';
import { ListedSteps } from '../../../checker/engine/listed-steps.ts';
import { RowNumbers } from '../../../checker/engine/liveness/row-numbers.ts';
import { Truths } from '../../../checker/engine/liveness/truths.ts';
import { RowsNotWritten } from '../../../checker/engine/row-file.ts';
import { RowStore } from '../../../checker/engine/row-store.ts';
import { KernelTables } from '../../../checker/engine/symmetry/kernel-tables.ts';
import { VisitedSet } from '../../../checker/engine/visited-set.ts';
import {
  resourceManager,
  twoPhaseCommit,
} from '../../../checker/examples/two-phase-commit.model.ts';
import type { Property, View } from '../../../checker/index.ts';
import { always, alwaysEventually, never } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';
import { inFolder } from './checkpoint/folder.ts';

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
function lastPattern(limits: Partial<ExploreOptions>): string {
  const asked: string[] = [];
  const property = always((view) => {
    asked.push(pattern(view));
    return true;
  });
  explored(property, limits);
  return asked.at(-1) ?? '';
}

type Methods = Record<string, (...given: unknown[]) => unknown>;

const noMemory = new RangeError('Array buffer allocation failed');

/** Lets memory fail a method where it would be too much, or whatever the error tells of. */
function failWhere<Owner extends object>(
  owner: Owner,
  name: keyof Owner & string,
  isTooMuch: (one: Owner, ...given: unknown[]) => boolean,
  error: Error = noMemory,
): void {
  const method: unknown = Object.getOwnPropertyDescriptor(owner, name)?.value;
  const spied = owner as unknown as Methods;
  vi.spyOn(spied, name).mockImplementation(function full(this: unknown, ...given) {
    if (isTooMuch(this as Owner, ...given)) throw error;
    return (method as Methods[string]).apply(this, given);
  });
}

interface Failure {
  readonly stoppedBy: 'disk' | 'memory';
  readonly when: string;
  readonly prepare: () => Partial<ExploreOptions>;
}

/** Each lets a search fail once it has some hundred states at least. */
const failures: readonly Failure[] = [
  {
    stoppedBy: 'disk',
    when: 'rows go to a file',
    prepare: () => {
      vi.stubEnv('TMPDIR', '/nowhere');
      return { memory: 1 };
    },
  },
  {
    stoppedBy: 'memory',
    when: 'rows are kept',
    prepare: () => {
      failWhere(
        RowStore.prototype,
        'appending',
        ({ count }, _words, _at, more) => count + Number(more) > 20_000,
      );
      return {};
    },
  },
  {
    stoppedBy: 'memory',
    when: 'the visited set goes over to a wider layout',
    prepare: () => {
      failWhere(VisitedSet.prototype, 'takeIn', ({ bytes }) => bytes > 100_000);
      return {};
    },
  },
  {
    stoppedBy: 'memory',
    when: 'rows are judged',
    prepare: () => {
      let judged = 0;
      failWhere(Combinations.prototype, 'open', () => ++judged > 400);
      return {};
    },
  },
  {
    stoppedBy: 'memory',
    when: 'a level goes over to a wider layout',
    prepare: () => {
      failWhere(Levels.prototype, 'relayout', ({ next }) => next.blocks.length > 0);
      return {};
    },
  },
];

describe('a violation among the last states that were kept', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it.each(failures)('is told where the $stoppedBy fails as $when', ({ stoppedBy, prepare }) => {
    const { states } = explored(
      always((view) => pattern(view) !== ''),
      prepare(),
    );
    vi.restoreAllMocks();
    const last = lastPattern({ maxStates: states });
    const property = never((view) => pattern(view) === last);
    const expected = explored(property, { maxStates: states }).verdicts.get('Asked');
    const found = explored(property, prepare());
    expect(found).toMatchObject({ complete: false, stoppedBy, states });
    expect(expected).toMatchObject({ verdict: 'violated' });
    expect(found.verdicts.get('Asked')).toEqual(expected);
  });
});

describe('a search by representatives', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('ends with what it has where there is no memory for what the kernel is told of images', () => {
    let told = 0;
    failWhere(KernelTables.prototype, 'resolve', () => ++told > 100);
    const property = always((view) => pattern(view) !== '');
    const found = explored(property, { reduce: new Set(['symmetry']) });
    expect(found).toMatchObject({ complete: false, stoppedBy: 'memory' });
    expect(found.states).toBeGreaterThan(10);
    expect(found.verdicts.get('Asked')).toEqual({ verdict: 'unknown' });
  });
});

describe('the run to a violation', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('is told where memory fails as soon as the violation is found', () => {
    // What the last round of a level found is judged when the level ends.
    const last = lastPattern({ maxDepth: 4 });
    const property = never((view) => pattern(view) === last);
    const traced = new Set(['Asked']);
    failWhere(
      Combinations.prototype,
      'reset',
      (_one, questions) => Array.isArray(questions) && questions.length === 0,
    );
    const found = explored(property, { traced });
    vi.restoreAllMocks();
    const { states } = found;
    const expected = explored(property, { traced, maxStates: states });
    expect(found).toMatchObject({ complete: false, stoppedBy: 'memory' });
    expect(expected).toMatchObject({ states });
    expect(expected.verdicts.get('Asked')).toMatchObject({ verdict: 'violated' });
    expect(found.verdicts.get('Asked')).toEqual(expected.verdicts.get('Asked'));
  });

  it.each([
    ['memory', noMemory, 'no memory left'],
    ['the disk', new RowsNotWritten('/full', new Error('no space')), 'written to /full'],
  ])('is left out, and said to be, where %s fails as it is looked for', (_means, error, words) => {
    vi.spyOn(ListedSteps.prototype, 'list').mockImplementation(() => {
      throw error;
    });
    const last = lastPattern({ maxDepth: 4 });
    const property = never((view) => pattern(view) === last);
    const found = explored(property, { traced: new Set(['Asked']) });
    expect(found).toMatchObject({ complete: true, stoppedBy: null });
    expect(found.verdicts.get('Asked')).toMatchObject({ verdict: 'violated', run: null });
    expect(found.reductions).toEqual([expect.stringContaining(words)]);
  });
});

describe('the run to a violation among the orders of steps that are not left out', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('is told as it was found where there is no memory to shorten it', () => {
    const reduce = new Set(['partial-order' as const]);
    const property = never(
      (view) => view.host('rm1').each(resourceManager)[0]?.in('aborted') === true,
      {
        over: ['rm1'],
      },
    );
    const short = explored(property, { reduce, traced: new Set(['Asked']) });
    failWhere(ListedSteps.prototype, 'list', () => true);
    const found = explored(property, { reduce, traced: new Set(['Asked']) });
    const long = explored(property, { reduce });
    expect(short.verdicts.get('Asked')).toMatchObject({ verdict: 'violated' });
    expect(found.verdicts.get('Asked')).toEqual(long.verdicts.get('Asked'));
    expect(found.reductions).toEqual([
      ...short.reductions,
      expect.stringContaining('no memory left'),
    ]);
  });
});

describe('liveness', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('is judged where the search was done, and by its threads, however much of the memory that used', () => {
    vi.spyOn(LinearMemory.prototype, 'isWorthKeeping', 'get').mockReturnValue(false);
    const taken = vi.spyOn(webAssembly, 'Memory');
    // Of so many threads no workplace is left from other searches.
    const found = explored(
      alwaysEventually(() => true),
      { workers: 7 },
    );
    expect(found.verdicts.get('Asked')).toEqual({ verdict: 'holds', run: null });
    expect(taken).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['memory', noMemory],
    ['disk', new RowsNotWritten('/full', new Error('no space'))],
  ])('is told as far as it was decided before the %s failed', (stoppedBy, error) => {
    let judged = 0;
    failWhere(Truths.prototype, 'of', () => ++judged > 1, error);
    const properties = { Never: alwaysEventually(() => false), Late: alwaysEventually(() => true) };
    const found = explore(load({ ...model, properties }), { keepGoing: true, traced: new Set() });
    expect(found).toMatchObject({ complete: false, stoppedBy });
    expect(found.verdicts.get('Never')).toMatchObject({ verdict: 'violated' });
    expect(found.verdicts.get('Late')).toEqual({ verdict: 'unknown' });
  });

  it('is undecided where the memory of the search has no room for the numbers of its states', () => {
    failWhere(RowNumbers.prototype, 'take', () => true);
    const found = explored(
      alwaysEventually(() => true),
      { workers: 2 },
    );
    expect(found).toMatchObject({ complete: false, stoppedBy: 'memory' });
    expect(found.verdicts.get('Asked')).toEqual({ verdict: 'unknown' });
  });
});

describe('a search', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    [
      'has no memory to begin with',
      (): void => {
        vi.spyOn(webAssembly, 'Memory').mockImplementation(function none() {
          throw new RangeError('WebAssembly.Memory(): could not allocate memory');
        });
      },
    ],
    [
      'has no room for its first states',
      (): void => failWhere(LinearMemory.prototype, 'reach', () => true),
    ],
    ['can keep no row', (): void => failWhere(RowStore.prototype, 'appending', () => true)],
  ])('that %s leaves all undecided, and says what to do', (_what, prepare) => {
    prepare();
    // Of so many threads no workplace is left from other searches.
    const found = explored(
      always(() => true),
      { workers: 6 },
    );
    expect(found).toMatchObject({ complete: false, stoppedBy: 'memory', states: 0 });
    expect([...found.verdicts]).toEqual(
      ['Asked', 'Deadlock'].map((name) => [name, { verdict: 'unknown' }]),
    );
    expect(found.reductions).toEqual([expect.stringContaining('ulimit -v')]);
  });

  it('leaves all undecided where it goes on with more states than memory and the disk have room for', () => {
    const property = always(() => true);
    inFolder((folder) => {
      const checkpoint = { folder, intervalSeconds: 1000 };
      explored(property, { maxDepth: 10, checkpoint });
      vi.stubEnv('TMPDIR', '/nowhere');
      const found = explored(property, { resume: folder, memory: 1 });
      vi.unstubAllEnvs();
      expect(found).toMatchObject({ complete: false, stoppedBy: 'disk', states: 0 });
      expect(found.verdicts.get('Asked')).toEqual({ verdict: 'unknown' });
      expect(found.reductions).toEqual([expect.stringContaining('TMPDIR')]);
    });
  });

  it('says that there is no memory for the states of a checkpoint, and leaves it as it was', () => {
    const property = always(() => true);
    inFolder((folder) => {
      explored(property, { maxDepth: 10, checkpoint: { folder, intervalSeconds: 1000 } });
      failWhere(VisitedSet.prototype, 'fill', () => true);
      const found = explored(property, { resume: folder });
      expect(found).toMatchObject({ complete: false, stoppedBy: 'memory', states: 0 });
      expect(found.reductions).toEqual([
        expect.stringContaining('no memory for the states of the checkpoint'),
      ]);
      vi.restoreAllMocks();
      expect(explored(property, { resume: folder }).complete).toBe(true);
    });
  });

  it('that leaves out orders of steps does so as well', () => {
    failWhere(RowStore.prototype, 'appendOne', () => true);
    const reduce = new Set(['partial-order' as const]);
    const declared = always(() => true, { over: [] });
    const found = explored(declared, { reduce });
    expect(found).toMatchObject({ complete: false, stoppedBy: 'memory', states: 0 });
    expect(found.verdicts.get('Asked')).toEqual({ verdict: 'unknown' });
  });
});
