/** What a simulation says of a model: what it found, and whether that was expected. */

import { isAsked } from '../check/subject.ts';
import type { Subject } from '../check/subject.ts';
import type { Model } from '../model/model.ts';
import { isLiveness } from '../model/property-kinds.ts';
import { verdictNames } from '../model/verdict-names.ts';
import { ownField } from '../own-field.ts';
import { chartedIn, takenAtBirth } from '../system/charted.ts';
import type { LoadedModel } from '../system/load.ts';
import { budgetedFaults } from '../system/system.ts';
import { boundsOf } from '../trace/bounds.ts';
import type { Trace } from '../trace/trace.ts';
import type { Simulation } from './simulation.ts';
import type { WalkFinding } from './walk.types.ts';

/** What walks say of one property. Never that it holds: they are not all runs. */
export interface PropertyOutcome {
  readonly name: string;
  /** The property's kind, or `deadlock`. */
  readonly kind: string;
  /** False for liveness: a walk ends, and says nothing of runs that don't. */
  readonly isJudged: boolean;
  /** `witnessed` is said of a `sometimes` only. */
  readonly verdict: 'violated' | 'witnessed' | 'unknown';
  /** Whether the model's author expects a violation. */
  readonly isExpected: boolean;
  /** What is amiss: a violation that nobody expects. */
  readonly problem: 'deadlock' | 'safety' | null;
  readonly finding: WalkFinding | null;
  /** The violation as a run made short; null where there is none, or making it short was given up. */
  readonly trace: Trace | null;
}

/** What a simulation says of a model. */
export interface SimulationOutcome {
  readonly model: Model;
  /** The bounds of the model that its walks were made within. */
  readonly scope: string;
  readonly simulation: Simulation;
  readonly properties: readonly PropertyOutcome[];
  /** Chart transitions that no walk took, out of how many there are. */
  readonly untaken: readonly string[];
  readonly charted: number;
  /** Kinds of fault that the model allows, and those that happened in no walk. */
  readonly faults: readonly string[];
  readonly faultsNeverSeen: readonly string[];
}

/** Makes a trace of a finding; null where that was given up. */
export type Tracing = (finding: WalkFinding) => Promise<Trace | null>;

/** What a simulation's findings mean; the traces are made one after the other. */
export async function outcomeOf(
  { subject, loaded }: { readonly subject: Subject; readonly loaded: LoadedModel },
  simulation: Simulation,
  traced: Tracing,
): Promise<SimulationOutcome> {
  const { model } = loaded;
  const properties: PropertyOutcome[] = [];
  for (const name of verdictNames(model)) {
    if (!isAsked(subject, name)) continue;
    properties.push(await propertyOutcome(model, name, { simulation, traced }));
  }
  const charted = chartedIn(loaded, ({ transitions }) => transitions);
  const atBirth = takenAtBirth(loaded);
  const faults = budgetedFaults(model.system);
  return {
    model,
    scope: boundsOf(model),
    simulation,
    properties,
    untaken: charted.filter((name) => !simulation.taken.has(name) && !atBirth.has(name)),
    charted: charted.length,
    faults,
    faultsNeverSeen: faults.filter((label) => !simulation.happened.has(label)),
  };
}

async function propertyOutcome(
  model: Model,
  name: string,
  { simulation, traced }: { readonly simulation: Simulation; readonly traced: Tracing },
): Promise<PropertyOutcome> {
  const property = ownField(model.properties, name);
  const kind = property?.kind ?? 'deadlock';
  const isExpected = ownField(model.expect, name) !== undefined;
  const finding = simulation.findings.get(name) ?? null;
  const isJudged = property === undefined || !isLiveness(property);
  const base = { name, kind, isExpected, isJudged, finding };
  if (finding === null) return { ...base, verdict: 'unknown', problem: null, trace: null };
  if (kind === 'sometimes') return { ...base, verdict: 'witnessed', problem: null, trace: null };
  const problem = kind === 'deadlock' ? 'deadlock' : 'safety';
  const trace = await traced(finding);
  return { ...base, verdict: 'violated', problem: isExpected ? null : problem, trace };
}
