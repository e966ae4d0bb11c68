/** Findings held against what a model's author expects (R17). */

import { BrokenModel } from '../broken-model.ts';
import type { Model } from '../model/model.ts';
import { deadlock } from '../model/property.ts';
import { verdictNames } from '../model/verdict-names.ts';
import { suggestion } from '../nearest-names.ts';
import { ownField } from '../own-field.ts';
import type { LoadedModel } from '../system/load.ts';
import { boundsOf } from '../trace/bounds.ts';
import { putOff } from '../trace/put-off.ts';
import { recorded } from '../trace/recording.ts';
import { constantProperties } from './constant-properties.ts';
import type { Findings, Verdict } from './findings.types.ts';
import type { ModelResult, Problem, PropertyResult, UnseenFault } from './results.types.ts';
import { isAsked } from './subject.ts';
import type { Subject } from './subject.ts';

/**
 * What findings say of a model.
 * @throws BrokenModel where `expect` names what isn't a property.
 */
export function judged(
  subject: Subject,
  loaded: LoadedModel,
  findings: Findings,
): Omit<ModelResult, 'mutants'> {
  const { model } = loaded;
  refuseUnknownExpectations(model);
  const properties = verdictNames(model)
    .filter((name) => isAsked(subject, name))
    .map((name) => propertyResult(loaded, name, findings));
  const unseenFaults = findings.faultsNeverSeen.map(
    (label): UnseenFault => ({ label, waived: waiverOf(model, label) }),
  );
  const decided = properties.filter(({ verdict }) => verdict === 'holds');
  const asExpected =
    properties.every(isSettled) && unseenFaults.every(({ waived }) => waived !== null);
  return {
    subject,
    model,
    scope: boundsOf(model),
    verdict: overall(properties),
    asExpected,
    findings,
    properties,
    constants: constantProperties(
      loaded,
      decided.map(({ name }) => name),
    ),
    unseenFaults,
  };
}

/** Whether a property's verdict is the expected one, or its author waives the difference. */
export function isSettled({ problem, waived }: PropertyResult): boolean {
  return problem === null || waived !== null;
}

function refuseUnknownExpectations(model: Model): void {
  const known = verdictNames(model);
  const unknown = Object.keys(model.expect).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new BrokenModel(
    `'expect' names '${unknown}', which is no property of the model.${suggestion(unknown, known)} Its properties: ${known.join(', ')}`,
    { model: model.name, property: unknown },
  );
}

function propertyResult(
  loaded: LoadedModel,
  name: string,
  { verdicts, antecedentsNeverSeen, isShortest = true }: Findings,
): PropertyResult {
  const { model } = loaded;
  const verdict = ownField(verdicts, name) ?? { verdict: 'unknown' };
  const kind =
    name === deadlock ? 'deadlock' : (ownField(model.properties, name)?.kind ?? 'always');
  const expectation = ownField(model.expect, name);
  const { run = null, loop = null, steps = null } = verdict.verdict === 'violated' ? verdict : {};
  const expected = expectation?.verdict ?? 'holds';
  // A reduced search needn't come upon a shortest run.
  const expectedSteps = isShortest ? (expectation?.steps ?? null) : null;
  const isEmpty = antecedentsNeverSeen.includes(name);
  const problem = problemOf(verdict, { kind, expected, expectedSteps, isEmpty });
  const trace = run === null ? null : recorded(loaded, name, run, loop);
  return {
    name,
    kind,
    expected,
    expectedSteps,
    verdict: verdict.verdict,
    steps,
    cycle: steps === null || loop === null ? null : steps - loop,
    problem,
    waived: problem === 'vacuous' ? waiverOf(model, name) : null,
    putOff: trace === null ? [] : putOff(loaded, trace),
    trace,
  };
}

interface Expectation {
  readonly kind: string;
  readonly expected: 'holds' | 'violated';
  readonly expectedSteps: number | null;
  /** Whether it is a `leadsTo` whose `from` never held. */
  readonly isEmpty: boolean;
}

function problemOf(verdict: Verdict, expectation: Expectation): Problem | null {
  const { kind, expected, expectedSteps, isEmpty } = expectation;
  if (verdict.verdict === 'unknown') return 'inconclusive';
  if (verdict.verdict === 'holds') {
    if (expected !== 'holds') return 'absent';
    return isEmpty ? 'vacuous' : null;
  }
  if (expected === 'violated') {
    return expectedSteps === null || expectedSteps === verdict.steps ? null : 'length';
  }
  if (kind === 'sometimes') return 'vacuous';
  if (kind === 'deadlock') return 'deadlock';
  return verdict.loop === undefined ? 'safety' : 'liveness';
}

function waiverOf(model: Model, what: string): string | null {
  return model.waivers.find((waiver) => waiver.what === what)?.why ?? null;
}

function overall(properties: readonly PropertyResult[]): ModelResult['verdict'] {
  const has = (wanted: PropertyResult['verdict']): boolean =>
    properties.some(({ verdict }) => verdict === wanted);
  if (has('violated')) return 'violated';
  return has('unknown') ? 'unknown' : 'holds';
}
