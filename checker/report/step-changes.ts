/** What a step of a trace changed: of every host's machines, and of what is in flight. */

import { isList } from '../json.ts';
import type { Json, JsonRecord } from '../json.ts';
import { formatValue } from '../machine/local.ts';
import type { Local } from '../machine/local.ts';
import { envelopeText } from '../state/action.ts';
import type { Envelope, HostState, State } from '../state/state.ts';
import { changes } from '../trace/difference.ts';
import type { PathChange } from '../trace/difference.ts';
import type { Trace, TraceStep } from '../trace/trace.ts';
import { reportWidth } from './page.ts';
import { cut, cutWithin, hostText, isAddress, messageText, valueText } from './wording.ts';

/** How many changes are told of a step that isn't the last. */
const mostChanges = 3;
/** Paths longer than this are cut. */
const longestPath = 60;

/** What is told of a step. */
export interface Telling {
  /** The width of the lines; nothing is cut where it is infinite. */
  readonly room: number;
  /** Whether all is told, and what went into flight and out of it as well. */
  readonly isWhole: boolean;
}

/**
 * A line for each change that a step brought, `n1.replica.k.versions: [] → [p1]`; states of machines
 * first, ghosts last. Steps are counted from 0.
 */
export function stepChanges(trace: Trace, step: number, telling: Telling): readonly string[] {
  const taken = trace.steps[step];
  if (taken === undefined) return [];
  const after = taken.state;
  const before = trace.steps[step - 1]?.state ?? trace.start.state;
  const { room, isWhole } = telling;
  const found = partChanges(before, after).map((change) => changeLine(change, ['', '→'], room));
  if (found.length === 0 && isInVain(taken, before)) found.push(cut(inVain, room));
  if (isWhole) return [...found, ...flightChanges(before, after, room)];
  if (found.length <= mostChanges) return found;
  return [...found.slice(0, mostChanges), `… and ${found.length - mostChanges} more`];
}

const inVain = 'nothing comes of it: no transition takes it, or none with an effect that lasts';

/** Whether a message was delivered that changes no machine and makes nobody send or observe anything. */
function isInVain({ action, state, log }: TraceStep, before: State): boolean {
  if (action.kind !== 'deliver' || log.length > 0) return false;
  return beyond(state.inFlight, before.inFlight).length === 0;
}

/** Differences as lines: the path, and what stands on either side. */
export function changeLines(
  found: readonly PathChange[],
  sides: readonly [string, string],
): readonly string[] {
  return found.map((change) => changeLine(change, sides, reportWidth - 6));
}

/** Where both values don't fit, each has half the room, and what the other one leaves. */
function changeLine(
  { path, before, after }: PathChange,
  sides: readonly [string, string],
  room: number,
): string {
  const [left, right] = [sideText(sides[0], before), sideText(sides[1], after)];
  if (!Number.isFinite(room)) return `${path}: ${left} ${right}`;
  const start = `${cutWithin(path, longestPath)}: `;
  const shared = room - start.length - 1;
  const half = Math.floor(shared / 2);
  const leftRoom = Math.max(half, shared - right.length);
  const rightRoom = Math.max(shared - half, shared - left.length);
  return cut(`${start}${cutWithin(left, leftRoom)} ${cutWithin(right, rightRoom)}`, room);
}

function sideText(side: string, value: Json | undefined): string {
  return `${side} ${value === undefined ? '(nothing)' : valueText(value)}`.trimStart();
}

function partChanges(before: State, after: State): readonly PathChange[] {
  return changes(partsOf(before), partsOf(after), isWhole)
    .flatMap(birthOrEnd)
    .map((change) => ({ ...change, path: readable(change.path) }))
    .toSorted((left, right) => rank(left) - rank(right));
}

/** Lists that are shifted are told as wholes, and sets, which are records of nothing but true. */
function isWhole(left: JsonRecord, right: JsonRecord, isIndexed: boolean): boolean {
  const values = [...Object.values(left), ...Object.values(right)];
  if (isIndexed) return Object.keys(left).length !== Object.keys(right).length;
  return values.every((value) => value === true);
}

function rank({ path }: PathChange): number {
  if (path.endsWith(' is') || path === 'partition') return 0;
  return /(^|\.)ghost\b/.test(path) ? 2 : 1;
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

/** A machine that comes or goes is told by its state, one that comes also by what it holds; no addresses. */
function birthOrEnd(change: PathChange): readonly PathChange[] {
  const { path, before, after } = change;
  const [was, is] = [machineParts(before), machineParts(after)];
  if (was === null && is === null) return [change];
  const state = {
    path: `${path}["${stateMark}"]`,
    before: was?.[stateMark],
    after: is?.[stateMark],
  };
  const held = Object.entries(is ?? {}).filter(
    ([name, value]) => !name.startsWith('(') && !isAddress(value),
  );
  if (is === null || held.length === 0) return [state];
  return [state, { path, before: undefined, after: Object.fromEntries(held) }];
}

function machineParts(value: Json | undefined): JsonRecord | null {
  const isRecord = typeof value === 'object' && value !== null && !isList(value);
  return isRecord && Object.hasOwn(value, stateMark) ? value : null;
}

/** `n1.writer["(state)"]` is said as `n1.writer is`, and a timer by its name. */
function readable(path: string): string {
  return path
    .replace(`["${stateMark}"]`, ' is')
    .replace(/\["\(timer\)(.*)"\]$/, ' timer $1')
    .replace(/^"(monitor [^"]*)"/, '$1');
}

function flightChanges(before: State, after: State, room: number): readonly string[] {
  const gone = beyond(before.inFlight, after.inFlight);
  const fresh = beyond(after.inFlight, before.inFlight);
  return [
    ...gone.map((one) => cut(`- ${flightText(one, room)}`, room)),
    ...fresh.map((one) => cut(`+ ${flightText(one, room)}`, room)),
  ];
}

function flightText({ from, to, message }: Envelope, room: number): string {
  const ends = `${hostText(from, room)} → ${hostText(to.host, room)}`;
  return `in flight ${ends}  ${messageText(message)}`;
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
