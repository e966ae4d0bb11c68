/** How far a search has come, on one line that is written over again. */

import type { Progress } from '../check/findings.types.ts';
import { bytesText, countText } from './numbers.ts';
import { reportWidth } from './page.ts';
import { cut } from './wording.ts';

const back = '\r\u001B[2K';

/** A place for progress; anything else that is printed should clear it before. */
export interface ProgressLine {
  readonly show: (model: string, progress: Progress) => void;
  readonly clear: () => void;
}

/** How progress is shown. */
export interface ProgressOptions {
  readonly isTerminal: boolean;
  /** The present time in milliseconds, from any origin. */
  readonly now: () => number;
}

/**
 * Shows progress through `write`: on a terminal as one line that is written over, elsewhere as a
 * line each.
 */
export function progressLine(
  write: (text: string) => void,
  { isTerminal, now }: ProgressOptions,
): ProgressLine {
  const line = overwrittenLine(write, isTerminal);
  let last: { readonly model: string; readonly states: number; readonly at: number } | null = null;
  return {
    show: (model, progress) => {
      const at = now();
      const isSame = last?.model === model && at > last.at;
      const rate =
        isSame && last !== null ? ratio(progress.states - last.states, at - last.at) : null;
      last = { model, states: progress.states, at };
      line.show(progressText(model, progress, rate));
    },
    clear: line.clear,
  };
}

/** Shows lines through `write`: on a terminal each over the one before, elsewhere one below the other. */
export function overwrittenLine(
  write: (text: string) => void,
  isTerminal: boolean,
): { readonly show: (text: string) => void; readonly clear: () => void } {
  let shown = false;
  return {
    show: (text) => {
      write(isTerminal ? `${back}${cut(text, reportWidth - 1)}` : `${text}\n`);
      shown = isTerminal;
    },
    clear: () => {
      if (shown) write(back);
      shown = false;
    },
  };
}

function ratio(states: number, milliseconds: number): number {
  return (states * 1000) / milliseconds;
}

/** One line of progress; `rate` is in states a second, null while it is not known. */
export function progressText(model: string, progress: Progress, rate: number | null): string {
  const { states, depth, queue, bytes, share } = progress;
  return [
    model,
    `${countText(states)} states`,
    ...(rate === null ? [] : [`${countText(rate)}/s`]),
    `depth ${depth}`,
    `queue ${countText(queue)}`,
    bytesText(bytes),
    ...(share === null ? [] : [`${Math.round(share * 100)} % of limit`]),
  ].join('  ');
}
