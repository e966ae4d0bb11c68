/** Mutants: a model's changes, each explored until the property that it names catches it (R17). */

import type { Model } from '../model/model.ts';
import { deadlock } from '../model/property.ts';
import { verdictNames } from '../model/verdict-names.ts';
import { ownField } from '../own-field.ts';
import type { Explorer } from './explorer.types.ts';
import type { Findings, Limits, Means, Progress } from './findings.types.ts';
import type { MutantResult } from './results.types.ts';
import { isAsked } from './subject.ts';
import type { Subject } from './subject.ts';

/** How mutants are explored. */
export interface MutantRun {
  readonly explorer: Explorer;
  readonly limits: Limits;
  readonly means: Means;
  readonly onProgress: (progress: Progress) => void;
  /** Whether to leave off between two mutants. */
  readonly isInterrupted: () => boolean;
}

/**
 * Explores every mutant of a model. What others than the named property say doesn't end a search: the
 * first one that is violated needn't be the one that must catch it. Properties that the model itself
 * violates as expected catch nothing. Where only some properties are looked at, the mutants of others are
 * left out.
 */
export async function mutantResults(
  subject: Subject,
  model: Model,
  { explorer, limits, means, onProgress, isInterrupted }: MutantRun,
): Promise<readonly MutantResult[]> {
  const results: MutantResult[] = [];
  const expected = Object.keys(model.expect);
  for (const [name, { caughtBy }] of Object.entries(model.mutants)) {
    if (!isAsked(subject, caughtBy)) continue;
    if (isInterrupted()) break;
    const others = verdictNames(model).filter((one) => one !== caughtBy);
    const task = { limits, keepGoing: false, expected: others, traced: [], reduce: [], means };
    const findings = await explorer.explore({ ...subject, mutant: name }, task, onProgress);
    results.push(mutantResult(name, caughtBy, { findings, expected }));
  }
  return results;
}

interface Caught {
  readonly findings: Findings;
  readonly expected: readonly string[];
}

function mutantResult(
  name: string,
  property: string,
  { findings, expected }: Caught,
): MutantResult {
  const { verdicts, complete } = findings;
  const catchers = Object.keys(verdicts)
    .filter((one) => ownField(verdicts, one)?.verdict === 'violated' && !expected.includes(one))
    .toSorted((left, right) => rank(left, property) - rank(right, property));
  const [killedBy = null] = catchers;
  const verdict = killedBy === null ? undefined : ownField(verdicts, killedBy);
  const steps = verdict?.verdict === 'violated' ? verdict.steps : null;
  return { name, property, killedBy, steps, inconclusive: killedBy !== property && !complete };
}

/** The property that must catch a mutant comes first, a deadlock last: it says least. */
function rank(catcher: string, property: string): number {
  if (catcher === property) return 0;
  return catcher === deadlock ? 2 : 1;
}
