/** `--reduce`: which reductions are asked for, and whether the models allow them. */

import { InvalidArgumentError } from 'commander';
import type { Reduction } from '../check/findings.types.ts';
import type { Selected } from '../check/suite.ts';
import { forbidsPartialOrder } from '../engine/partial-order/reducible.ts';
import { forbidsSymmetry } from '../engine/symmetry/reducible.ts';
import { UsageError } from './usage-error.ts';

const forbids = { symmetry: forbidsSymmetry, 'partial-order': forbidsPartialOrder } as const;
const known: readonly Reduction[] = ['symmetry', 'partial-order'];

/** Reads a list of reductions, as it is written on the command line. */
export function reductions(written: string): readonly Reduction[] {
  return written.split(',').map((name) => {
    const found = known.find((one) => one === name.trim());
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`'${name}' is no reduction. There are: ${known.join(', ')}.`);
  });
}

/**
 * Refuses reductions that could change the verdict of a property.
 * @throws UsageError naming the properties, and why.
 */
export function refuseReductions(
  selected: readonly Selected[],
  reduce: readonly Reduction[],
): void {
  for (const reduction of reduce) {
    for (const { model } of selected) {
      const refusals = forbids[reduction](model);
      if (refusals.length === 0) continue;
      const reasons = refusals.map(({ property, why }) => `  ${property}: ${why}`);
      throw new UsageError(
        `--reduce ${reduction} could change verdicts of ${model.name}. Leave it out, or name other properties with --property (Deadlock, say):\n${reasons.join('\n')}`,
      );
    }
  }
}
