/** How runs end, in words: how long they are, what goes on for ever, and what is violated. */

import type { Trace } from '../trace/trace.ts';
import { counted } from './numbers.ts';

/** How long the run to a violation is; `cycle` is how many steps go round for ever, null for none. */
export function extentText(steps: number, cycle: number | null): string {
  return `${cycle === null ? 'after' : 'by'} ${lengthText(steps, cycle)}`;
}

/** The length of a run: `6 steps, the last 5 of them for ever`. */
export function lengthText(steps: number, cycle: number | null): string {
  const text = counted(steps, 'step');
  if (cycle === null) return text;
  if (cycle === 0) return `${text}, then nothing for ever`;
  return `${text}, the last ${cycle === 1 ? 'one' : `${cycle} of them`} for ever`;
}

/** Where a run goes round for ever: what stands before the round, and what after it. */
export function loopMarks({ steps, loop }: Trace): LoopMarks | null {
  if (loop === null) return null;
  if (loop === steps.length) {
    return { before: null, after: 'for ever nothing more happens: nothing here has to' };
  }
  return { before: 'again and again, for ever:', after: `on with step ${loop + 1} again` };
}

/** See `loopMarks`; `before` is null where there is no step to go round in. */
export interface LoopMarks {
  readonly before: string | null;
  readonly after: string;
}

/** What a run shows at its end. */
export function verdictText({ property, failing, loop }: Trace): string {
  const where = loop === null ? 'here' : 'by this run';
  return `${property} is violated ${where}${failing.length === 0 ? '' : `: ${failingText(failing)}`}`;
}

/** The conjuncts that are false: `A is false`, `A and B are false`. */
export function failingText(failing: readonly string[]): string {
  const verb = failing.length === 1 ? 'is' : 'are';
  return `${new Intl.ListFormat('en').format(failing)} ${verb} false`;
}
