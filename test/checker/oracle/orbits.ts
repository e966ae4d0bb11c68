/** Orbits by brute force: every permutation of every group applied to plain states. */

import { asJson, byText, canonical } from '../../../checker/json.ts';
import type { Json } from '../../../checker/json.ts';
import { apply, enabled, initial } from '../../../checker/reference.ts';
import type { Envelope, State } from '../../../checker/state/state.ts';
import type { LoadedModel } from '../../../checker/system/load.ts';
import { channelBetween } from '../../../checker/system/system.ts';

/** What a search by representatives must find. */
export interface Orbits {
  readonly orbits: number;
  /** The enabled actions of one state of each orbit. */
  readonly transitions: number;
  /** All states, for comparison. */
  readonly states: number;
}

type Renaming = ReadonlyMap<string, string>;

/** Explores a model exhaustively and counts orbits; null where it has more states than `cap`. */
export function orbitsOf(loaded: LoadedModel, cap = Infinity): Orbits | null {
  const renamings = permutationsOf(loaded.model.symmetric);
  const first = initial(loaded).state;
  const seen = new Set([textOf(loaded, first)]);
  const orbits = new Map<string, number>();
  const open = [first];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const actions = enabled(loaded, state);
    const images = renamings.map((renaming) =>
      textOf(loaded, permuted(loaded, state as State, renaming)),
    );
    const least = images.reduce((one, other) => (one < other ? one : other));
    orbits.set(least, actions.length);
    for (const action of actions) {
      const reached = apply(loaded, state, action).state;
      const text = textOf(loaded, reached);
      if (seen.has(text)) continue;
      if (seen.size >= cap) return null;
      seen.add(text);
      open.push(reached);
    }
  }
  const transitions = [...orbits.values()].reduce((sum, count) => sum + count, 0);
  return { orbits: orbits.size, transitions, states: seen.size };
}

/** All permutations of all groups together. */
function permutationsOf(groups: readonly (readonly string[])[]): readonly Renaming[] {
  return groups.reduce<readonly Renaming[]>(
    (before, group) =>
      before.flatMap((renaming) =>
        ordersOf(group).map(
          (order) =>
            new Map([...renaming, ...group.map((id, at) => [id, order[at] ?? id] as const)]),
        ),
      ),
    [new Map()],
  );
}

function ordersOf(ids: readonly string[]): readonly (readonly string[])[] {
  if (ids.length === 0) return [[]];
  return ids.flatMap((id) =>
    ordersOf(ids.filter((other) => other !== id)).map((rest) => [id, ...rest]),
  );
}

/** A state with its ids permuted. */
function permuted(loaded: LoadedModel, state: State, renaming: Renaming): State {
  const { partitions } = loaded.system;
  const image = renamedIn(asJson(state), renaming) as unknown as State;
  const grouping = state.partition === null ? null : partitions[state.partition];
  if (grouping === undefined || grouping === null) return image;
  const wanted = groupingText(renamedIn(grouping, renaming) as typeof grouping);
  return { ...image, partition: partitions.findIndex((one) => groupingText(one) === wanted) };
}

function groupingText(grouping: readonly (readonly string[])[]): string {
  return grouping
    .map((group) => group.toSorted().join())
    .toSorted()
    .join('|');
}

function renamedIn(value: Json | readonly (readonly string[])[], renaming: Renaming): Json {
  if (typeof value === 'string') return renaming.get(value) ?? value;
  if (value === null || typeof value !== 'object') return value as Json;
  if (Array.isArray(value)) return value.map((item: Json) => renamedIn(item, renaming));
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      renaming.get(name) ?? name,
      renamedIn(part as Json, renaming),
    ]),
  );
}

/** The text of a state in which messages stand in one order: a fifo pair's own, or that of texts. */
function textOf({ system }: LoadedModel, state: State): string {
  const pairs = new Map<string, string[]>();
  for (const envelope of state.inFlight) {
    const pair = `${envelope.from} ${envelope.to.host}`;
    pairs.set(pair, [...(pairs.get(pair) ?? []), envelopeText(envelope)]);
  }
  const inFlight = [...pairs]
    .toSorted(([one], [other]) => byText(one, other))
    .map(([pair, list]) => {
      const [from = '', to = ''] = pair.split(' ');
      return [pair, channelBetween(system, from, to) === 'fifo' ? list : list.toSorted()];
    });
  return canonical(asJson({ ...state, inFlight }));
}

function envelopeText(envelope: Envelope): string {
  return canonical(asJson(envelope));
}
