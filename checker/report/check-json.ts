/** A check as data for other programs; the format is versioned. */

import { coverageOf, suiteCoverage } from '../check/coverage.ts';
import type { Coverage } from '../check/coverage.ts';
import { assumptionsOf } from '../trace/bounds.ts';
import type {
  FailedSubject,
  ModelResult,
  MutantResult,
  PropertyResult,
} from '../check/results.types.ts';
import type { SuiteResult } from '../check/suite.ts';
import { reasonOf } from '../thrown.ts';
import { brokenModelJson } from './broken-models.ts';

/** What a check as data says beside the results. */
export interface CheckPlace {
  readonly traces: ReadonlyMap<PropertyResult, string>;
  /** How many threads explored each model together. */
  readonly workers: number;
}

/** The object that `check --json` writes. */
export function checkJson({ results, broken, failed }: SuiteResult, place: CheckPlace): object {
  const coverage = suiteCoverage(results);
  return {
    formatVersion: 1,
    models: results.map((result) => modelJson(result, place)),
    coverage: { ...coverageJson(coverage), idleWaivers: coverage.idleWaivers },
    ...(broken.length === 0 ? {} : { broken: broken.map(brokenModelJson) }),
    ...(failed.length === 0 ? {} : { failed: failed.map(failedJson) }),
  };
}

function failedJson({ model, cause }: FailedSubject): object {
  return { model, message: reasonOf(cause) };
}

function modelJson(result: ModelResult, { traces, workers }: CheckPlace): object {
  const { model, verdict, asExpected, findings, scope, properties, mutants } = result;
  const { complete, states, transitions, depth, seconds, bytesPerState, reductions } = findings;
  const { isShortest = true, leftOut, stoppedBy } = findings;
  const assuming = assumptionsOf(model);
  return {
    model: model.name,
    verdict,
    asExpected,
    complete,
    ...(stoppedBy === null ? {} : { stoppedBy }),
    scope,
    ...(assuming === null ? {} : { assuming }),
    states,
    transitions,
    depth,
    seconds,
    workers,
    bytesPerState,
    reductions,
    ...(leftOut === undefined ? {} : { leftOut }),
    ...(isShortest ? {} : { depthIsOfKeptStates: true }),
    properties: properties.map((property) => propertyJson(property, traces)),
    ...(mutants === null ? {} : { mutants: mutants.map(mutantJson) }),
    coverage: coverageJson(coverageOf(result)),
    ...(findings.growing.length === 0 ? {} : { growing: findings.growing }),
  };
}

function coverageJson({ transitions, guards }: Coverage): object {
  return {
    transitionsTaken: transitions.seen,
    transitionsTotal: transitions.total,
    untaken: transitions.unseen,
    guardOutcomesSeen: guards.seen,
    guardOutcomesTotal: guards.total,
    unseenGuardOutcomes: guards.unseen,
  };
}

function propertyJson(property: PropertyResult, traces: CheckPlace['traces']): object {
  const { name, kind, expected, verdict, steps, cycle } = property;
  const trace = traces.get(property);
  const failing = property.trace?.failing ?? [];
  return {
    name,
    kind,
    expected,
    verdict,
    ...(steps === null ? {} : { steps }),
    ...(cycle === null ? {} : { cycle }),
    ...(failing.length === 0 ? {} : { failing }),
    ...(trace === undefined ? {} : { trace }),
  };
}

function mutantJson({ name, property, killedBy, steps, changesNothing }: MutantResult): object {
  return { name, property, killedBy, steps, ...(changesNothing ? { changesNothing } : {}) };
}
