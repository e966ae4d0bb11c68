/**
 * A search that remembers every request that ever ended, which states themselves don't: it finds
 * requests that are opened a second time under their old key (R3). A machine that answers the first
 * may be taken for the second.
 */

import { asJson, canonical } from '../json.ts';
import type { Address } from '../machine/local.ts';
import { ownField } from '../own-field.ts';
import { apply, enabled, initial } from '../reference.ts';
import type { Action } from '../state/action.ts';
import type { State } from '../state/state.ts';
import { resolve } from '../system/load.ts';
import { slotsIn } from '../system/slots.ts';
import type { LoadedModel } from '../system/load.ts';

/** What came of the search. */
export type Rebirth =
  | { readonly kind: 'none' }
  /** The request at this address, `<host>.<machine>[<key>]`, is opened again in some run. */
  | { readonly kind: 'reborn'; readonly request: string }
  | { readonly kind: 'too large' };

interface Node {
  readonly state: State;
  /** The addresses of the requests that ended on the way here. */
  readonly ended: ReadonlySet<string>;
}

/**
 * Looks for a request that some run opens again after it ended, among at most `mostStates` states with
 * what ended before them. Requests that a host opens at itself aren't seen.
 */
export function rebirthIn(loaded: LoadedModel, mostStates = Infinity): Rebirth {
  const seen = new Set<string>();
  let level: readonly Node[] = [{ state: initial(loaded).state, ended: new Set() }];
  while (level.length > 0) {
    const next: Node[] = [];
    for (const node of level) {
      const key = keyOf(node);
      if (seen.has(key)) continue;
      seen.add(key);
      if (seen.size > mostStates) return { kind: 'too large' };
      for (const action of enabled(loaded, node.state)) {
        const born = bornBy(loaded, node.state, action);
        if (born !== null && node.ended.has(born)) return { kind: 'reborn', request: born };
        next.push(after(loaded, node, { action, born }));
      }
    }
    level = next;
  }
  return { kind: 'none' };
}

/** Whether a model has requests that must not be opened again. */
export function refusesRebirth({ hosts }: LoadedModel): boolean {
  return slotsIn(hosts).some(
    ({ slot }) => slot.kind === 'perRequest' && slot.rebirth === 'refused',
  );
}

function keyOf({ state, ended }: Node): string {
  return canonical([asJson(state), [...ended].toSorted()]);
}

interface Opening {
  readonly action: Action;
  readonly born: string | null;
}

function after(loaded: LoadedModel, { state, ended }: Node, { action, born }: Opening): Node {
  const next = apply(loaded, state, action).state;
  const alive = requestsIn(loaded, next);
  const before = [...requestsIn(loaded, state), ...(born === null ? [] : [born])];
  const gone = before.filter((one) => !alive.includes(one));
  return { state: next, ended: new Set([...ended, ...gone]) };
}

/** The request that an action opens, or null. */
function bornBy(loaded: LoadedModel, state: State, action: Action): string | null {
  if (action.kind !== 'deliver' && action.kind !== 'input') return null;
  const message = action.kind === 'deliver' ? action.message : action.event;
  const to = action.kind === 'deliver' ? action.to : resolve(loaded, action.host, message);
  const slot = loaded.hosts.get(to.host)?.slots.get(to.machine)?.slot;
  if (slot?.kind !== 'perRequest' || slot.opens !== message.type) return null;
  const name = nameOf(to);
  return requestsIn(loaded, state).includes(name) ? null : name;
}

function requestsIn(loaded: LoadedModel, state: State): readonly string[] {
  return [...loaded.hosts.values()].flatMap(({ id, slots }) => {
    const host = ownField(state.hosts, id);
    if (host?.up !== true) return [];
    return [...slots.values()]
      .filter(({ slot }) => slot.kind === 'perRequest')
      .flatMap(({ name: machine }) =>
        Object.keys(ownField(host.families, machine) ?? {}).map((key) =>
          nameOf({ host: id, machine, key }),
        ),
      );
  });
}

function nameOf({ host, machine, key }: Address): string {
  return `${host}.${machine}[${key ?? ''}]`;
}
