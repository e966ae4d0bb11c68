/** Which fairness assumptions can mean something (R15). */

import { match } from 'ts-pattern';
import { BrokenModel } from '../broken-model.ts';
import type { FairActions } from '../model/fairness.ts';
import type { Model } from '../model/model.ts';
import { suggestion } from '../nearest-names.ts';
import type { LoadedHost, LoadedSlot } from './loaded.types.ts';
import { slotsIn } from './slots.ts';
import { noInputs } from './system.ts';

type Hosts = ReadonlyMap<string, LoadedHost>;

/**
 * Refuses assumptions that cover nothing, since a misspelt one would leave its action to be put off
 * for ever, and those that speak of faults.
 * @throws BrokenModel naming the host, the type or the delay.
 */
export function refuseFairness(model: Model, hosts: Hosts): void {
  for (const { actions } of model.fairness) {
    const why = whyMeaningless(model, hosts, actions);
    if (why !== null) {
      throw new BrokenModel(`a fairness assumption ${why}`, { model: model.name });
    }
  }
}

function whyMeaningless(model: Model, hosts: Hosts, actions: FairActions): string | null {
  return match(actions)
    .with(
      { kind: 'deliver' },
      ({ from, to, type }) =>
        whyNoHost(hosts, from) ??
        whyNoHost(hosts, to) ??
        whyWithin(from, to) ??
        whyNoneOf('type of message', type, typesAt(hosts, to)),
    )
    .with(
      { kind: 'timer' },
      ({ host, delay }) =>
        whyNoHost(hosts, host) ??
        whyNoneOf('delay', delay, delaysAt(hosts, host)) ??
        whyNoTimer(host, delaysAt(hosts, host)),
    )
    .with({ kind: 'restart' }, ({ host }) => whyNoHost(hosts, host) ?? whyNoCrash(model, host))
    .with(
      { kind: 'input' },
      ({ host, type }) =>
        whyNoHost(hosts, host) ??
        whyNoInput(model, host ?? type) ??
        whyFault(model, type) ??
        whyNoneOf('type of event', type, typesAt(hosts, host)),
    )
    .with({ kind: 'heal' }, () =>
      model.system.partitions.length > 0
        ? null
        : 'speaks of heals, but the system has no partitions',
    )
    .exhaustive();
}

function whyNoHost(hosts: Hosts, host: string | null): string | null {
  if (host === null || hosts.has(host)) return null;
  return `names the host '${host}', which the system doesn't have.${suggestion(host, [...hosts.keys()])} Hosts: ${[...hosts.keys()].join(', ')}`;
}

function whyNoneOf(what: string, name: string | null, known: ReadonlySet<string>): string | null {
  if (name === null || known.has(name)) return null;
  return `names the ${what} '${name}', which no machine there knows.${suggestion(name, [...known])} Known: ${[...known].join(', ')}`;
}

function whyWithin(from: string | null, to: string | null): string | null {
  if (from === null || from !== to) return null;
  return `speaks of deliveries from '${from}' to itself: what a host sends itself it handles in the same step`;
}

function whyNoTimer(host: string | null, delays: ReadonlySet<string>): string | null {
  // Of all timers one may speak whatever they are.
  if (host === null || delays.size > 0) return null;
  return `speaks of timers of the host '${host}', where no machine has any: take it out, or give a chart an 'after'`;
}

function whyNoCrash({ system: { crashable } }: Model, host: string | null): string | null {
  if (host === null || crashable.includes(host)) return null;
  return `speaks of restarts of '${host}', which never crashes: crashable are ${crashable.join(', ') || 'none'}`;
}

function whyNoInput({ system }: Model, particular: string | null): string | null {
  return particular !== null && system.inputs === noInputs
    ? "speaks of inputs, but nothing ever offers one, since the system has no 'inputs'"
    : null;
}

function whyFault({ system }: Model, type: string | null): string | null {
  if (type === null || !system.faultInputs.includes(type)) return null;
  return `names the input '${type}', which the system calls a fault: faults are never fair`;
}

function slotsAt(hosts: Hosts, host: string | null): readonly LoadedSlot[] {
  return slotsIn(hosts).filter((slot) => host === null || slot.host === host);
}

function typesAt(hosts: Hosts, host: string | null): ReadonlySet<string> {
  return new Set(slotsAt(hosts, host).flatMap(({ takes }) => [...takes]));
}

function delaysAt(hosts: Hosts, host: string | null): ReadonlySet<string> {
  const charts = slotsAt(hosts, host).map(({ chart }) => chart);
  return new Set(charts.flatMap(({ machine }) => Object.keys(machine.implementations.delays)));
}
