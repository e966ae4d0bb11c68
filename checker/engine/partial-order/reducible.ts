/** Which properties partial order reduction keeps, and what of a system they may notice. */

import { match } from 'ts-pattern';
import type { Model } from '../../model/model.ts';
import type { Property } from '../../model/property.types.ts';
import { isLiveness } from '../../model/property-kinds.ts';
import type { Refusal } from '../refusal.types.ts';

/** The properties of a model that forbid partial order reduction; none where it is sound. */
export function forbidsPartialOrder(model: Model): readonly Refusal[] {
  const some = model.system.hosts[0]?.id ?? 'c1';
  return Object.entries(model.properties).flatMap(([property, declared]) => {
    const why = reasonOf(declared, some);
    return why === null ? [] : [{ property, why }];
  });
}

/** The hosts that properties of single states may read. */
export function hostsRead(model: Model): Set<string> {
  return new Set(
    Object.values(model.properties).flatMap((property) =>
      'holds' in property && 'over' in property ? (property.over ?? []) : [],
    ),
  );
}

/** `some`: a host that properties might read. */
function reasonOf(property: Property, some: string): string | null {
  return match(property)
    .with({ kind: 'always' }, { kind: 'never' }, { kind: 'sometimes' }, ({ kind, over }) =>
      over === undefined
        ? `it doesn't declare which hosts it reads: ${kind}(…, { over: ['${some}'] })`
        : null,
    )
    .with({ kind: 'whenQuiet' }, { kind: 'monitored' }, () => null)
    .with({ kind: 'everyStep' }, () => 'it looks at every step, and not every step is taken')
    .when(isLiveness, () => 'it looks at runs without end, and of these some are left out')
    .exhaustive();
}
