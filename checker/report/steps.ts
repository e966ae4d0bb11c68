/** A trace as numbered steps: what happened, when it was sent, what was observed, and what changed. */

import { envelopeText } from '../state/action.ts';
import type { Envelope } from '../state/state.ts';
import type { Trace, TracePoint } from '../trace/trace.ts';
import type { Palette } from './palette.ts';
import { gutter } from './lanes.ts';
import { parted, reportWidth } from './page.ts';
import { stateLines } from './state-lines.ts';
import { stepChanges } from './step-changes.ts';
import { loopMarks } from './endings.ts';
import { actionWords, cut, hostText, messageText, observationsIn } from './wording.ts';

/** How much of a trace is told. */
export interface Extent {
  /** Whether nothing is shortened, and the initial state and every change are told; default: no. */
  readonly isFull?: boolean;
}

/**
 * The steps of a trace, a line each, and a line for each thing observed and for the main changes; the
 * last step of a run that ends is told in full, and so is the initial state of one without steps.
 */
export function numberedSteps(
  trace: Trace,
  colours: Palette,
  { isFull = false }: Extent = {},
): readonly string[] {
  const sent = sendingSteps(trace);
  const room = isFull ? Number.POSITIVE_INFINITY : reportWidth - gutter;
  const lines = [
    ...(isFull || trace.steps.length === 0 ? startLines(trace, colours) : []),
    ...observationLines(trace.start, room, colours),
  ];
  const marks = loopMarks(trace);
  const mark = (text: string): string => ' '.repeat(gutter) + colours.odd(text);
  return [
    ...lines,
    ...trace.steps.flatMap((step, index) => {
      const isFirst = index === trace.loop && marks !== null && marks.before !== null;
      const begins = isFirst ? [mark(`┌ ${marks.before}`)] : [];
      const number = String(index + 1).padStart(gutter - 2);
      const from = sent[index] ?? null;
      const origin = from === null || from === index ? '' : `  (sent at ${from})`;
      const words = actionWords(step.action, trace.groupings, room - origin.length);
      const [first = '', ...more] = parted(words + origin, gutter, 2);
      const hasOrigin = origin !== '' && first.endsWith(origin);
      const told = hasOrigin
        ? first.slice(gutter, -origin.length) + colours.faint(origin)
        : first.slice(gutter);
      const observed = observationLines(step, room, colours);
      const changed = changesOfStep(trace, index, { isFull, colours });
      return [...begins, `${number}  ${told}`, ...more, ...observed, ...changed];
    }),
    ...(marks === null ? [] : [mark(`└ ${marks.after}`)]),
  ];
}

/** The initial state, as step 0. */
function startLines({ start, groupings }: Trace, colours: Palette): readonly string[] {
  return [
    `${'0'.padStart(gutter - 2)}  the initial state`,
    ...stateLines(start.state, groupings).flatMap((line) => setIn(line, gutter + 2, colours)),
  ];
}

function observationLines({ log }: TracePoint, room: number, colours: Palette): readonly string[] {
  return observationsIn(log).flatMap(({ host, event }) =>
    setIn(cut(`${hostText(host, room)}  observes ${messageText(event)}`, room), gutter, colours),
  );
}

interface Manner {
  readonly isFull: boolean;
  readonly colours: Palette;
}

function changesOfStep(trace: Trace, step: number, { isFull, colours }: Manner): readonly string[] {
  const isWhole = isFull || (trace.loop === null && step === trace.steps.length - 1);
  const indent = gutter + 2;
  const room = isFull ? Number.POSITIVE_INFINITY : reportWidth - indent;
  return stepChanges(trace, step, { room, isWhole }).flatMap((line) =>
    setIn(line, indent, colours),
  );
}

/** A line, or the lines that it takes, behind so many blanks. */
function setIn(text: string, columns: number, colours: Palette): readonly string[] {
  const margin = ' '.repeat(columns);
  return parted(text, columns, 2).map((line) => margin + colours.faint(line.slice(columns)));
}

/**
 * For each step that moves a message, the step that put that message in flight (0 for the boot), or
 * null for the others. Equal messages are taken to arrive in the order in which they were sent.
 */
export function sendingSteps(trace: Trace): readonly (number | null)[] {
  const flying = new Map<string, number[]>();
  const note = (before: readonly Envelope[], after: readonly Envelope[], step: number): void => {
    const had = counts(before);
    for (const [text, count] of counts(after)) {
      for (let fresh = count - (had.get(text) ?? 0); fresh > 0; fresh--) {
        flying.set(text, [...(flying.get(text) ?? []), step]);
      }
    }
  };
  note([], trace.start.state.inFlight, 0);
  let before = trace.start.state.inFlight;
  return trace.steps.map(({ action, state }, index) => {
    const { kind } = action;
    const moves = kind === 'deliver' || kind === 'drop' || kind === 'duplicate';
    const text = moves ? envelopeText(action) : '';
    const sent = flying.get(text)?.[0] ?? null;
    const after = state.inFlight;
    if (moves && kind !== 'duplicate') takeOne(flying, text, [before, after]);
    note(moves && kind !== 'duplicate' ? without(before, text) : before, after, index + 1);
    before = after;
    return sent;
  });
}

function takeOne(
  flying: Map<string, number[]>,
  text: string,
  [before, after]: readonly [readonly Envelope[], readonly Envelope[]],
): void {
  // On a duplicating channel a delivery leaves the message in flight.
  const stays = (counts(after).get(text) ?? 0) >= (counts(before).get(text) ?? 0);
  if (!stays) flying.set(text, (flying.get(text) ?? []).slice(1));
}

function without(inFlight: readonly Envelope[], text: string): readonly Envelope[] {
  const index = inFlight.findIndex((one) => envelopeText(one) === text);
  return index === -1 ? inFlight : inFlight.toSpliced(index, 1);
}

function counts(inFlight: readonly Envelope[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const envelope of inFlight) {
    const text = envelopeText(envelope);
    found.set(text, (found.get(text) ?? 0) + 1);
  }
  return found;
}
