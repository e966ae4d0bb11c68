import { describe, expect, test } from 'vitest';
import type { Model } from '../../../checker/index.ts';
import { violated } from '../../../checker/index.ts';
import { codesOf, codesOfSuite, isJudgeable, winning } from '../../../checker/check/exit-code.ts';
import { exitCodes } from '../../../checker/check/exit-codes.ts';
import { coverageOf, isLacking, suiteCoverage } from '../../../checker/check/coverage.ts';
import type { Findings, Verdict } from '../../../checker/check/findings.types.ts';
import { judged } from '../../../checker/check/judgement.ts';
import type { ModelResult, PropertyResult } from '../../../checker/check/results.types.ts';
import type { Subject } from '../../../checker/check/subject.ts';
import { load } from '../../../checker/system/load.ts';
import { isShownBy } from '../../../checker/trace/evaluation.ts';
import { register } from '../fixtures/register.model.ts';
import { shortestRun } from '../fixtures/search.ts';

const base = register({ acks: 1 });
const run = shortestRun(load(base), (end) => isShownBy(load(base), 'Fresh', end)) ?? [];

const findings: Findings = {
  complete: true,
  stoppedBy: null,
  states: 27,
  transitions: 40,
  depth: 7,
  seconds: 0.1,
  bytesPerState: 50,
  verdicts: {
    Fresh: { verdict: 'violated', steps: run.length, run },
    NotBoth: { verdict: 'holds' },
    Finishes: { verdict: 'holds' },
    Deadlock: { verdict: 'holds' },
  },
  charted: ['writer: a', 'writer: b', 'server: c'],
  taken: ['writer: a'],
  guarded: ['writer: a', 'writer: b'],
  guardOutcomes: ['writer: a guard true'],
  faultsNeverSeen: [],
  antecedentsNeverSeen: [],
  orderDependent: [],
  growing: [],
  reductions: [],
};

interface Given {
  readonly model?: Partial<Model>;
  readonly verdicts?: Readonly<Record<string, Verdict>>;
  readonly findings?: Partial<Findings>;
  readonly only?: readonly string[];
}

function result({ model = {}, verdicts = {}, findings: changed = {}, only }: Given): ModelResult {
  const judgedModel: Model = { ...base, ...model };
  const subject: Subject = {
    file: 'register.model.ts',
    listed: base.name,
    name: base.name,
    changed: {},
    only: only ?? null,
    mutant: null,
  };
  const found = { ...findings, ...changed, verdicts: { ...findings.verdicts, ...verdicts } };
  return { ...judged(subject, load(judgedModel), found), mutants: null };
}

function property(given: Given, name: string): PropertyResult {
  const found = result(given).properties.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} was not judged`);
  return found;
}

describe('a verdict', () => {
  test('that was expected is as expected, with its trace', () => {
    const found = property({}, 'Fresh');
    expect(found).toMatchObject({
      expected: 'violated',
      expectedSteps: 5,
      steps: 5,
      problem: null,
    });
    expect(found.trace?.steps).toHaveLength(5);
    expect(result({}).asExpected).toBe(true);
    expect(codesOf(result({}))).toEqual([]);
  });

  test.each<[string, Given, string, PropertyResult['problem'], number]>([
    ['violation nobody expected', { model: { expect: {} } }, 'Fresh', 'safety', 12],
    [
      'violation of another length',
      { model: { expect: { Fresh: violated({ steps: 4 }) } } },
      'Fresh',
      'length',
      20,
    ],
    [
      'violation that is expected and absent',
      { verdicts: { Fresh: { verdict: 'holds' } } },
      'Fresh',
      'absent',
      20,
    ],
    [
      'deadlock nobody expected',
      { verdicts: { Deadlock: { verdict: 'violated', steps: 0, run: [] } } },
      'Deadlock',
      'deadlock',
      11,
    ],
    [
      'sometimes that never happens',
      { verdicts: { Finishes: { verdict: 'violated', steps: null, run: null } } },
      'Finishes',
      'vacuous',
      21,
    ],
    [
      'question left open',
      { verdicts: { NotBoth: { verdict: 'unknown' } } },
      'NotBoth',
      'inconclusive',
      30,
    ],
  ])('on a %s is a problem', (_, given, name, problem, code) => {
    expect(property(given, name).problem).toBe(problem);
    expect(result(given).asExpected).toBe(false);
    expect(codesOf(result(given))).toEqual([code]);
  });

  test('on a violation of any length suits an expectation without a length', () => {
    expect(property({ model: { expect: { Fresh: violated() } } }, 'Fresh').problem).toBeNull();
  });

  test('on a sometimes that never happens is waived with a reason', () => {
    const given: Given = {
      model: { waivers: [{ what: 'Finishes', why: 'nobody is that lucky' }] },
      verdicts: { Finishes: { verdict: 'violated', steps: null, run: null } },
    };
    expect(property(given, 'Finishes')).toMatchObject({ waived: 'nobody is that lucky' });
    expect(codesOf(result(given))).toEqual([]);
    expect(result(given).asExpected).toBe(true);
  });

  test('on what was not explored is left open', () => {
    const unexplored = judged(result({}).subject, load(base), { ...findings, verdicts: {} });
    expect(unexplored.verdict).toBe('unknown');
  });

  test('is given only on the properties that were asked about', () => {
    expect(result({ only: ['NotBoth'] }).properties.map(({ name }) => name)).toEqual(['NotBoth']);
  });

  test('is refused where expectations name what is no property', () => {
    expect(() => result({ model: { expect: { Frehs: violated() } } })).toThrow(
      /'expect' names 'Frehs'.*Fresh, NotBoth, Finishes, Deadlock/,
    );
  });
});

describe('a fault that is allowed and never happens', () => {
  const given: Given = { findings: { faultsNeverSeen: ['crash'] } };

  test('makes a model vacuous', () => {
    expect(codesOf(result(given))).toEqual([21]);
    expect(result(given).asExpected).toBe(false);
  });

  test('is waived with a reason', () => {
    const waivers = [{ what: 'crash', why: 'the host that may crash is never up' }];
    expect(codesOf(result({ ...given, model: { waivers } }))).toEqual([]);
  });
});

test.each<[string, Readonly<Record<string, Verdict>>, string]>([
  ['violated', { NotBoth: { verdict: 'unknown' } }, 'violated'],
  ['unknown', { Fresh: { verdict: 'unknown' } }, 'unknown'],
  ['holds', { Fresh: { verdict: 'holds' } }, 'holds'],
])('a model is %s by its properties', (_, verdicts, expected) => {
  expect(result({ verdicts }).verdict).toBe(expected);
});

describe('coverage', () => {
  test('counts what any model took, and names the rest', () => {
    const other = result({ findings: { taken: ['server: c'] } });
    const { transitions } = suiteCoverage([result({}), other]);
    expect(transitions).toEqual({ total: 3, seen: 2, unseen: ['writer: b'], waived: 0 });
    expect(coverageOf(other).transitions).toMatchObject({
      seen: 1,
      unseen: ['writer: a', 'writer: b'],
    });
  });

  test('names the outcomes of guards that no model showed, but not of transitions never taken', () => {
    expect(coverageOf(result({})).guards).toEqual({
      total: 4,
      seen: 1,
      unseen: ['writer: a guard false'],
      waived: 0,
    });
    const other = result({ findings: { guardOutcomes: ['writer: a guard false'] } });
    expect(suiteCoverage([result({}), other]).guards).toMatchObject({ seen: 2, unseen: [] });
  });

  test('leaves out what an author waives, with its machine or without', () => {
    const waivers = [
      { what: 'b', why: 'w' },
      { what: 'server: c', why: 'w' },
      { what: 'a guard false', why: 'w' },
    ];
    const coverage = coverageOf(result({ model: { waivers } }));
    expect(coverage).toEqual({
      transitions: { total: 3, seen: 1, unseen: [], waived: 2 },
      guards: { total: 4, seen: 1, unseen: [], waived: 1 },
      idleWaivers: [],
    });
    expect(isLacking(coverage)).toBe(false);
  });

  test('names waivers that nothing needs, and asks of each only that some model does', () => {
    const waivers = [
      { what: 'writer: a', why: 'is taken' },
      { what: 'writer: z', why: 'is none' },
      { what: 'Finishes', why: 'happens' },
      { what: 'drop', why: 'never seen' },
    ];
    const model = { waivers };
    const verdicts = { Finishes: { verdict: 'violated', steps: null, run: null } } as const;
    const findings = { faultsNeverSeen: ['drop'], taken: ['writer: a', 'writer: b', 'server: c'] };
    const one = result({ model, findings });
    expect(suiteCoverage([one]).idleWaivers.map(({ what }) => what)).toEqual([
      'writer: a',
      'writer: z',
      'Finishes',
    ]);
    const other = result({ model, verdicts, findings });
    expect(suiteCoverage([one, other]).idleWaivers).toEqual([
      { what: 'writer: a', models: ['register/acks1', 'register/acks1'] },
      { what: 'writer: z', models: ['register/acks1', 'register/acks1'] },
    ]);
  });

  test('is judged only where every model was explored to the end', () => {
    const whole = { results: [result({})], broken: [], failed: [] };
    expect(isJudgeable(whole)).toBe(true);
    expect(isJudgeable({ ...whole, results: [result({ findings: { complete: false } })] })).toBe(
      false,
    );
    expect(codesOfSuite(whole, coverageOf(result({})))).toEqual([exitCodes.vacuous]);
    expect(codesOfSuite(whole, null)).toEqual([]);
    const waivers = ['b', 'c', 'a guard false'].map((what) => ({ what, why: 'w' }));
    const good = result({ model: { waivers } });
    expect(codesOfSuite({ results: [good], broken: [], failed: [] }, coverageOf(good))).toEqual([]);
    const idle = result({ model: { waivers: [...waivers, { what: 'd', why: 'w' }] } });
    expect(codesOfSuite({ results: [idle], broken: [], failed: [] }, coverageOf(idle))).toEqual([
      exitCodes.vacuous,
    ]);
    const failed = { ...whole, failed: [{ model: 'm', cause: new Error('bug') }] };
    expect(isJudgeable(failed)).toBe(false);
    expect(codesOfSuite(failed, null)).toEqual([exitCodes.internal]);
  });
});

describe('of several exit codes', () => {
  test('the first of the list wins', () => {
    const order = [130, 64, 70, 75, 65, 11, 12, 20, 21, 30, 74];
    order.forEach((code, index) => {
      expect(winning(order.slice(index).toReversed())).toBe(code);
    });
  });

  test('none is 0', () => {
    expect(winning([])).toBe(0);
    expect(winning([0, 0])).toBe(0);
  });
});
