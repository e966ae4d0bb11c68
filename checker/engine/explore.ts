/**
 * Explores a model exhaustively, breadth first, so that the first run to anything is a shortest one;
 * of the shortest ones, the canonical is told (R19).
 */

import { BrokenModel } from '../broken-model.ts';
import { verdictNames } from '../model/verdict-names.ts';
import { ownField } from '../own-field.ts';
import type { Action } from '../state/action.ts';
import type { LoadedModel } from '../system/load.ts';
import type { Exploration, ExploreOptions, PropertyVerdict } from './exploration.types.ts';
import { GrowthWatch } from './growth.ts';
import type { Finding, Judge } from './judge.ts';
import { livenessAfter } from './liveness/after-search.ts';
import { livenessOf } from './liveness/liveness.ts';
import { begun, NotBegun, notExplored } from './not-begun.ts';
import { isOutOfMemory } from './out-of-memory.ts';
import { Pace } from './pace.ts';
import { exploreReduced } from './partial-order/explore-reduced.ts';
import { RowsNotWritten } from './row-file.ts';
import { Search } from './search.ts';
import type { Ending, SearchLimits } from './search.types.ts';
import type { Wanted } from './shortest-runs.ts';
import { levelOf, shortestRuns } from './shortest-runs.ts';
import { forbidsSymmetry, symmetryWords } from './symmetry/reducible.ts';
import { World } from './world.ts';

export type {
  Exploration,
  ExploreOptions,
  PropertyVerdict,
  Reduction,
  Violated,
} from './exploration.types.ts';
export type { GrowingMeasure, Growth, GrowthExample } from './growth.ts';
export type { Ending, SearchProgress, SearchStage, Resumed, StopCause } from './search.types.ts';

/** Whoever asks to stop waits this long for the runs to what was found. */
const patienceSeconds = 2;

/**
 * Explores a model.
 * @throws BrokenModel where it can't be checked.
 */
export function explore(loaded: LoadedModel, options: ExploreOptions): Exploration {
  const { world = new World(loaded) } = options;
  try {
    return exploredFrom(world, options);
  } catch (cause) {
    if (cause instanceof NotBegun) return notExplored(world, cause);
    throw cause;
  }
}

function exploredFrom(world: World, options: ExploreOptions): Exploration {
  const { loaded } = world;
  const { keepGoing, reduce = new Set(), ...limits } = options;
  const [refusal] = reduce.has('symmetry') ? forbidsSymmetry(loaded.model) : [];
  if (refusal !== undefined) {
    const { property, why } = refusal;
    throw new BrokenModel(`symmetry can't be made use of: ${why}`, { property });
  }
  const usesSymmetry = reduce.has('symmetry') && loaded.model.symmetric.length > 0;
  const growth = new GrowthWatch(world);
  const endsLevel = ({ found }: Judge, depth?: number): boolean => {
    growth.note(depth);
    return !keepGoing && [...found.keys()].some((name) => isUnexpected(loaded, name, options));
  };
  if (reduce.has('partial-order')) {
    if (options.checkpoint !== undefined || options.resume !== undefined) {
      throw new Error('a search with partial order reduction has no checkpoints');
    }
    const found = exploreReduced(world, { ...limits, usesSymmetry }, endsLevel);
    const words = reduce.has('symmetry') ? [symmetryWords(loaded.model)] : [];
    return {
      ...found,
      reductions: [...words, ...found.reductions],
      growing: growth.foundBy(found.stoppedBy),
    };
  }
  const endsSearch: typeof endsLevel = (judge, depth) =>
    endsLevel(judge, depth) || (!keepGoing && isOfOtherLength(search, options.pinned));
  const listsAll = livenessOf(world).length > 0;
  const settings = { ...limits, usesSymmetry, listsAll, history: growth };
  const goesOn = options.resume !== undefined;
  const search: Search = begun(() => new Search(world, settings, endsSearch), goesOn);
  try {
    return explored(world, search, { options, growth });
  } finally {
    search.close();
  }
}

function isUnexpected(
  { model: { properties } }: LoadedModel,
  name: string,
  { expected }: ExploreOptions,
): boolean {
  return ownField(properties, name)?.kind !== 'sometimes' && expected?.has(name) !== true;
}

function isOfOtherLength(
  { judge, levelStarts }: Search,
  pinned: ExploreOptions['pinned'] = new Map(),
): boolean {
  return [...pinned].some(([name, steps]) => {
    const finding = judge.found.get(name);
    return finding !== undefined && stepsTo(finding, levelStarts) !== steps;
  });
}

function stepsTo({ row, step }: Finding, levelStarts: readonly number[]): number {
  return levelOf(row, levelStarts) + (step === null ? 0 : 1);
}

function explored(
  world: World,
  search: Search,
  { options, growth }: { readonly options: ExploreOptions; readonly growth: GrowthWatch },
): Exploration {
  const { loaded } = world;
  const { reduce = new Set() } = options;
  const { notes: ofSearch, ...searched } = search.run();
  const growing = growth.foundBy(searched.stoppedBy);
  // Looking for runs may try steps that the search was stopped before.
  const [taken, happened] = [new Set(world.taken), new Set(world.happened)];
  const { ending, antecedentsNeverSeen, notes, ...liveness } = livenessAfter(
    { world, search, ending: searched },
    options,
  );
  // Runs are looked for in a memory that is small.
  search.workplace.leave();
  const { runs, failure } = runsOf(world, search, {
    ...options,
    stop: watching(search, searched, options),
  });
  const { complete } = searched;
  return {
    ...ending,
    isShortest: true,
    verdicts: verdictsOf(loaded, search, { complete, runs, judged: liveness.verdicts }),
    taken,
    happened,
    antecedentsNeverSeen,
    growing,
    reductions: [
      ...(reduce.has('symmetry') ? [symmetryWords(loaded.model)] : []),
      ...ofSearch,
      ...notes,
      ...(failure === null ? [] : [failure]),
    ],
    orderDependent: world.hosts.flatMap(({ memo }) => [...memo.orderDependent]),
  };
}

/** Runs to what was found, by property; in words, why there are none. */
interface Runs {
  readonly runs: ReadonlyMap<string, readonly Action[]>;
  readonly failure: string | null;
}

/**
 * The runs that are wanted: the canonical ones, or none where they take long and somebody asks to stop, or
 * where memory or the disk has no room for them.
 */
function runsOf(
  world: World,
  search: Search,
  { traced, stop }: Pick<ExploreOptions, 'traced'> & Pick<Wanted, 'stop'>,
): Runs {
  const found = [...search.judge.found].filter(([name]) => traced?.has(name) ?? true);
  const none: Runs['runs'] = new Map();
  try {
    const runs = shortestRuns(world, search, { findings: new Map(found), stop }) ?? none;
    return { runs, failure: null };
  } catch (cause) {
    if (cause instanceof RowsNotWritten) return { runs: none, failure: cause.message };
    if (!isOutOfMemory(cause)) throw cause;
    return {
      runs: none,
      failure:
        'runs to what was found could not be looked for: there was no memory left. End the search earlier by --max-depth, or find room for more memory',
    };
  }
}

/** Tells how many rows are left while runs are looked for, and whether to stop. */
function watching(
  { store }: Search,
  { states, transitions, depth }: Ending,
  { stop = () => false, ...limits }: Partial<SearchLimits>,
): Wanted['stop'] {
  const pace = new Pace({ ...limits, maxSeconds: Infinity });
  return (left) => {
    const stage = { kind: 'runs', left } as const;
    pace.tick(() => ({ states, transitions, depth, queue: left, bytes: store.bytes, stage }));
    return pace.seconds > patienceSeconds && stop();
  };
}

interface Known {
  readonly complete: boolean;
  readonly runs: Runs['runs'];
  /** Of liveness properties. */
  readonly judged: ReadonlyMap<string, PropertyVerdict>;
}

function verdictsOf(
  loaded: LoadedModel,
  search: Search,
  { complete, runs, judged }: Known,
): ReadonlyMap<string, PropertyVerdict> {
  const verdict = (name: string): PropertyVerdict =>
    judged.get(name) ?? verdictOf(loaded, search, { name, complete, run: runs.get(name) ?? null });
  return new Map(verdictNames(loaded.model).map((name) => [name, verdict(name)]));
}

interface Concluded {
  readonly name: string;
  readonly complete: boolean;
  readonly run: readonly Action[] | null;
}

function verdictOf(
  loaded: LoadedModel,
  search: Search,
  { name, complete, run }: Concluded,
): PropertyVerdict {
  const isSometimes = ownField(loaded.model.properties, name)?.kind === 'sometimes';
  const finding = search.judge.found.get(name);
  if (finding !== undefined) {
    if (isSometimes) return { verdict: 'holds', run };
    return { verdict: 'violated', steps: stepsTo(finding, search.levelStarts), run };
  }
  if (!complete) return { verdict: 'unknown' };
  return isSometimes
    ? { verdict: 'violated', steps: null, run: null }
    : { verdict: 'holds', run: null };
}
