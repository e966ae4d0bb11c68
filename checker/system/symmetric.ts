/** Whether groups of ids that a model calls interchangeable can be so, as far as declarations tell. */

import { BrokenModel } from '../broken-model.ts';
import { canonical } from '../json.ts';
import type { Chart } from '../machine/chart.ts';
import type { Model } from '../model/model.ts';
import type { Exchange } from './exchange.ts';
import { exchangedGroupings, exchangedId, exchangedIn, exchangesIn } from './exchange.ts';
import type { LoadedHost, LoadedSlot } from './loaded.types.ts';
import { channelBetween } from './system.ts';

/** Names that the checker itself reads in contexts, inputs, messages and logs. */
const reserved = new Set(
  'disk event from ghost grouping host key machine message request self to type'.split(' '),
);

/**
 * Refuses groups that cannot be symmetric: ids that mean something else, hosts that differ, and a
 * system that treats them differently. What machines do with ids shows only when they step.
 * @throws BrokenModel naming the group and what tells its members apart.
 */
export function refuseAsymmetry(
  model: Model,
  hosts: ReadonlyMap<string, LoadedHost>,
  charts: Iterable<Chart>,
): void {
  if (model.symmetric.length === 0) return;
  const place = { model: model.name };
  const types = new Set([...charts].flatMap(({ events }) => [...events]));
  const slots = new Set([...hosts.values()].flatMap((host) => [...host.slots.keys()]));
  const seen = new Set<string>();
  for (const group of model.symmetric) {
    for (const id of group) {
      const fault = whyNoMember(id, { seen, types, slots });
      if (fault !== null) throw new BrokenModel(`symmetric lists '${id}', ${fault}`, place);
      seen.add(id);
    }
    const known = group.filter((id) => hosts.has(id));
    if (known.length === 0 || known.length === group.length) continue;
    const stranger = group.find((id) => !hosts.has(id)) ?? '';
    throw new BrokenModel(
      `symmetric puts the host '${known[0]}' in one group with '${stranger}', which is no host. Likely cause: a misspelt id`,
      place,
    );
  }
  for (const exchange of exchangesIn(model.symmetric)) {
    const difference =
      hostsDiffer(hosts, exchange) ??
      channelsDiffer(model, exchange) ??
      faultsDiffer(model, exchange);
    if (difference === null) continue;
    const { one, other } = exchange;
    throw new BrokenModel(
      `symmetric calls '${one}' and '${other}' interchangeable, but ${difference}. Make them alike, or take them out of the group`,
      place,
    );
  }
}

interface Names {
  readonly seen: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  readonly slots: ReadonlySet<string>;
}

function whyNoMember(id: string, { seen, types, slots }: Names): string | null {
  if (id === '') return 'which is no id';
  if (seen.has(id)) return 'more than once: an id is in one group, once';
  if (types.has(id)) return 'which is also a type of message. Give the id another name';
  if (slots.has(id)) return 'which is also the name of a machine. Give the id another name';
  return reserved.has(id)
    ? 'which names a field that the checker reads. Give the id another name'
    : null;
}

function hostsDiffer(hosts: ReadonlyMap<string, LoadedHost>, exchange: Exchange): string | null {
  for (const host of hosts.values()) {
    const other = hosts.get(exchangedId(exchange, host.id));
    if (other === undefined) continue;
    const difference = hostDiffers(host, other, exchange);
    if (difference !== null) return difference;
  }
  return null;
}

function hostDiffers(host: LoadedHost, other: LoadedHost, exchange: Exchange): string | null {
  const pair = host === other ? `of host '${host.id}'` : `of '${host.id}' and '${other.id}'`;
  if (host.client !== other.client) return 'one of them is a client and the other is none';
  if ([...host.slots.keys()].join() !== [...other.slots.keys()].join()) {
    return `the machines ${pair} are called, or ordered, differently`;
  }
  for (const [name, slot] of host.slots) {
    const twin = other.slots.get(name);
    if (twin === undefined) continue;
    if (slotText(slot) !== slotText(twin) || slot.chart !== twin.chart) {
      return `the machines '${name}' ${pair} are not the same`;
    }
    const expected = canonical(exchangedIn(exchange, slot.slot.input));
    const found = canonical(twin.slot.input);
    if (expected !== found) {
      return `the inputs of the machines '${name}' ${pair} don't change with them: it would have to be ${expected}, and is ${found} (a set must be a record { id: true }: a list has an order)`;
    }
  }
  return null;
}

function slotText({ slot }: LoadedSlot): string {
  return slot.kind === 'perRequest' ? `${slot.kind} ${slot.opens} ${slot.rebirth}` : slot.kind;
}

function channelsDiffer({ system }: Model, exchange: Exchange): string | null {
  const ids = system.hosts.map(({ id }) => id);
  for (const from of ids) {
    for (const to of ids) {
      const pair = [exchangedId(exchange, from), exchangedId(exchange, to)] as const;
      if (channelBetween(system, from, to) !== channelBetween(system, ...pair)) {
        return `the channel from '${from}' to '${to}' is of another kind than that from '${pair[0]}' to '${pair[1]}'`;
      }
    }
  }
  return null;
}

function faultsDiffer({ system }: Model, exchange: Exchange): string | null {
  const { one, other } = exchange;
  if (system.crashable.includes(one) !== system.crashable.includes(other)) {
    return 'only one of them may crash';
  }
  return exchangedGroupings(system, exchange).includes(-1)
    ? 'the partitions treat them differently: each grouping must have its counterpart'
    : null;
}
