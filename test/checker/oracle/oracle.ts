/**
 * The test oracle: breadth-first search over the reference with string keys. Slow, obvious, and the
 * judge of the engine.
 */

import { asJson, canonical } from '../../../checker/json.ts';
import { deadlock } from '../../../checker/model/property.ts';
import { apply, enabled, initial, offered } from '../../../checker/reference.ts';
import type { Action } from '../../../checker/state/action.ts';
import { isFault } from '../../../checker/state/action.ts';
import type { State } from '../../../checker/state/state.ts';
import type { View } from '../../../checker/state/view.ts';
import { viewOf } from '../../../checker/state/view-of.ts';
import type { LoadedModel } from '../../../checker/system/load.ts';
import { ShortestRunsGraph } from './shortest-runs-graph.ts';

/** What the oracle found: counts, the length of each shortest violation, the witnessed `sometimes`. */
export interface OracleAnswer {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** Property (or `Deadlock`) to the number of steps of its shortest violating run. */
  readonly violated: ReadonlyMap<string, number>;
  /** The best shortest run to a violation or witness; null where there are too many to compare. */
  readonly bestRun: (property: string) => readonly Action[] | null;
  readonly witnessed: ReadonlySet<string>;
  /** Chart transitions and outcomes of guards. */
  readonly taken: ReadonlySet<string>;
  readonly happened: ReadonlySet<string>;
}

/** Explores a model exhaustively; null where it has more states than `cap`. */
export function oracle(loaded: LoadedModel, cap = Infinity): OracleAnswer | null {
  const { properties, done, system } = loaded.model;
  const witnessed = new Set<string>();
  const taken = new Set<string>();
  const happened = new Set<string>();
  const graph = new ShortestRunsGraph(loaded);
  const first = initial(loaded);
  first.taken.forEach(({ machine, transition }) => taken.add(`${machine}: ${transition}`));
  first.guards.forEach((outcome) => taken.add(outcome));
  const seen = new Map([[keyOf(first.state), 0]]);
  let level: readonly Found[] = [{ state: first.state, key: keyOf(first.state) }];
  let transitions = 0;
  let depth = 0;
  for (; level.length > 0; depth++) {
    const next: Found[] = [];
    for (const { state, key } of level) {
      const view = viewOf(loaded, state);
      const actions = enabled(loaded, state);
      const quiet = actions.every((action) => isFault(action, system.faultInputs));
      for (const [name, property] of Object.entries(properties)) {
        if (property.kind === 'sometimes' && property.holds(view)) {
          witnessed.add(name);
          graph.show(name, depth, { key, last: null });
        }
        if (breaks(loaded, state, { name, quiet, view }))
          graph.show(name, depth, { key, last: null });
      }
      if (quiet && !done(view)) graph.show(deadlock, depth, { key, last: null });
      transitions += actions.length;
      // Guards are asked about all that is on offer, also where they keep it from being a step.
      for (const action of offered(loaded, state)) {
        apply(loaded, state, action).guards.forEach((outcome) => taken.add(outcome));
      }
      for (const action of actions) {
        const reached = apply(loaded, state, action);
        reached.taken.forEach(({ machine, transition }) => taken.add(`${machine}: ${transition}`));
        happened.add(action.kind);
        stepBreaks(loaded, view, action, viewOf(loaded, reached.state)).forEach((name) =>
          graph.show(name, depth + 1, { key, last: action }),
        );
        const to = keyOf(reached.state);
        if (!seen.has(to)) next.push({ state: reached.state, key: to });
        if (!seen.has(to)) seen.set(to, depth + 1);
        if (seen.get(to) === depth + 1) graph.link(key, action, to);
      }
    }
    if (seen.size > cap) return null;
    level = next;
  }
  const counts = { states: seen.size, transitions, depth: depth - 1 };
  const violated = new Map([...graph.steps].filter(([name]) => !witnessed.has(name)));
  const bestRun = (name: string): readonly Action[] | null => graph.bestRun(name);
  return { ...counts, violated, bestRun, witnessed, taken, happened };
}

interface Found {
  readonly state: State;
  readonly key: string;
}

interface Asked {
  readonly name: string;
  readonly quiet: boolean;
  readonly view: View;
}

function breaks(loaded: LoadedModel, state: State, { name, quiet, view }: Asked): boolean {
  const property = loaded.model.properties[name];
  switch (property?.kind) {
    case 'always':
      return !property.holds(view);
    case 'never':
      return property.holds(view);
    case 'whenQuiet':
      return quiet && !property.holds(view);
    case 'monitored': {
      const local = state.monitors[name];
      return local !== undefined && isViolated(loaded, name, state);
    }
    default:
      return false;
  }
}

function isViolated(loaded: LoadedModel, name: string, state: State): boolean {
  const monitor = loaded.monitors.find(({ property }) => property === name);
  const local = state.monitors[name];
  if (monitor === undefined || local === undefined) return false;
  const { machine } = monitor.chart;
  return machine.resolveState({ value: local.value, context: local.context }).hasTag('violated');
}

function stepBreaks(
  loaded: LoadedModel,
  before: View,
  action: Action,
  after: View,
): readonly string[] {
  return Object.entries(loaded.model.properties).flatMap(([name, property]) =>
    property.kind === 'everyStep' && !property.holds(before, action, after) ? [name] : [],
  );
}

function keyOf(state: State): string {
  return canonical(asJson(state));
}
