/** Exploring a model from a test of one's own: in the thread that asks, without files and commands. */

import { findingsOf } from './check/exploring.ts';
import type { StopCause } from './check/findings.types.ts';
import { isSettled, judged } from './check/judgement.ts';
import type { ModelResult, PropertyResult } from './check/results.types.ts';
import { pinnedIn } from './check/suite.ts';
import { positive, truth } from './definition/plain-shapes.ts';
import { keyed, optional, refuseUnlike, that } from './definition/shape.ts';
import type { Shape } from './definition/shape.ts';
import { refuseSurplus } from './definition/surplus.ts';
import { explore as exploreStates } from './engine/explore.ts';
import type { Model } from './model/model.ts';
import { violableNames } from './model/verdict-names.ts';
import { constantLines } from './report/check-summary.ts';
import { modelRows, tableHead } from './report/check-table.ts';
import { growthLines } from './report/growth-lines.ts';
import { palette } from './report/palette.ts';
import { absentLines, unseenFaultLines } from './report/unmet-lines.ts';
import { violationLines } from './report/violation.ts';
import { load } from './system/load.ts';
import type { Trace } from './trace/trace.ts';

/** How far a model is explored. */
export interface ExploreLimits {
  /** Default: as many as there are. */
  readonly maxStates?: number;
  /** Default: as far as there are states. */
  readonly maxDepth?: number;
  /** Default: as long as it takes; give less than the test runner's own patience. */
  readonly maxSeconds?: number;
  /** Whether to explore everything even after an unexpected violation. Default: no. */
  readonly keepGoing?: boolean;
}

/** What is known of one property. */
export interface ExploredProperty {
  readonly verdict: 'holds' | 'violated' | 'unknown';
  /** Whether that is what the model expects. */
  readonly asExpected: boolean;
  /** The length of the shortest violation; null where there is none. */
  readonly steps: number | null;
  /** How many of these steps go round for ever; null for a run that ends. */
  readonly cycle: number | null;
  /** The run to the violation, with all states; null where there is none. */
  readonly trace: Trace | null;
}

/** What came of exploring a model. */
export interface Explored {
  readonly model: string;
  /** What bounds the verdicts, in words. */
  readonly scope: string;
  /** Of all properties together. */
  readonly verdict: 'holds' | 'violated' | 'unknown';
  /** Whether all is as the model expects; what `quorate check` answers 0 to, mutants and charts aside. */
  readonly asExpected: boolean;
  /** Whether every state was seen, and else why not. */
  readonly complete: boolean;
  readonly stoppedBy: StopCause | null;
  readonly states: number;
  readonly transitions: number;
  /** The greatest distance of a state from the initial one, in steps. */
  readonly depth: number;
  /** By name, `Deadlock` among them. */
  readonly properties: Readonly<Record<string, ExploredProperty>>;
  /** What `quorate check` prints of the model: the table, and unexpected violations step by step. */
  readonly report: string;
}

/** A whole number, or no limit at all. */
function limitFrom(least: number): Shape {
  const isLimit = (limit: unknown): boolean =>
    limit === Infinity || (Number.isSafeInteger(limit) && Number(limit) >= least);
  return that(isLimit, `give a whole number from ${least}`);
}

const limitShapes = keyed<ExploreLimits>(
  {
    maxStates: optional(limitFrom(1)),
    maxDepth: optional(limitFrom(0)),
    maxSeconds: optional(positive),
    keepGoing: optional(truth),
  },
  { write: 'explore(model, { maxStates: 1000 })' },
);

/**
 * Explores a model with one thread, in this one: nothing else happens meanwhile.
 * @throws BrokenModel where the model can't be checked, or the limits are none; its message says what to do.
 */
export function explore(model: Model, limits: ExploreLimits = {}): Explored {
  refuseSurplus('explore(…)', arguments, 2);
  refuseUnlike(limitShapes, limits, { root: 'explore(model, { … })', path: 'explore' });
  const loaded = load(model);
  const exploration = exploreStates(loaded, {
    keepGoing: false,
    ...limits,
    expected: new Set(Object.keys(model.expect)),
    pinned: new Map(Object.entries(pinnedIn(model))),
    traced: new Set(violableNames(model)),
  });
  const { name } = model;
  const subject = { file: '', listed: name, name, changed: {}, only: null, mutant: null };
  const judgement = judged(subject, loaded, findingsOf(loaded, exploration));
  const result: ModelResult = { ...judgement, mutants: null };
  const { complete, stoppedBy, states, transitions, depth } = result.findings;
  return {
    model: model.name,
    scope: result.scope,
    verdict: result.verdict,
    asExpected: result.asExpected,
    complete,
    stoppedBy,
    states,
    transitions,
    depth,
    properties: Object.fromEntries(result.properties.map((one) => [one.name, propertyOf(one)])),
    report: reportOf(result).join('\n'),
  };
}

function propertyOf(property: PropertyResult): ExploredProperty {
  const { verdict, steps, cycle, trace } = property;
  return { verdict, asExpected: isSettled(property), steps, cycle, trace };
}

function reportOf(result: ModelResult): readonly string[] {
  const plain = palette(false);
  const { model, findings } = result;
  const place = {
    model: model.name,
    file: null,
    modelFile: null,
    hasStore: false,
    isShortest: findings.isShortest ?? true,
  };
  const problems = result.properties.filter(({ waived }) => waived === null);
  return [
    tableHead(plain),
    ...modelRows(result, plain),
    ...growthLines(model.name, findings, plain),
    ...problems.flatMap((property) => {
      if (property.problem === null || property.problem === 'inconclusive') return [];
      return property.problem === 'absent'
        ? ['', ...absentLines(result, property, null, plain)]
        : ['', ...violationLines(property, place, plain)];
    }),
    ...unseenFaultLines(result, plain),
    ...constantLines([result]),
  ];
}
