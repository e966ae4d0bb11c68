/**
 * What a suite saw of its models' charts, and whether that is enough: a transition that is never
 * taken, or a guard that always answers the same, is not known to work (exit code 21).
 */

import { byText } from '../json.ts';
import { guardOutcomes } from '../machine/guard-watch.ts';
import type { Model } from '../model/model.ts';
import type { ModelResult } from './results.types.ts';

/** How many of some things were seen, and which ones were not. */
export interface CoverageCount {
  readonly total: number;
  readonly seen: number;
  /** Not seen and not waived, by name. */
  readonly unseen: readonly string[];
  readonly waived: number;
}

/** What a suite saw. */
export interface Coverage {
  readonly transitions: CoverageCount;
  /** Both outcomes of every guard; those of a transition that is never taken are left to it. */
  readonly guards: CoverageCount;
  /** Waivers of what was seen after all, or of what there isn't, with the models that have them. */
  readonly idleWaivers: readonly IdleWaiver[];
}

/** A waiver without a use. */
export interface IdleWaiver {
  readonly what: string;
  readonly models: readonly string[];
}

/** The coverage of one model's charts. */
export function coverageOf(result: ModelResult): Coverage {
  return suiteCoverage([result]);
}

/** The coverage of all charts over all models: what any model shows is seen. */
export function suiteCoverage(results: readonly ModelResult[]): Coverage {
  const waivers = waiversOf(results.map(({ model }) => model));
  const namesOf = (of: (result: ModelResult) => readonly string[]): ReadonlySet<string> =>
    new Set(results.flatMap(of));
  const taken = namesOf(({ findings }) => findings.taken);
  const outcomes = namesOf(({ findings }) => findings.guardOutcomes);
  const untaken = without(
    namesOf(({ findings }) => findings.charted),
    taken,
  );
  const guarded = namesOf(({ findings }) => findings.guarded);
  const judged = [...guarded].filter((name) => !untaken.missing.includes(name));
  const unseen = without(new Set(judged.flatMap(guardOutcomes)), outcomes);
  const amiss = results.flatMap(waivedIn);
  const used = [...untaken.missing, ...unseen.missing, ...amiss];
  return {
    transitions: covered(untaken, waivers),
    guards: covered({ ...unseen, total: 2 * guarded.size, seen: outcomes.size }, waivers),
    idleWaivers: [...waivers]
      .filter(([what]) => !used.some((name) => isNamed(name, what)))
      .map(([what, models]) => ({ what, models })),
  };
}

/** Whether something was not seen, or waived without need. */
export function isLacking({ transitions, guards, idleWaivers }: Coverage): boolean {
  return transitions.unseen.length + guards.unseen.length + idleWaivers.length > 0;
}

type Waivers = ReadonlyMap<string, readonly string[]>;

/** What is waived, and by which models. */
function waiversOf(models: readonly Model[]): Waivers {
  const waivers = new Map<string, string[]>();
  for (const { name, waivers: declared } of models) {
    for (const { what } of declared) waivers.set(what, [...(waivers.get(what) ?? []), name]);
  }
  return waivers;
}

/** What is judged model by model, and waived there. */
function waivedIn({ properties, unseenFaults }: ModelResult): readonly string[] {
  return [
    ...properties.filter(({ waived }) => waived !== null).map(({ name }) => name),
    ...unseenFaults.filter(({ waived }) => waived !== null).map(({ label }) => label),
  ];
}

interface Missing {
  readonly total: number;
  readonly seen: number;
  readonly missing: readonly string[];
}

function without(all: ReadonlySet<string>, seen: ReadonlySet<string>): Missing {
  const missing = [...all].filter((name) => !seen.has(name));
  return { total: all.size, seen: all.size - missing.length, missing };
}

function covered({ total, seen, missing }: Missing, waivers: Waivers): CoverageCount {
  const unseen = missing.filter((name) => ![...waivers.keys()].some((what) => isNamed(name, what)));
  return {
    total,
    seen,
    unseen: unseen.toSorted(byText),
    waived: missing.length - unseen.length,
  };
}

/** A waiver names a transition with its machine, as it is printed, or without. */
function isNamed(name: string, what: string): boolean {
  return name === what || name.endsWith(`: ${what}`);
}
