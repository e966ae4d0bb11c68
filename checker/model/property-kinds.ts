/** Which properties speak of what: of steps, or of whole runs. */

import type { LivenessProperty, Property } from './property.types.ts';

/** Whether there is a property of steps, for which those matter as well that change nothing. */
export function isAnyOfSteps(properties: Readonly<Record<string, Property>>): boolean {
  return Object.values(properties).some(({ kind }) => kind === 'everyStep');
}

/** Whether a property is one of whole runs. */
export function isLiveness(property: Property): property is LivenessProperty {
  switch (property.kind) {
    case 'eventually':
    case 'leadsTo':
    case 'alwaysEventually':
    case 'eventuallyAlways':
    case 'terminates':
      return true;
    default:
      return false;
  }
}
