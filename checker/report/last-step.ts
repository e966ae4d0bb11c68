/** What the last step of a trace changed: of every host's machines, and of what is in flight. */

import type { Json, JsonRecord } from '../json.ts';
import { envelopeText } from '../state/action.ts';
import type { Envelope, State } from '../state/state.ts';
import { changes } from '../trace/difference.ts';
import type { Change } from '../trace/difference.ts';
import type { Trace } from '../trace/trace.ts';
import { reportWidth } from './steps.ts';
import { cut, messageText, valueText } from './wording.ts';

/** A line for each change of the last step; none for a run without steps. */
export function lastStepChanges(trace: Trace): readonly string[] {
  const last = trace.steps.at(-1);
  if (last === undefined) return [];
  const before = trace.steps.at(-2)?.state ?? trace.start.state;
  return [...partChanges(before, last.state), ...flightChanges(before, last.state)];
}

/** Differences as lines: the path, and what stands on either side. */
export function changeLines(
  found: readonly Change[],
  sides: readonly [string, string],
): readonly string[] {
  return found.map(({ path, before, after }) =>
    cut(`${path}: ${sideText(sides[0], before)} ${sideText(sides[1], after)}`, reportWidth - 6),
  );
}

function sideText(side: string, value: Json | undefined): string {
  return `${side} ${value === undefined ? '(nothing)' : valueText(value)}`.trimStart();
}

function partChanges(before: State, after: State): readonly string[] {
  const found = changes(partsOf(before), partsOf(after));
  return changeLines(
    found.map((change) => ({ ...change, path: shortened(change.path) })),
    ['', '→'],
  );
}

function partsOf({ hosts, monitors, partition }: State): Json {
  // States are JSON; their interfaces merely lack an index signature.
  return { ...(hosts as unknown as JsonRecord), ...named(monitors), partition };
}

function named(monitors: State['monitors']): { readonly [name: string]: Json } {
  return Object.fromEntries(
    Object.entries(monitors).map(([name, local]) => [`monitor:${name}`, { ...local } as Json]),
  );
}

/** `n1.residents.server.context.disk` says no more than `n1.server.disk`. */
function shortened(path: string): string {
  return path.replace(/^([^.[]+)\.(residents|families)\./, '$1.').replace('.context.', '.');
}

function flightChanges(before: State, after: State): readonly string[] {
  const gone = beyond(before.inFlight, after.inFlight);
  const fresh = beyond(after.inFlight, before.inFlight);
  return [
    ...gone.map((one) => `- ${flightText(one)}`),
    ...fresh.map((one) => `+ ${flightText(one)}`),
  ];
}

function flightText({ from, to, message }: Envelope): string {
  return cut(`in flight ${from} → ${to.host}  ${messageText(message)}`, reportWidth - 8);
}

/** The envelopes that the first list has more often than the second. */
function beyond(many: readonly Envelope[], few: readonly Envelope[]): readonly Envelope[] {
  const left = few.map(envelopeText);
  return many.filter((envelope) => {
    const index = left.indexOf(envelopeText(envelope));
    if (index === -1) return true;
    left.splice(index, 1);
    return false;
  });
}
