/** A trace as numbered steps: what happened, when it was sent, what was observed, and what changed. */

import { envelopeText } from '../state/action.ts';
import type { Envelope } from '../state/state.ts';
import type { Trace, TracePoint } from '../trace/trace.ts';
import type { Palette } from './palette.ts';
import { reportWidth } from './page.ts';
import { stepChanges } from './step-changes.ts';
import { loopMarks } from './endings.ts';
import { actionWords, cut, messageText, observationsIn } from './wording.ts';

const gutter = 6;

/**
 * The steps of a trace, a line each, and a line for each thing observed and for the main changes; the
 * last step of a run that ends is told in full.
 */
export function numberedSteps(trace: Trace, colours: Palette): readonly string[] {
  const sent = sendingSteps(trace);
  const lines = observationLines(trace.start, colours);
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
      const room = reportWidth - gutter - origin.length;
      const words = actionWords(step.action, trace.groupings, room);
      const line = `${number}  ${words}${colours.faint(origin)}`;
      const changed = changeLines(trace, index, colours);
      return [...begins, line, ...observationLines(step, colours), ...changed];
    }),
    ...(marks === null ? [] : [mark(`└ ${marks.after}`)]),
  ];
}

function observationLines({ log }: TracePoint, colours: Palette): readonly string[] {
  return observationsIn(log).map(({ host, event }) => {
    const text = `${host}  observes ${messageText(event)}`;
    return ' '.repeat(gutter) + colours.faint(cut(text, reportWidth - gutter));
  });
}

function changeLines(trace: Trace, step: number, colours: Palette): readonly string[] {
  const isWhole = trace.loop === null && step === trace.steps.length - 1;
  const indent = gutter + 2;
  return stepChanges(trace, step, { room: reportWidth - indent, isWhole }).map(
    (line) => ' '.repeat(indent) + colours.faint(line),
  );
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
