/** How a run compares with a baseline, as lines of a report. */

import { match } from 'ts-pattern';
import type { BaselineComparison, BaselineDifference, Figures } from '../check/baseline.ts';
import { counted, countText } from './numbers.ts';
import type { Palette } from './palette.ts';
import { fitted, namedRow } from './page.ts';

/** What is done about differences. */
export interface BaselineFate {
  /** The file as somebody in the current folder would type it. */
  readonly file: string;
  /** Whether the file was made to say what is so now. */
  readonly isUpdated: boolean;
}

const words: Readonly<Record<keyof Figures, string>> = {
  states: 'states',
  transitions: 'transitions',
  depth: 'depth',
  transitionsTaken: 'chart transitions taken',
  transitionsTotal: 'chart transitions',
  guardOutcomesSeen: 'guard outcomes seen',
  guardOutcomesTotal: 'guard outcomes',
};

const widths = { model: 42, figure: 24, number: 11 };

/** The differences as a table, and what to do about them. */
export function baselineLines(
  { differences, compared, undecided }: BaselineComparison,
  { file, isUpdated }: BaselineFate,
  colours: Palette,
): readonly string[] {
  const left =
    undecided.length === 0
      ? []
      : fitted([`  not compared, since not explored to the end: ${undecided.join(', ')}`]).map(
          colours.odd,
        );
  if (differences.length === 0) {
    return [...fitted([`baseline: ${counted(compared, 'model')} as in ${file}`]), ...left];
  }
  if (isUpdated && differences.every(({ kind }) => kind === 'new')) {
    const stored = `baseline: ${counted(differences.length, 'new model')} stored in ${file}`;
    return [...fitted([stored]), ...left];
  }
  const mark = isUpdated ? colours.odd : colours.bad;
  const models = new Set(differences.map(({ model }) => model)).size;
  const head = `${counted(models, 'model differs', 'models differ')} from the baseline ${file}:`;
  return [
    '',
    ...fitted([isUpdated ? head : `✗ ${head}`]).map(mark),
    colours.strong(
      row({ model: 'MODEL', figure: 'FIGURE', old: 'OLD', now: 'NEW', change: 'CHANGE' }),
    ),
    ...differences.map((one, index) => {
      const isSame = differences[index - 1]?.model === one.model;
      return differenceRow(one, isSame ? '' : one.model);
    }),
    ...left,
    isUpdated
      ? '  The baseline now has the new figures.'
      : '  If that is as it should be, store it: the same command with --update.',
  ];
}

interface Cells {
  readonly model: string;
  readonly figure: string;
  readonly old: string;
  readonly now: string;
  readonly change: string;
}

function differenceRow(difference: BaselineDifference, model: string): string {
  return match(difference)
    .with({ kind: 'new' }, ({ now }) =>
      row({ model, figure: 'states', old: '-', now: countText(now.states), change: 'new model' }),
    )
    .with({ kind: 'gone' }, ({ old }) =>
      row({
        model,
        figure: 'states',
        old: countText(old.states),
        now: '-',
        change: 'model is gone',
      }),
    )
    .with({ kind: 'changed' }, ({ figure, old, now }) =>
      row({
        model,
        figure: words[figure],
        old: countText(old),
        now: countText(now),
        change: `${now > old ? '+' : '-'}${countText(Math.abs(now - old))}`,
      }),
    )
    .exhaustive();
}

function row({ model, figure, old, now, change }: Cells): string {
  const rest = [
    figure.padEnd(widths.figure),
    old.padStart(widths.number),
    now.padStart(widths.number),
    ` ${change}`,
  ].join(' ');
  return namedRow(model, widths.model, rest);
}
