/**
 * The oracle of liveness on whole systems, over the reference. A run that goes on for ever leaves some
 * strong instances disabled from some moment on: it tries every set of them, takes out the states
 * where one of them is enabled, and looks for components of the rest in which all others are honoured,
 * by plain reachability. Exponential in the strong instances.
 */

import type { Fairness, View } from '../../../../checker/index.ts';
import { asJson, canonical } from '../../../../checker/json.ts';
import { apply, enabled, initial } from '../../../../checker/reference.ts';
import type { Action } from '../../../../checker/state/action.ts';
import { isFault } from '../../../../checker/state/action.ts';
import type { State } from '../../../../checker/state/state.ts';
import { viewOf } from '../../../../checker/state/view-of.ts';
import type { LoadedModel } from '../../../../checker/system/load.ts';

/** A state of the whole graph; the edges say which fairness instance they are of, if of any. */
export interface Vertex {
  readonly view: View;
  readonly quiet: boolean;
  readonly edges: readonly { readonly to: string; readonly label: string | null }[];
}

/** The whole state graph, by a state's text; the initial state comes first. */
export type StateGraph = ReadonlyMap<string, Vertex>;

/** The state graph of a model. */
export function stateGraph(loaded: LoadedModel): StateGraph {
  const graph = new Map<string, Vertex>();
  const open: State[] = [initial(loaded).state];
  for (let state = open.shift(); state !== undefined; state = open.shift()) {
    if (graph.has(keyOf(state))) continue;
    const actions = enabled(loaded, state);
    const from = state;
    const steps = actions.map((action) => ({ action, next: apply(loaded, from, action).state }));
    graph.set(keyOf(state), {
      view: viewOf(loaded, state),
      quiet: actions.every((action) => isFault(action, loaded.system.faultInputs)),
      edges: steps.map(({ action, next }) => ({ to: keyOf(next), label: labelOf(loaded, action) })),
    });
    open.push(...steps.map(({ next }) => next));
  }
  return graph;
}

function keyOf(state: State): string {
  return canonical(asJson(state));
}

/** `S` or `W` and the instance; null for what no assumption covers. */
function labelOf({ model, system }: LoadedModel, action: Action): string | null {
  if (isFault(action, system.faultInputs)) return null;
  const covering = model.fairness.filter((one) => isCovered(one, action));
  if (covering.length === 0) return null;
  const strength = covering.some((one) => one.strength === 'strong') ? 'S' : 'W';
  return `${strength} ${instance(action).join(' ')}`;
}

function instance(action: Action): readonly string[] {
  switch (action.kind) {
    case 'deliver':
      return ['deliver', action.from, action.to.host, action.message.type];
    case 'timer':
      return ['timer', action.at.host, action.delay];
    case 'input':
      return ['input', action.host, action.event.type];
    case 'restart':
      return ['restart', action.host];
    default:
      return [action.kind];
  }
}

function isCovered({ actions: { kind, ...wanted } }: Fairness, action: Action): boolean {
  const [actual, ...parts] = instance(action);
  const names = { deliver: ['from', 'to', 'type'], timer: ['host', 'delay'] } as Record<
    string,
    readonly string[]
  >;
  const fields = names[kind] ?? ['host', 'type'];
  const asked: Readonly<Record<string, string | null>> = wanted;
  return actual === kind && fields.every((field, at) => (asked[field] ?? parts[at]) === parts[at]);
}

/** The states that a fair run may visit for ever without leaving a set. */
export function fairStates(
  graph: StateGraph,
  inside: ReadonlySet<string>,
  required: ReadonlySet<string> | null = null,
): ReadonlySet<string> {
  const labels = new Set(
    [...graph.values()].flatMap(({ edges }) => edges.map(({ label }) => label)),
  );
  const strong = [...labels].filter((label) => label?.startsWith('S') === true);
  const found = new Set<string>();
  for (let bits = 0; bits < 2 ** strong.length; bits++) {
    const never = strong.filter((_, at) => (bits >>> at) % 2 === 1);
    const left = [...inside].filter(
      (key) => !edgesOf(graph, key).some(({ label }) => never.includes(label)),
    );
    for (const component of componentsOf(graph, new Set(left))) {
      if (required !== null && ![...component].some((key) => required.has(key))) continue;
      if (isHonoured(graph, component)) for (const key of component) found.add(key);
    }
  }
  return found;
}

function edgesOf(graph: StateGraph, key: string): Vertex['edges'] {
  return graph.get(key)?.edges ?? [];
}

function isHonoured(graph: StateGraph, component: ReadonlySet<string>): boolean {
  const enabledAt = [...component].map(
    (key) => new Set(edgesOf(graph, key).map(({ label }) => label)),
  );
  const taken = new Set(
    [...component].flatMap((key) =>
      edgesOf(graph, key)
        .filter(({ to }) => component.has(to))
        .map(({ label }) => label),
    ),
  );
  const labels = new Set(enabledAt.flatMap((some) => [...some]));
  return [...labels].every((label) => {
    if (label === null || taken.has(label)) return true;
    return label.startsWith('W') && !enabledAt.every((some) => some.has(label));
  });
}

function componentsOf(
  graph: StateGraph,
  inside: ReadonlySet<string>,
): readonly ReadonlySet<string>[] {
  const reach = new Map([...inside].map((key) => [key, reachable(graph, [key], inside)]));
  const seen = new Set<string>();
  return [...inside].flatMap((key) => {
    if (seen.has(key)) return [];
    const mine = [...(reach.get(key) ?? [])].filter((other) => reach.get(other)?.has(key) === true);
    for (const other of mine) seen.add(other);
    return [new Set(mine)];
  });
}

/** The states that can be reached from some without leaving a set. */
export function reachable(
  graph: StateGraph,
  from: readonly string[],
  inside: ReadonlySet<string>,
): ReadonlySet<string> {
  const reached = new Set(from);
  // A set is walked through while it grows.
  for (const key of reached) {
    for (const { to } of edgesOf(graph, key)) if (inside.has(to)) reached.add(to);
  }
  return reached;
}
