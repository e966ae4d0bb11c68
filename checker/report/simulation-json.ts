/** A simulation as data for other programs; the format is versioned. The same for the same plan. */

import type { PropertyOutcome, SimulationOutcome } from '../simulation/outcome.ts';
import type { WalkPlan } from '../simulation/walk.types.ts';

/** The object that `simulate --json` writes: no times in it, nor how many threads there were. */
export function simulationJson(
  outcome: SimulationOutcome,
  {
    plan,
    files,
  }: { readonly plan: WalkPlan; readonly files: ReadonlyMap<PropertyOutcome, string> },
): object {
  const { model, scope, simulation, properties, charted, untaken, faultsNeverSeen } = outcome;
  const { walks, steps, longest, states, abstractStates } = simulation;
  return {
    formatVersion: 1,
    model: model.name,
    scope,
    plan,
    walks,
    steps,
    longest,
    states,
    abstractStates,
    properties: properties.map((property) => propertyJson(property, files.get(property))),
    coverage: { transitionsTaken: charted - untaken.length, transitionsTotal: charted, untaken },
    faultsNeverSeen,
  };
}

function propertyJson(property: PropertyOutcome, file: string | undefined): object {
  const { name, kind, isExpected, verdict, finding, trace } = property;
  return {
    name,
    kind,
    expected: isExpected ? 'violated' : 'holds',
    verdict,
    ...(finding === null ? {} : { walk: finding.walk, stepsOfWalk: finding.steps }),
    ...(trace === null ? {} : { steps: trace.steps.length }),
    ...(file === undefined ? {} : { trace: file }),
  };
}
