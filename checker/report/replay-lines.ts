/** What the store answered to a trace, in words. */

import { match } from 'ts-pattern';
import { recordOf, recordText } from '../trace/replay-answer.ts';
import type { ReplayAnswer } from '../trace/replay-answer.ts';
import type { RecordedAnswer } from '../trace/trace.ts';
import { counted } from './numbers.ts';
import type { Palette } from './palette.ts';
import { reportWidth, saidOf } from './page.ts';
import { cut, valueText } from './wording.ts';

/** An answer, and whether it is the recorded one. */
export interface Answered {
  readonly answer: ReplayAnswer;
  readonly isAsRecorded: boolean;
}

/** The answer on one line of the check's table. */
export function replayLine(
  property: string,
  { answer, isAsRecorded }: Answered,
  colours: Palette,
): string {
  const text = cut(`    store on ${property}: ${answerText(answer)}`, reportWidth - 15);
  return isAsRecorded ? text : `${colours.bad(text)} NOT AS BEFORE`;
}

/** How many answers of each kind there were; nothing where nobody asked. */
export function answerTally(answers: readonly (ReplayAnswer | null)[]): readonly string[] {
  const given = answers.filter((answer) => answer !== null);
  if (given.length === 0) return [];
  const kinds = Map.groupBy(given, ({ answer }) => answer);
  const parts = [...kinds].map(([kind, those]) => `${those.length} ${kind}`);
  return [`the store on ${counted(given.length, 'counterexample')}: ${parts.join(', ')}`];
}

/** An answer in a few words. */
export function answerText(answer: ReplayAnswer): string {
  return match(answer)
    .with(
      { answer: 'confirmed' },
      ({ steps }) => `confirmed (${counted(steps, 'step')}, violated there too)`,
    )
    .with({ answer: 'fixed' }, ({ step, why }) => `fixed at step ${step}: ${why}`)
    .with({ answer: 'spec-only' }, ({ step, differences }) => {
      return `spec-only at step ${step}: ${counted(differences.length, 'difference')}`;
    })
    .with({ answer: 'storeless' }, ({ why }) => `storeless: ${why}`)
    .exhaustive();
}

/** The answer in full, as `replay` prints it, held against the recorded one. */
export function replayLines(
  file: string,
  answer: ReplayAnswer,
  { recorded, colours }: { readonly recorded: RecordedAnswer | null; readonly colours: Palette },
): readonly string[] {
  const isSame = recorded === null || recordText(recorded) === recordText(recordOf(answer));
  const head = saidOf(file, answerText(answer));
  return [
    ...(isSame ? head : head.map(colours.bad)),
    ...details(answer).map((line) => `      ${cut(line, reportWidth - 6)}`),
    ...(isSame ? [] : [`      recorded is: ${recordText(recorded)}`]),
  ];
}

function details(answer: ReplayAnswer): readonly string[] {
  return match(answer)
    .with({ answer: 'fixed' }, ({ action }) => [`the refused step: ${action}`])
    .with({ answer: 'spec-only' }, ({ differences }) =>
      differences.map(
        ({ path, spec, store }) => `${path}: spec ${valueText(spec)}, store ${valueText(store)}`,
      ),
    )
    .otherwise(() => []);
}
