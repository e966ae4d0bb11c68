/** How far a search has come, on one line that is written over again. */

import { match } from 'ts-pattern';
import type { Progress, SearchStage } from '../check/findings.types.ts';
import { bytesText, countText } from './numbers.ts';
import { reportWidth } from './page.ts';
import { cutWithin } from './wording.ts';

/** Less time than this tells no rate: what a busy program hears late comes all at once. */
const leastMilliseconds = 50;

const back = '\r\u001B[2K';

/** A place for progress; anything else that is printed should clear it before. */
export interface ProgressLine {
  readonly show: (model: string, progress: Progress) => void;
  readonly clear: () => void;
}

/** Where progress is shown. */
export interface ProgressOutput {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** How wide the terminal is at the moment, where that is known. */
  readonly columns?: number | undefined;
}

/**
 * Shows progress: on a terminal as one line that is written over, elsewhere as a line each. `now` is the
 * present time in milliseconds, from any origin.
 */
export function progressLine(output: ProgressOutput, now: () => number): ProgressLine {
  const line = overwrittenLine(output);
  let last: { readonly model: string; readonly states: number; readonly at: number } | null = null;
  return {
    show: (model, progress) => {
      const at = now();
      const { states } = progress;
      // A model's mutants are told of by its name: each is another search, which begins with few states.
      const goesOn = last?.model === model && states >= last.states;
      const gone = last === null ? 0 : at - last.at;
      const rate = goesOn && last !== null ? rateOf(states - last.states, gone) : null;
      if (!goesOn || rate !== null) last = { model, states, at };
      line.show(model, progressParts(progress, rate));
    },
    clear: line.clear,
  };
}

/** A line of a name and what is to be said of it. */
export interface OverwrittenLine {
  readonly show: (name: string, parts: readonly string[]) => void;
  readonly clear: () => void;
}

/** Shows lines: on a terminal each over the one before, elsewhere one below the other. */
export function overwrittenLine(output: ProgressOutput): OverwrittenLine {
  const { write, isTerminal } = output;
  let shown = false;
  return {
    show: (name, parts) => {
      const room = Math.min(output.columns ?? reportWidth, reportWidth) - 1;
      write(isTerminal ? `${back}${fitting(name, parts, room)}` : `${joined([name, ...parts])}\n`);
      shown = isTerminal;
    },
    clear: () => {
      if (shown) write(back);
      shown = false;
    },
  };
}

/** What is left of a name tells at least which one it is. */
const leastName = 12;

/** As much as there is room for: a name is shortened, its parts are there as a whole or not at all. */
function fitting(name: string, parts: readonly string[], room: number): string {
  for (let count = parts.length; count > 0; count--) {
    const rest = joined(['', ...parts.slice(0, count)]);
    const left = room - rest.length;
    if (left >= Math.min(name.length, leastName)) return cutWithin(name, left) + rest;
  }
  return cutWithin(name, room);
}

function joined(parts: readonly string[]): string {
  return parts.join('  ');
}

/** In states a second; null where too little time has gone by to tell. */
function rateOf(states: number, milliseconds: number): number | null {
  return milliseconds < leastMilliseconds ? null : (states * 1000) / milliseconds;
}

/** What a line of progress says; `rate` is in states a second, null while it is not known. */
function progressParts(progress: Progress, rate: number | null): readonly string[] {
  const { states, depth, queue, bytes, share, stage } = progress;
  const ofSearch = [
    ...(rate === null ? [] : [`${countText(rate)}/s`]),
    `depth ${depth}`,
    `queue ${countText(queue)}`,
  ];
  return [
    `${countText(states)} states`,
    ...(stage === undefined ? ofSearch : stageParts(stage)),
    bytesText(bytes),
    ...(share === null ? [] : [`${Math.round(share * 100)} % of limit`]),
  ];
}

/** What is done once all states are found, in words. */
function stageParts(stage: SearchStage): readonly string[] {
  return match(stage)
    .with({ kind: 'numbering' }, ({ left }) => [
      'liveness: numbers states',
      `${countText(left)} left`,
    ])
    .with({ kind: 'linking' }, ({ left }) => ['liveness: lists steps', `${countText(left)} left`])
    .with({ kind: 'judging' }, ({ property, looks }) => [
      `liveness: judges ${property}`,
      `${countText(looks)} looks`,
    ])
    .with({ kind: 'runs' }, ({ left }) => ['looks for shortest runs', `${countText(left)} left`])
    .exhaustive();
}
