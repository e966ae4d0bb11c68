/**
 * A trace as a message diagram in text: a lane a host, an arrow at each delivery, faults marked,
 * and what hosts observe beside their lanes.
 */

import { match } from 'ts-pattern';
import type { Message } from '../machine/local.ts';
import { ownField } from '../own-field.ts';
import type { Action } from '../state/action.ts';
import { hostOf } from '../state/action.ts';
import type { State } from '../state/state.ts';
import type { Trace, TraceStep } from '../trace/trace.ts';
import { arrow, gutter, lanesFor, lifelines, line, roomInArrow, written } from './lanes.ts';
import type { ArrowStyle, Lanes, Row } from './lanes.ts';
import type { Palette } from './palette.ts';
import { laneNames } from './lane-names.ts';
import { fitted, reportWidth } from './page.ts';
import { loopMarks, verdictText } from './endings.ts';
import { cut, groupingText, machineText, messageText, observationsIn } from './wording.ts';

const delivered: ArrowStyle = { line: '─', rightwards: '►', leftwards: '◄' };
const lost: ArrowStyle = { line: '─', rightwards: '✗', leftwards: '✗' };
const doubled: ArrowStyle = { line: '╌', rightwards: '»', leftwards: '«' };

/** The diagram's lines; below it stand hosts that take no part, and names that are shortened above. */
export function messageDiagram(trace: Trace, colours: Palette): readonly string[] {
  const hosts = Object.keys(trace.start.state.hosts);
  const busy = hosts.filter((host) => takesPart(trace, host));
  const idle = hosts.filter((host) => !busy.includes(host));
  const lanes = lanesFor(busy, reportWidth);
  const marks = loopMarks(trace);
  const rows = [
    ...notes(lanes, trace.start.state, trace.start.log),
    ...trace.steps.flatMap((step, index) => [
      ...(index === trace.loop && marks !== null ? rule(lanes, marks.before) : []),
      ...rowsOf(lanes, trace, step, index),
    ]),
    ...(marks === null ? [] : rule(lanes, marks.after)),
  ];
  const end = lanes.hosts.length === 0 ? [] : [cut(`      ✗ ${verdictText(trace)}`, reportWidth)];
  const { heads, legend } = laneNames(busy, lanes.spacing - 1);
  const without = idle.length === 0 ? [] : [`      without a part in it: ${idle.join(', ')}`];
  const short = legend.map(([head, name]) => `${head} is ${name}`);
  const below = [...without, ...setOut(short)];
  return [
    colours.strong(line(header(lanes, heads))),
    ...rows.map(line),
    ...end.map(colours.bad),
    ...fitted(below).map(colours.faint),
  ];
}

/** What shortened names stand for: on one line if they fit there, or else on one each. */
function setOut(legend: readonly string[]): readonly string[] {
  const together = `      ${legend.join(', ')}`;
  if (legend.length === 0 || together.length <= reportWidth)
    return legend.length === 0 ? [] : [together];
  return legend.map((one) => `      ${one}`);
}

/** A line across all lanes, where what goes round begins and ends. */
function rule(lanes: Lanes, text: string | null): readonly Row[] {
  if (text === null || lanes.hosts.length === 0) return [];
  const row: Row = Array.from({ length: lanes.width }, (_, at) => (at < gutter ? ' ' : '┄'));
  return [written(row, gutter + 2, ` ${cut(text, lanes.width - gutter - 6)}`)];
}

function takesPart(trace: Trace, host: string): boolean {
  const isSeen = (log: readonly Message[]): boolean =>
    observationsIn(log).some((seen) => seen.host === host);
  return (
    isSeen(trace.start.log) ||
    trace.steps.some(({ action, log }) => {
      return hostOf(action) === host || senderOf(action) === host || isSeen(log);
    })
  );
}

function senderOf(action: Action): string | null {
  return 'from' in action ? action.from : null;
}

function header(lanes: Lanes, heads: readonly string[]): Row {
  const blank: Row = Array.from({ length: lanes.width }, () => ' ');
  return lanes.hosts.reduce(
    (row, host, index) => written(row, lanes.at(host), heads[index] ?? ''),
    blank,
  );
}

function rowsOf(lanes: Lanes, trace: Trace, step: TraceStep, index: number): readonly Row[] {
  const before = index === 0 ? trace.start.state : trace.steps[index - 1]?.state;
  const base = lifelines(
    lanes,
    (host) => ownField((before ?? step.state).hosts, host)?.up === true,
  );
  const [first, ...rest] = happening(lanes, trace, step.action, base);
  const number = String(index + 1).padStart(gutter - 2);
  return [
    ...(first === undefined ? [] : [numbered(first, number)]),
    ...rest,
    ...notes(lanes, step.state, step.log),
  ];
}

function numbered(row: Row, number: string): Row {
  return [...number.split(''), ...row.slice(number.length)];
}

function happening(lanes: Lanes, trace: Trace, action: Action, base: Row): readonly Row[] {
  const local = (host: string, mark: string, text: string): readonly Row[] => {
    const column = lanes.at(host);
    const marked = besides(lanes, base, column, text);
    marked[column] = mark;
    return [marked];
  };
  const across = (text: string): readonly Row[] => {
    const row: Row = base.map((character, column) =>
      column < gutter || character !== ' ' ? character : '≈',
    );
    return [written(row, gutter + 2, ` ${cut(text, lanes.width - gutter - 6)}`)];
  };
  return match(action)
    .with({ kind: 'deliver' }, (moved) => arrowRows(lanes, base, moved, delivered))
    .with({ kind: 'drop' }, (moved) => arrowRows(lanes, base, moved, lost))
    .with({ kind: 'duplicate' }, (moved) => arrowRows(lanes, base, moved, doubled))
    .with({ kind: 'timer' }, ({ at, delay }) =>
      local(at.host, '●', `timer ${delay} of ${machineText(at)}`),
    )
    .with({ kind: 'input' }, ({ host, event }) => local(host, '●', `input ${messageText(event)}`))
    .with({ kind: 'crash' }, ({ host }) => local(host, '✗', 'crashes'))
    .with({ kind: 'restart' }, ({ host }) => local(host, '●', 'restarts'))
    .with({ kind: 'amnesia' }, ({ host }) => local(host, '●', 'restarts with empty disks'))
    .with({ kind: 'partition' }, ({ grouping }) =>
      across(`partition: ${groupingText(trace.groupings[grouping])}`),
    )
    .with({ kind: 'heal' }, () => across('the partition heals'))
    .exhaustive();
}

type Moved = Extract<Action, { readonly kind: 'deliver' | 'drop' | 'duplicate' }>;

function arrowRows(lanes: Lanes, base: Row, moved: Moved, style: ArrowStyle): readonly Row[] {
  const ends = [lanes.at(moved.from), lanes.at(moved.to.host)] as const;
  const prefix = { deliver: '', drop: 'lost: ', duplicate: 'duplicated: ' }[moved.kind];
  const text = prefix + messageText(moved.message);
  if (ends[0] === ends[1]) return [written(base, ends[0] + 2, `↺ ${text}`)];
  if (text.length <= roomInArrow(ends)) return [arrow(base, ends, { style, label: text })];
  const label = besides(lanes, base, Math.min(...ends), text);
  return [label, arrow(base, ends, { style, label: '' })];
}

const leastRoom = 44;

/** Writes a text right of a lane; where there is little room, over the lanes left of it as well. */
function besides(lanes: Lanes, base: Row, lane: number, text: string): Row {
  const room = Math.max(lanes.width - lane - 2, leastRoom);
  return written(base, lane + 2, cut(text, room));
}

function notes(lanes: Lanes, state: State, log: readonly Message[]): readonly Row[] {
  const base = lifelines(lanes, (host) => ownField(state.hosts, host)?.up === true);
  return observationsIn(log).map(({ host, event }) => {
    return besides(lanes, base, lanes.at(host), `○ ${messageText(event)}`);
  });
}
