/** A state in full: where every machine is and what it holds, monitors, and what is in flight. */

import type { Json } from '../json.ts';
import { formatValue } from '../machine/local.ts';
import type { Local } from '../machine/local.ts';
import type { HostState, State } from '../state/state.ts';
import { groupingText, isAddress, messageText, valueText } from './wording.ts';

/** Lines as `n1.replica is serving {versions:[]}`, of any length. */
export function stateLines(
  { hosts, monitors, inFlight, partition }: State,
  groupings: readonly (readonly (readonly string[])[])[],
): readonly string[] {
  return [
    ...Object.entries(hosts).flatMap(([id, host]) => hostLines(id, host)),
    ...Object.entries(monitors).map(([name, local]) => localLine(`monitor ${name}`, local)),
    ...inFlight.map(
      ({ from, to, message }) => `in flight ${from} → ${to.host}  ${messageText(message)}`,
    ),
    ...(partition === null ? [] : [`partition ${groupingText(groupings[partition])}`]),
  ];
}

function hostLines(id: string, host: HostState): readonly string[] {
  if (!host.up) return [`${id} is down`];
  const families = Object.entries(host.families).flatMap(([name, instances]) =>
    Object.entries(instances).map(([key, local]) => localLine(`${id}.${name}[${key}]`, local)),
  );
  const residents = Object.entries(host.residents).map(([name, local]) =>
    localLine(`${id}.${name}`, local),
  );
  return [...residents, ...families];
}

function localLine(name: string, { value, context, timers }: Local): string {
  const armed = timers.map((id) => id.replace(/^xstate\.after\./, ''));
  return [
    `${name} is ${formatValue(value)}`,
    ...heldText(context),
    ...(armed.length === 0 ? [] : [`armed: ${armed.join(', ')}`]),
  ].join('  ');
}

/** What a machine holds, without the addresses that readers know from elsewhere. */
function heldText(context: Json): readonly string[] {
  if (typeof context !== 'object' || context === null) return [];
  const held = Object.entries(context).filter(([, value]) => !isAddress(value));
  return held.length === 0 ? [] : [valueText(Object.fromEntries(held))];
}
