/** Telling of broken models while others are checked: a fault that many have in common, once. */

import type { BrokenSubject } from '../check/results.types.ts';
import { brokenModelLines } from './failure.ts';

/** How many models a message lists. */
const mostListed = 12;

/** Tells of broken models as they are found. */
export interface BrokenTeller {
  readonly tell: (broken: BrokenSubject) => void;
  /** To be called once all are found: says which other models have the faults that were told. */
  readonly end: () => void;
}

/** Tells a fault of the first model that has it, and in the end, of how many more. */
export function brokenTeller(say: (lines: readonly string[]) => void): BrokenTeller {
  const models = new Map<string, string[]>();
  return {
    tell: ({ model, error }) => {
      const fault = causeText(error);
      const known = models.get(fault);
      if (model !== null && known !== undefined) {
        known.push(model);
        return;
      }
      if (model !== null) models.set(fault, [model]);
      say(brokenModelLines(error));
    },
    end: () => say([...models.values()].flatMap(alikeLines)),
  };
}

/** A broken model as data for other programs. */
export function brokenModelJson({ error: { message, place } }: BrokenSubject): object {
  return { ...place, message };
}

/** What equal faults have in common: not the model, nor the state in which they came up. */
function causeText({ message, place }: BrokenSubject['error']): string {
  const { file, host, machine, state, event, property } = place;
  return JSON.stringify([message, file, host, machine, state, event, property]);
}

function alikeLines([first = '', ...others]: readonly string[]): readonly string[] {
  if (others.length === 0) return [];
  const isOne = others.length === 1;
  const listed = others.slice(0, mostListed).join(', ');
  const left = others.length - mostListed;
  const more = left > 0 ? ` and ${left} more (--json FILE lists all, under 'broken')` : '';
  return [
    `quorate: ${others.length} more ${isOne ? 'model is' : 'models are'} broken in the same way as ${first}: ${listed}${more}`,
  ];
}
