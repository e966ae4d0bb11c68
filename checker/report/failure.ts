/** Errors as their reader needs them: what, where, and what to do. */

import type { BrokenModel, ModelPlace } from '../broken-model.ts';
import { reasonOf, stackOf } from '../thrown.ts';
import { LostThread } from '../engine/threads/thread-fault.ts';
import type { Stuck } from '../watch/stuck.types.ts';
import { tellingLines } from '../project-frames.ts';
import type { RefusedTrace } from '../trace/refused-trace.ts';
import type { PathChange } from '../trace/difference.ts';
import { countText } from './numbers.ts';
import { parted, reportWidth } from './page.ts';
import { excerpted } from './source-excerpt.ts';
import { changeLines } from './step-changes.ts';
import { cut } from './wording.ts';

/** Messages may quote states, and states may be long. */
const longestMessage = 1200;

const places: readonly Exclude<keyof ModelPlace, 'differences'>[] = [
  'file',
  'model',
  'property',
  'host',
  'machine',
  'state',
  'event',
  'walk',
];

/** A model that can't be checked: the message, everything known of the place, and the cause. */
export function brokenModelLines({ what, message, place, cause }: BrokenModel): readonly string[] {
  const known = places.flatMap((name) => {
    const value = place[name];
    return value === undefined || value === '' ? [] : [`  ${`${name}:`.padEnd(10)} ${value}`];
  });
  const seen = place.seen === undefined ? [] : ['  looking at:', ...seenLines(place.seen)];
  const [said = '', ...more] = printable(cut(message, longestMessage));
  return [
    `quorate: ${what}${said}`,
    ...more.map((line) => `    ${line}`),
    ...known,
    ...seen,
    ...differenceLines(place.differences ?? []),
    ...causeLines(cause, message),
  ];
}

/** How many differences are told. */
const mostDifferences = 6;

/** Where two answers differ that had to be the same, a line each. */
function differenceLines(differences: readonly PathChange[]): readonly string[] {
  if (differences.length === 0) return [];
  const few = differences.slice(0, mostDifferences);
  const named = few.map((one) =>
    /^\w/.test(one.path) ? one : { ...one, path: `the answer${one.path}` },
  );
  const left = differences.length - few.length;
  return [
    '  differing:',
    ...changeLines(named, ['first', 'then']).map((line) => `    ${line}`),
    ...(left > 0 ? [`    … and ${left} more`] : []),
  ];
}

/** How many lines of what was being looked at are told. */
const mostSeen = 24;

/** JSON in lines of the page, and how to see what is too long for one. */
function seenLines(seen: string): readonly string[] {
  const lines = parted(seen, 4);
  const left = lines.slice(mostSeen).reduce((sum, line) => sum + line.length - 4, 0);
  if (left === 0) return lines;
  const more = `… and ${countText(left)} more characters: quorate check --json FILE writes them all, under 'broken'`;
  return [...lines.slice(0, mostSeen), `    ${more}`];
}

/** How many lines of a cause are told. */
const mostOfCause = 8;

/** The cause and where it arose; of a message that was `told` already, the first line, or nothing more. */
function causeLines(cause: unknown, told: string): readonly string[] {
  if (cause === undefined) return [];
  const text = stackOf(cause);
  if (!text.includes('\n') && told.includes(text)) return [];
  const message = cause instanceof Error ? reasonOf(cause) : '';
  const isTold = message.includes('\n') && told.includes(message);
  const [first = ''] = printable(message);
  const lines = tellingLines(printable(isTold ? text.replace(message, () => first) : text));
  return [
    '  cause:',
    ...excerpted(lines.slice(0, mostOfCause), reportWidth - 4).map(
      (line) => `    ${line.replace(/^ +at /, 'at ')}`,
    ),
  ];
}

/** The lines of a text that have something in them. */
function printable(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** What has been computed for so long, and isn't done; what was broken off, and why. */
export function stuckLines({
  model,
  call,
  isOneCall,
  seconds,
  brokenOffBy,
}: Stuck): readonly string[] {
  const of = model === null ? 'quorate:' : `quorate: ${model}:`;
  if (call === null) {
    return [
      `${of} it did not end within ${seconds} s of being asked to, and was broken off`,
      '  Likely cause: there was much to put in order, such as runs to make short.',
    ];
  }
  if (brokenOffBy === null) {
    return [
      `${of} this has not returned for ${seconds} s: ${call}`,
      `  ${likelyCause} It can't go on meanwhile; Ctrl-C ends it.`,
    ];
  }
  const why = brokenOffBy === 'interrupted' ? '' : ', and the time is over';
  return isOneCall
    ? [
        `${of} broken off, since this had not returned for ${seconds} s${why}: ${call}`,
        `  ${likelyCause}`,
      ]
    : [
        `${of} broken off: it did not end within ${seconds} s of being asked to, by calls that are slow, such as this: ${call}`,
        '  Likely cause: each of them takes long. Make what they compute cheaper, or the model smaller.',
      ];
}

/** An interrupt before there was anything to tell; `call` is what was going on, in words. */
export function interruptedLines(call: string | null): readonly string[] {
  return [call === null ? 'quorate: interrupted' : `quorate: interrupted in the midst of ${call}`];
}

const likelyCause = 'Likely cause: a loop without end in it, or more work than it should be.';

/** A trace file that was refused. */
export function refusedTraceLines({ file, where, message }: RefusedTrace): readonly string[] {
  return [`quorate: ${file} is refused: ${where === '' ? '' : `${where}: `}${message}`];
}

/** A thread that ended before its work was done; `call` is what it was in the midst of, in words. */
export function lostThreadLines({ message }: Error, call: string | null = null): readonly string[] {
  const where = call === null ? '' : `, in the midst of ${call}`;
  return [
    `quorate: ${message}${where}: the rest can't be done`,
    '  Likely cause: the system had no memory left for it, or a model file ends its process, fills the',
    '  memory, or waits for what never comes. Try again with fewer threads (--workers 1 needs the fewest)',
    '  or with less else running.',
  ];
}

/** Code of a project that waits for what never comes; `call` is that code, in words. */
export function unsettledLines(call: string): readonly string[] {
  return [
    `quorate: this waits for what never comes: ${call}`,
    "  Likely cause: an await, in it or in what it imports, of what nothing settles. Models don't wait: take it out.",
  ];
}

/** What ended the check of one model, be it a bug of this program; `others` are checked all the same. */
export function failedCheckLines(model: string, cause: unknown, others: number): readonly string[] {
  const goesOn = others === 0 ? '' : '; the other models are checked all the same';
  return [
    ...(cause instanceof LostThread ? lostThreadLines(cause) : internalErrorLines(cause)),
    `  It came up in the check of ${model}${goesOn}.`,
  ];
}

/** An error of a project's own code that came when nobody waited for it. */
export function uncaughtErrorLines(cause: unknown): readonly string[] {
  return [
    "quorate: broken model: code of the project threw, and nothing caught it. Likely cause: a timer or a promise of a model file, or of what it imports. Take it out: models don't wait",
    ...causeLines(cause, ''),
  ];
}

/** A bug of this program. */
export function internalErrorLines(cause: unknown): readonly string[] {
  return [
    'quorate: internal error. This is a bug in quorate, not in your model; please report it with',
    'what follows and the command that you ran.',
    ...stackOf(cause)
      .split('\n')
      .map((line) => `  ${line}`),
  ];
}
