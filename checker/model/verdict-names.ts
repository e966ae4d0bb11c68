/** What the verdicts on a model are called. */

import { ownField } from '../own-field.ts';
import type { Completed } from './model.types.ts';
import { deadlock } from './property.ts';

/** A name for each verdict: those of the properties, in their order, and `Deadlock`. */
export function verdictNames({ properties }: { readonly properties: object }): readonly string[] {
  return [...Object.keys(properties), deadlock];
}

/** Those of them that some run may violate: where a `sometimes` never happens, no run shows it. */
export function violableNames({ properties }: Pick<Completed, 'properties'>): readonly string[] {
  return verdictNames({ properties }).filter(
    (name) => ownField(properties, name)?.kind !== 'sometimes',
  );
}
