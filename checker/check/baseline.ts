/**
 * The size of each model as it was when somebody last looked: a change of a protocol that makes a
 * model unexpectedly smaller, or larger, shows here though every verdict stays.
 */

import { byText } from '../json.ts';
import { coverageOf } from './coverage.ts';
import type { ModelResult } from './results.types.ts';

/** What is remembered of a model, by the names under which a baseline file has it. */
export interface Figures {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** Chart transitions that were taken, and all there are. */
  readonly transitionsTaken: number;
  readonly transitionsTotal: number;
  /** Outcomes of guards that were seen, and all there are. */
  readonly guardOutcomesSeen: number;
  readonly guardOutcomesTotal: number;
}

/** The names of the figures, in the order in which they are told. */
const figureNames = [
  'states',
  'transitions',
  'depth',
  'transitionsTaken',
  'transitionsTotal',
  'guardOutcomesSeen',
  'guardOutcomesTotal',
] as const satisfies readonly (keyof Figures)[];

/** The figures of each model, by its name. */
export type Baseline = ReadonlyMap<string, Figures>;

/** How a model differs from what is remembered of it. */
export type BaselineDifference =
  | { readonly kind: 'new'; readonly model: string; readonly now: Figures }
  | { readonly kind: 'gone'; readonly model: string; readonly old: Figures }
  | {
      readonly kind: 'changed';
      readonly model: string;
      readonly figure: keyof Figures;
      readonly old: number;
      readonly now: number;
    };

/** What is compared with a baseline. */
export interface Measured {
  readonly results: readonly ModelResult[];
  /** The models that were to be checked, if those are all there are; null for a part of them. */
  readonly all: readonly string[] | null;
}

/** How a run compares with a baseline. */
export interface BaselineComparison {
  readonly differences: readonly BaselineDifference[];
  /** How many models were compared. */
  readonly compared: number;
  /** Models whose exploration ended early, so that their figures say nothing. */
  readonly undecided: readonly string[];
  /** The baseline as it is with the run's figures in it. */
  readonly next: Baseline;
}

/** Compares a run with what is remembered; models that are no part of the run are left alone. */
export function comparedWith(baseline: Baseline, { results, all }: Measured): BaselineComparison {
  const whole = results.filter(({ findings }) => findings.complete);
  const now = new Map(whole.map((result) => [result.model.name, figuresOf(result)]));
  const isGone = (name: string): boolean => all !== null && !all.includes(name);
  const kept = [...baseline].filter(([name]) => !isGone(name));
  const gone = [...baseline].filter(([name]) => isGone(name));
  return {
    differences: [
      ...[...now].flatMap(([model, figures]) => differencesOf(model, baseline.get(model), figures)),
      ...gone.map(([model, old]): BaselineDifference => ({ kind: 'gone', model, old })),
    ],
    compared: now.size,
    undecided: results.filter(({ findings }) => !findings.complete).map(({ model }) => model.name),
    next: new Map([...kept, ...now].toSorted(([left], [right]) => byText(left, right))),
  };
}

function differencesOf(
  model: string,
  old: Figures | undefined,
  now: Figures,
): readonly BaselineDifference[] {
  if (old === undefined) return [{ kind: 'new', model, now }];
  return figureNames
    .filter((figure) => old[figure] !== now[figure])
    .map((figure) => ({ kind: 'changed', model, figure, old: old[figure], now: now[figure] }));
}

function figuresOf(result: ModelResult): Figures {
  const { states, transitions, depth } = result.findings;
  const coverage = coverageOf(result);
  return {
    states,
    transitions,
    depth,
    transitionsTaken: coverage.transitions.seen,
    transitionsTotal: coverage.transitions.total,
    guardOutcomesSeen: coverage.guards.seen,
    guardOutcomesTotal: coverage.guards.total,
  };
}
