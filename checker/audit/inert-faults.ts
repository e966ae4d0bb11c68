/**
 * Faults that are allowed, and change nothing that anybody looks at: without them every property has
 * the same verdict, as short a violation, and the same transitions and guards are seen. Either the
 * model has nothing that such a fault could harm, or it doesn't look where the harm is.
 */

import type { LoadedModel } from '../system/load.ts';
import { load } from '../system/load.ts';
import { budgetedFaults } from '../system/system.ts';
import type { Answer } from './answer.ts';
import { contradictions } from './answer.ts';

/** A fault that a model allows, by its label. */
export interface AllowedFault {
  readonly label: string;
  /** The same model without it. */
  readonly without: LoadedModel;
}

/** The faults that a model allows; partitions only where it lists any, crashes where a host may. */
export function allowedFaults({ model, system }: LoadedModel): readonly AllowedFault[] {
  const isPossible = (label: string): boolean =>
    (label !== 'partition' || system.partitions.length > 0) &&
    (label !== 'crash' || system.crashable.length > 0);
  return budgetedFaults(system)
    .filter(isPossible)
    .map((label) => {
      const budgets = { ...system.budgets, [label]: 0 };
      return { label, without: load({ ...model, system: { ...system, budgets } }) };
    });
}

/** Whether a fault is inert, given what is so with it and without it. */
export function isInert(withFault: Answer, without: Answer): boolean {
  const { seen } = withFault;
  const isAllSeen =
    seen.size === without.seen.size && [...seen].every((one) => without.seen.has(one));
  const agreement = { isFull: false, traces: 'as long' } as const;
  return isAllSeen && contradictions(withFault, without, agreement).length === 0;
}
