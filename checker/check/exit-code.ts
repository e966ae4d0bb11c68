/** What the command line answers, and which answer wins where several are due. */

import { isLacking } from './coverage.ts';
import { exitCodes } from './exit-codes.ts';
import type { Coverage } from './coverage.ts';
import type { ModelResult, Problem } from './results.types.ts';
import type { SuiteResult } from './suite.ts';

const precedence: readonly number[] = [
  exitCodes.interrupted,
  exitCodes.usage,
  exitCodes.internal,
  exitCodes.brokenModel,
  exitCodes.refusedTrace,
  exitCodes.deadlock,
  exitCodes.safety,
  exitCodes.liveness,
  exitCodes.unmet,
  exitCodes.vacuous,
  exitCodes.inconclusive,
  exitCodes.output,
];

/** The code that wins among those that are due. */
export function winning(due: Iterable<number>): number {
  const codes = new Set(due);
  return precedence.find((code) => codes.has(code)) ?? exitCodes.asExpected;
}

const codeOfProblem: Readonly<Record<Problem, number>> = {
  deadlock: exitCodes.deadlock,
  safety: exitCodes.safety,
  liveness: exitCodes.liveness,
  absent: exitCodes.unmet,
  length: exitCodes.unmet,
  vacuous: exitCodes.vacuous,
  inconclusive: exitCodes.inconclusive,
};

/** The codes that a model's result gives rise to. */
export function codesOf(result: ModelResult): readonly number[] {
  const problems = result.properties.flatMap(({ problem, waived }) =>
    problem === null || waived !== null ? [] : [codeOfProblem[problem]],
  );
  const faults = result.unseenFaults.filter(({ waived }) => waived === null);
  const mutants = (result.mutants ?? []).filter(({ killedBy, property }) => killedBy !== property);
  return [
    ...problems,
    ...faults.map(() => exitCodes.vacuous),
    ...mutants.map(({ inconclusive }) => (inconclusive ? exitCodes.inconclusive : exitCodes.unmet)),
  ];
}

/** The codes of a suite; `coverage` is null where it is not judged. */
export function codesOfSuite(
  { results, broken, failed }: SuiteResult,
  coverage: Coverage | null,
): readonly number[] {
  return [
    ...results.flatMap(codesOf),
    ...broken.map(() => exitCodes.brokenModel),
    ...failed.map(() => exitCodes.internal),
    ...(coverage !== null && isLacking(coverage) ? [exitCodes.vacuous] : []),
  ];
}

/** A suite's coverage, if it is one to be judged by: every model was explored to the end. */
export function isJudgeable({ results, broken, failed }: SuiteResult): boolean {
  return broken.length + failed.length === 0 && results.every(({ findings }) => findings.complete);
}
