/** Puts representatives in the place of the candidates of a round. */

import type { Rounds } from '../rounds.ts';
import type { StepTables } from '../step-tables.ts';
import type { KernelTables } from './kernel-tables.ts';

/**
 * Replaces all candidates. Images that they need may come to outgrow the layout: then some are replaced
 * and some are not, and it answers false.
 */
export function representCandidates(
  rounds: Rounds,
  images: KernelTables,
  steps: Pick<StepTables, 'fits'>,
): boolean {
  rounds.beginRepresenting();
  for (;;) {
    const missed = rounds.represent();
    if (missed.length === 0) return true;
    images.resolve(missed);
    if (!steps.fits()) return false;
  }
}
