/** Mutants: a model's changes, each explored until the property that it names catches it (R17). */

import type { Model, ModelParameters } from '../model/model.ts';
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
  /** What was found of the model without any change. */
  readonly unchanged: Findings;
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
  { explorer, limits, means, onProgress, isInterrupted, unchanged }: MutantRun,
): Promise<readonly MutantResult[]> {
  const results: MutantResult[] = [];
  const expected = Object.keys(model.expect);
  for (const [name, { caughtBy, change }] of Object.entries(model.mutants)) {
    if (!isAsked(subject, caughtBy)) continue;
    if (isInterrupted()) break;
    const others = verdictNames(model).filter((one) => one !== caughtBy);
    const common = { limits, keepGoing: false, expected: others, traced: [], reduce: [], means };
    const task = { ...common, tellsSteps: true };
    const findings = await explorer.explore({ ...subject, mutant: name }, task, onProgress);
    const changesNothing =
      change.kind === 'parameters'
        ? areThose(model, change.parameters)
        : isSameSearch(findings, unchanged);
    results.push(mutantResult(name, caughtBy, { findings, expected, changesNothing }));
  }
  return results;
}

interface Caught {
  readonly findings: Findings;
  readonly expected: readonly string[];
  readonly changesNothing: boolean;
}

/** Whether a model has these parameters already. */
function areThose(model: Model, parameters: ModelParameters): boolean {
  return Object.entries(parameters).every(
    ([name, value]) => ownField(model.parameters, name) === value,
  );
}

/** Whether two searches, of a model and of the same with other machines, surely saw the same states and steps. */
function isSameSearch(one: Findings, other: Findings): boolean {
  if (one.steps === undefined || one.steps !== other.steps) return false;
  const { states, transitions, depth } = other;
  return one.states === states && one.transitions === transitions && one.depth === depth;
}

function mutantResult(
  name: string,
  property: string,
  { findings, expected, changesNothing }: Caught,
): MutantResult {
  const { verdicts, complete } = findings;
  const catchers = Object.keys(verdicts)
    .filter((one) => ownField(verdicts, one)?.verdict === 'violated' && !expected.includes(one))
    .toSorted((left, right) => rank(left, property) - rank(right, property));
  const [killedBy = null] = catchers;
  const verdict = killedBy === null ? undefined : ownField(verdicts, killedBy);
  const steps = verdict?.verdict === 'violated' ? verdict.steps : null;
  const inconclusive = killedBy !== property && !complete;
  return { name, property, killedBy, steps, inconclusive, changesNothing };
}

/** The property that must catch a mutant comes first, a deadlock last: it says least. */
function rank(catcher: string, property: string): number {
  if (catcher === property) return 0;
  return catcher === deadlock ? 2 : 1;
}
