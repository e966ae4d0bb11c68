/** What the last step of a trace changed: of every host's machines, and of what is in flight. */

import { isList } from '../json.ts';
import type { Json, JsonRecord } from '../json.ts';
import { formatValue } from '../machine/local.ts';
import type { Local } from '../machine/local.ts';
import { envelopeText } from '../state/action.ts';
import type { Envelope, HostState, State } from '../state/state.ts';
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
    found.map((change) => ({ ...change, path: readable(change.path) })),
    ['', '→'],
  );
}

const stateMark = '(state)';
const timerMark = '(timer)';

/** The parts of a state under the names that a reader knows: hosts, their machines, monitors. */
function partsOf({ hosts, monitors, partition }: State): Json {
  const watched = Object.entries(monitors).map(
    ([name, local]) => [`monitor ${name}`, localParts(local)] as const,
  );
  const machines = Object.entries(hosts).map(([id, host]) => [id, hostParts(host)] as const);
  return { ...Object.fromEntries([...machines, ...watched]), partition };
}

function hostParts(host: HostState): Json {
  if (!host.up) return { [stateMark]: 'down' };
  const families = Object.entries(host.families).map(
    ([name, instances]) => [name, eachPart(instances)] as const,
  );
  return { [stateMark]: 'up', ...eachPart(host.residents), ...Object.fromEntries(families) };
}

function eachPart(locals: Readonly<Record<string, Local>>): JsonRecord {
  return Object.fromEntries(
    Object.entries(locals).map(([name, local]) => [name, localParts(local)]),
  );
}

function localParts({ value, context, timers }: Local): Json {
  const known = typeof context === 'object' && context !== null && !isList(context) ? context : {};
  const armed = timers.map(
    (id) => [timerMark + id.replace(/^xstate\.after\./, ''), 'armed'] as const,
  );
  return { [stateMark]: formatValue(value), ...known, ...Object.fromEntries(armed) };
}

/** `n1.writer["(state)"]` is said as `n1.writer is`, and a timer by its name. */
function readable(path: string): string {
  return path
    .replace(`["${stateMark}"]`, ' is')
    .replace(/\["\(timer\)(.*)"\]$/, ' timer $1')
    .replace(/^"(monitor [^"]*)"/, '$1');
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
