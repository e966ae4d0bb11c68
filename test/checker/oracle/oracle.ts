/**
 * The test oracle: breadth-first search over the reference with string keys. Slow, obvious, and the
 * judge of the engine.
 */

import { canonical } from '../../../checker/json.ts';
import type { Json } from '../../../checker/json.ts';
import { deadlock } from '../../../checker/model/property.ts';
import { apply, enabled, initial, offered } from '../../../checker/reference.ts';
import type { Action } from '../../../checker/state/action.ts';
import { isFault } from '../../../checker/state/action.ts';
import type { State } from '../../../checker/state/state.ts';
import type { View } from '../../../checker/state/view.ts';
import { viewOf } from '../../../checker/state/view-of.ts';
import type { LoadedModel } from '../../../checker/system/load.ts';

/** What the oracle found: counts, the length of each shortest violation, the witnessed `sometimes`. */
export interface OracleAnswer {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** Property (or `Deadlock`) to the number of steps of its shortest violating run. */
  readonly violated: ReadonlyMap<string, number>;
  /** The first of these runs in the order of actions. */
  readonly runs: ReadonlyMap<string, readonly Action[]>;
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
  const runs = new Map<string, readonly Action[]>();
  const note = (name: string, run: readonly Action[]): void => {
    if (!runs.has(name)) runs.set(name, run);
  };
  const first = initial(loaded);
  first.taken.forEach(({ machine, transition }) => taken.add(`${machine}: ${transition}`));
  first.guards.forEach((outcome) => taken.add(outcome));
  const seen = new Set([keyOf(first.state)]);
  let level: readonly Found[] = [{ state: first.state, run: [] }];
  let transitions = 0;
  let depth = 0;
  for (; level.length > 0; depth++) {
    const next: Found[] = [];
    for (const { state, run } of level) {
      const view = viewOf(loaded, state);
      const actions = enabled(loaded, state);
      const quiet = actions.every((action) => isFault(action, system.faultInputs));
      for (const [name, property] of Object.entries(properties)) {
        if (property.kind === 'sometimes' && property.holds(view)) witnessed.add(name);
        if (breaks(loaded, state, { name, quiet, view })) note(name, run);
      }
      if (quiet && !done(view)) note(deadlock, run);
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
          note(name, [...run, action]),
        );
        const key = keyOf(reached.state);
        if (!seen.has(key)) next.push({ state: reached.state, run: [...run, action] });
        seen.add(key);
      }
    }
    if (seen.size > cap) return null;
    level = next;
  }
  const violated = new Map([...runs].map(([name, { length }]) => [name, length]));
  const counts = { states: seen.size, transitions, depth: depth - 1 };
  return { ...counts, violated, runs, witnessed, taken, happened };
}

interface Found {
  readonly state: State;
  /** The first of the shortest runs to it. */
  readonly run: readonly Action[];
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
  // A State is JSON; its interfaces merely lack an index signature.
  return canonical(state as unknown as Json);
}
