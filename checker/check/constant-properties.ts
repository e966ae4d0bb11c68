/** Properties that look at nothing, and so hold whatever a model does. */

import type { Predicate, Property } from '../model/property.types.ts';
import { ownField } from '../own-field.ts';
import { initial } from '../reference.ts';
import type { View } from '../state/view.ts';
import { viewOf } from '../state/view-of.ts';
import type { LoadedModel } from '../system/load.ts';

/**
 * Those of the named properties, and parts of them as `<property>: <part>`, that hold by reading nothing but
 * what all states have in common. A predicate depends on nothing but what it reads: one that reads nothing of
 * the initial state answers the same in every state.
 */
export function constantProperties(
  loaded: LoadedModel,
  names: readonly string[],
): readonly string[] {
  const { state } = initial(loaded);
  return names.flatMap((name) => {
    const property = ownField(loaded.model.properties, name);
    if (property === undefined) return [];
    // By the other answer it would not hold; of a `leadsTo`, what it leads from may just never happen.
    const settling = property.kind !== 'never';
    return Object.entries(askedIn(name, property)).flatMap(([part, holds]) =>
      constantAnswer(holds, viewOf(loaded, state)) === settling ? [part] : [],
    );
  });
}

/** The predicates that a property says something by, under their names. */
function askedIn(name: string, property: Property): Readonly<Record<string, Predicate>> {
  switch (property.kind) {
    case 'always': {
      const { holds, conjuncts } = property;
      if (conjuncts === undefined) return { [name]: holds };
      return Object.fromEntries(
        Object.entries(conjuncts).map(([part, one]) => [`${name}: ${part}`, one]),
      );
    }
    case 'leadsTo':
      return { [name]: property.to };
    case 'never':
    case 'sometimes':
    case 'eventually':
    case 'alwaysEventually':
    case 'eventuallyAlways':
      return { [name]: property.holds };
    // Of these there may be no state to ask them of, or they depend on more than states.
    case 'whenQuiet':
    case 'everyStep':
    case 'monitored':
    case 'terminates':
      return {};
  }
}

/** What of a view is the same in every state. */
const fixed: PropertyKey = 'hosts';

/** What a predicate answers in every state; null where that depends on what it reads. */
function constantAnswer(holds: Predicate, view: View): boolean | null {
  let hasRead = false;
  const watched = new Proxy(view, {
    get: (target, name): unknown => {
      if (name !== fixed) hasRead = true;
      return Reflect.get(target, name);
    },
    has: (target, name) => {
      hasRead = true;
      return Reflect.has(target, name);
    },
    ownKeys: (target) => {
      hasRead = true;
      return Reflect.ownKeys(target);
    },
  });
  try {
    const answer = holds(watched);
    return hasRead ? null : answer;
  } catch {
    // What throws is told by the search, if it comes there.
    return null;
  }
}
