/** What kind of thing shows that a property is violated, or witnessed. */

import { ownField } from '../own-field.ts';
import type { LoadedModel } from '../system/load.ts';

/** States, states in which nothing but faults is enabled, or steps. */
export type ShownBy = 'state' | 'quiet' | 'step';

/** What shows a property of a model; without a property of that name, a deadlock is meant. */
export function shownBy({ model }: LoadedModel, property: string): ShownBy {
  const kind = ownField(model.properties, property)?.kind ?? 'deadlock';
  if (kind === 'everyStep') return 'step';
  return kind === 'whenQuiet' || kind === 'deadlock' ? 'quiet' : 'state';
}
