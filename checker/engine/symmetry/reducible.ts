/** Which properties can be judged by representatives, and what they stand for. */

import type { Model } from '../../model/model.ts';
import { isLiveness } from '../../model/property-kinds.ts';
import type { Refusal } from '../refusal.types.ts';

/** The properties of a model that forbid symmetry reduction; none where it is sound, or does nothing. */
export function forbidsSymmetry({ symmetric, properties }: Model): readonly Refusal[] {
  if (properGroups(symmetric).length === 0) return [];
  return Object.entries(properties).flatMap(([property, declared]) =>
    isLiveness(declared)
      ? [{ property, why: 'a run without end may look fair though one of the hosts always waits' }]
      : [],
  );
}

/** In words: how many states one stands for at most, and which ids change places. */
export function symmetryWords({ symmetric }: Model): string {
  const groups = properGroups(symmetric);
  if (groups.length === 0) {
    return 'symmetry leaves nothing out: the model declares no interchangeable ids (symmetric)';
  }
  const most = groups.reduce((product, { length }) => product * factorial(length), 1);
  const named = groups.map((group) => group.join(', ')).join('; ');
  return `symmetry: one state stands for up to ${most} that ${named} make by changing places`;
}

/** Groups in which there is something to exchange. */
function properGroups(groups: Model['symmetric']): Model['symmetric'] {
  return groups.filter(({ length }) => length > 1);
}

function factorial(of: number): number {
  return of < 2 ? 1 : of * factorial(of - 1);
}
