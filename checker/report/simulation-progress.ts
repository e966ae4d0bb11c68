/** How far a simulation has come, and how fast it was, in a line each. */

import type { SimulationProgress } from '../simulation/simulating.ts';
import type { Simulation } from '../simulation/simulation.ts';
import { counted, countText, secondsText } from './numbers.ts';

/** The limits of a simulation; null is none. */
export interface SimulationLimits {
  readonly walks: number | null;
  readonly seconds: number | null;
}

/** What a line of progress says. */
export function simulationProgressParts(
  { walks, steps, seconds }: SimulationProgress,
  limits: SimulationLimits,
): readonly string[] {
  const shares = [
    ...(limits.walks === null ? [] : [walks / limits.walks]),
    ...(limits.seconds === null ? [] : [seconds / limits.seconds]),
  ];
  return [
    `${countText(walks)} walks`,
    `${countText(steps)} steps`,
    `${countText(steps / Math.max(seconds, 0.001))}/s`,
    ...(shares.length === 0
      ? []
      : [`${Math.round(Math.min(1, Math.max(...shares)) * 100)} % of limit`]),
  ];
}

/** How long a simulation took, which is no part of its report: that is the same every time. */
export function rateLine({ walks, steps }: Simulation, seconds: number, workers: number): string {
  const rate = countText(steps / Math.max(seconds, 0.001));
  return `${counted(walks, 'walk')} in ${secondsText(seconds)}, ${rate} steps/s, ${counted(workers, 'worker')}`;
}
