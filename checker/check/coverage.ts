/** Which chart transitions a suite took, and whether that is enough (R18's neighbour: vacuity). */

import { byText } from '../json.ts';
import type { ModelResult } from './results.types.ts';

/** The chart transitions of a suite. */
export interface Coverage {
  readonly total: number;
  readonly taken: number;
  /** Not taken and not waived, by name. */
  readonly untaken: readonly string[];
  readonly waived: number;
}

/** The coverage of one model's charts. */
export function coverageOf(result: ModelResult): Coverage {
  return suiteCoverage([result]);
}

/** The coverage of all charts over all models: a transition counts where any model takes it. */
export function suiteCoverage(results: readonly ModelResult[]): Coverage {
  const charted = new Set(results.flatMap(({ findings }) => findings.charted));
  const taken = new Set(results.flatMap(({ findings }) => findings.taken));
  const waivers = results.flatMap(({ model }) => model.waivers.map(({ what }) => what));
  const missing = [...charted].filter((name) => !taken.has(name));
  const untaken = missing.filter((name) => !waivers.some((what) => isNamed(name, what)));
  return {
    total: charted.size,
    taken: charted.size - missing.length,
    untaken: untaken.toSorted(byText),
    waived: missing.length - untaken.length,
  };
}

/** A waiver names a transition with its machine, as it is printed, or without. */
function isNamed(transition: string, what: string): boolean {
  return transition === what || transition.endsWith(`: ${what}`);
}
