/** Explores a model under partial order reduction, and says what that shows. */

import { verdictNames } from '../../model/verdict-names.ts';
import { ownField } from '../../own-field.ts';
import type { Action } from '../../state/action.ts';
import type { Exploration, ExploreOptions, PropertyVerdict } from '../exploration.types.ts';
import type { Judge } from '../judge.ts';
import { minimised } from '../minimised.ts';
import { begun } from '../not-begun.ts';
import { isOutOfMemory } from '../out-of-memory.ts';
import type { World } from '../world.ts';
import { ReducedSearch } from './reduced-search.ts';
import { forbidsPartialOrder } from './reducible.ts';

const words = 'partial order: of steps that commute, not every order is taken';
const longWords =
  'runs to what was found are as long as they were found: there was no memory left to shorten them';

/**
 * The outcome of a reduced search. Runs to violations are made short, but a shorter one may exist.
 * @throws Error where a property forbids the reduction.
 */
export function exploreReduced(
  world: World,
  { traced, ...limits }: Omit<ExploreOptions, 'keepGoing'> & { readonly usesSymmetry: boolean },
  endsLevel: (judge: Judge) => boolean,
): Omit<Exploration, 'growing'> {
  const { model } = world.loaded;
  const [refusal] = forbidsPartialOrder(model);
  if (refusal !== undefined) {
    throw new Error(`${refusal.property} forbids partial order reduction: ${refusal.why}`);
  }
  const search = begun(() => new ReducedSearch(world, limits, endsLevel));
  const ending = search.run();
  const reductions = [words];
  const shortened = (name: string, run: readonly Action[]): readonly Action[] => {
    try {
      return minimised(world.loaded, name, run);
    } catch (cause) {
      if (!isOutOfMemory(cause)) throw cause;
      if (!reductions.includes(longWords)) reductions.push(longWords);
      return run;
    }
  };
  const runTo = (name: string): readonly Action[] | null => {
    const run = search.runTo(name);
    if (run === null) return null;
    return (traced?.has(name) ?? true) ? shortened(name, run) : run;
  };
  const verdicts = new Map(
    verdictNames(model).map((name) => {
      const isSometimes = ownField(model.properties, name)?.kind === 'sometimes';
      return [name, verdictOf(runTo(name), isSometimes, ending.complete)];
    }),
  );
  return {
    ...ending,
    isShortest: false,
    reductions,
    leftOut: search.leftOut,
    verdicts,
    taken: world.taken,
    happened: world.happened,
    antecedentsNeverSeen: [],
    orderDependent: world.hosts.flatMap(({ memo }) => [...memo.orderDependent]),
  };
}

function verdictOf(
  run: readonly Action[] | null,
  isSometimes: boolean,
  complete: boolean,
): PropertyVerdict {
  if (run !== null) {
    return isSometimes
      ? { verdict: 'holds', run }
      : { verdict: 'violated', steps: run.length, run };
  }
  if (!complete) return { verdict: 'unknown' };
  return isSometimes
    ? { verdict: 'violated', steps: null, run: null }
    : { verdict: 'holds', run: null };
}
