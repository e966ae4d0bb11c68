/**
 * Explores a model exhaustively, breadth first, so that the first run to anything is a shortest one,
 * and of these the least by the order of actions.
 */

import { deadlock } from '../model/property.ts';
import type { Action } from '../state/action.ts';
import type { LoadedModel } from '../system/load.ts';
import { livenessAfter } from './liveness/after-search.ts';
import { Search } from './search.ts';
import type { Limits, StopCause } from './search.ts';
import { World } from './world.ts';

export type { Progress, StopCause } from './search.ts';

/** How a model is to be explored. */
export interface ExploreOptions extends Partial<Limits> {
  /** Whether to go on to exhaustion whatever is violated. */
  readonly keepGoing: boolean;
  /** Properties whose violation doesn't end the search (R17); default: none. */
  readonly expected?: ReadonlySet<string>;
}

/** What is known of a property after a search. */
export type PropertyVerdict =
  /** `run` leads to a witness of a `sometimes`; null for every other kind. */
  | { readonly verdict: 'holds'; readonly run: readonly Action[] | null }
  /**
   * `run` is a shortest run to the violation; null for a `sometimes` without a witness. One that
   * violates liveness goes on for ever: its steps beyond the first `loop` again and again.
   */
  | {
      readonly verdict: 'violated';
      readonly run: readonly Action[] | null;
      readonly loop?: number;
    }
  | { readonly verdict: 'unknown' };

/** The outcome of a search (R16 to R18). */
export interface Exploration {
  readonly complete: boolean;
  readonly stoppedBy: StopCause | null;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly seconds: number;
  /** What rows, parents and visited set take. */
  readonly bytesPerState: number;
  /** Every property of the model, and `Deadlock`. */
  readonly verdicts: ReadonlyMap<string, PropertyVerdict>;
  /**
   * Chart transitions that hosts' machines took, as `<machine>: <transition>`, and how their guards
   * were answered, as `<machine>: <transition> guard true` or `… guard false`.
   */
  readonly taken: ReadonlySet<string>;
  /** Labels of the actions that happened, see `labelOf`. */
  readonly happened: ReadonlySet<string>;
  /** The `leadsTo` properties whose `from` holds in no state: they say nothing. */
  readonly antecedentsNeverSeen: readonly string[];
  /** Host steps that depend on the order of local messages (R1), as `<host> on <event>`. */
  readonly orderDependent: readonly string[];
}

/**
 * Explores a model.
 * @throws BrokenModel where it can't be checked.
 */
export function explore(loaded: LoadedModel, options: ExploreOptions): Exploration {
  const { keepGoing, expected = new Set(), ...limits } = options;
  const world = new World(loaded);
  const { properties } = loaded.model;
  const isUnexpected = (name: string): boolean =>
    properties[name]?.kind !== 'sometimes' && !expected.has(name);
  const search = new Search(world, limits, ({ found }) => {
    return !keepGoing && [...found.keys()].some(isUnexpected);
  });
  const searched = search.run();
  const { ending, antecedentsNeverSeen, ...liveness } = livenessAfter(
    { world, store: search.store, ending: searched },
    limits,
  );
  const verdicts = new Map(
    [...Object.keys(properties), deadlock].map((name) => [
      name,
      liveness.verdicts.get(name) ??
        verdictOf(loaded, search, { name, complete: searched.complete }),
    ]),
  );
  return {
    ...ending,
    verdicts,
    taken: world.taken,
    happened: world.happened,
    antecedentsNeverSeen,
    orderDependent: world.hosts.flatMap(({ memo }) => [...memo.orderDependent]),
  };
}

function verdictOf(
  loaded: LoadedModel,
  search: Search,
  { name, complete }: { readonly name: string; readonly complete: boolean },
): PropertyVerdict {
  const isSometimes = loaded.model.properties[name]?.kind === 'sometimes';
  const finding = search.judge.found.get(name);
  if (finding !== undefined) {
    return { verdict: isSometimes ? 'holds' : 'violated', run: search.runTo(finding) };
  }
  if (!complete) return { verdict: 'unknown' };
  return { verdict: isSometimes ? 'violated' : 'holds', run: null };
}
