/**
 * A search that remembers every request that ever ended, which states themselves don't: it finds
 * requests that are opened a second time under their old key (R3).
 */

import { canonical } from '../../../checker/json.ts';
import type { Json } from '../../../checker/json.ts';
import type { Address } from '../../../checker/index.ts';
import { apply, enabled, initial } from '../../../checker/reference.ts';
import type { Action } from '../../../checker/state/action.ts';
import type { State } from '../../../checker/state/state.ts';
import { resolve } from '../../../checker/system/load.ts';
import type { LoadedModel } from '../../../checker/system/load.ts';

interface Node {
  readonly state: State;
  /** The addresses of the requests that ended on the way here. */
  readonly ended: ReadonlySet<string>;
}

/** The address of a request that some run opens again after it ended; null where none does. */
export function rebornRequest(loaded: LoadedModel): string | null {
  const seen = new Set<string>();
  let level: readonly Node[] = [{ state: initial(loaded).state, ended: new Set() }];
  while (level.length > 0) {
    const next: Node[] = [];
    for (const { state, ended } of level) {
      const key = canonical([state as unknown as Json, [...ended].toSorted()]);
      if (seen.has(key)) continue;
      seen.add(key);
      for (const action of enabled(loaded, state)) {
        const born = bornBy(loaded, state, action);
        if (born !== null && ended.has(born)) return born;
        const after = apply(loaded, state, action).state;
        const alive = requestsIn(loaded, after);
        const gone = [...requestsIn(loaded, state), ...(born === null ? [] : [born])].filter(
          (one) => !alive.includes(one),
        );
        next.push({ state: after, ended: new Set([...ended, ...gone]) });
      }
    }
    level = next;
  }
  return null;
}

/** The request that an action opens, or null. Requests that a host opens at itself aren't seen. */
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
    const host = state.hosts[id];
    if (host?.up !== true) return [];
    return [...slots.values()]
      .filter(({ slot }) => slot.kind === 'perRequest')
      .flatMap(({ name: machine }) =>
        Object.keys(host.families[machine] ?? {}).map((key) => nameOf({ host: id, machine, key })),
      );
  });
}

function nameOf({ host, machine, key }: Address): string {
  return `${host}.${machine}[${key ?? ''}]`;
}
