/** Which steps commute. */

import * as code from '../codes';
import * as field from '../fields';
import { at } from './access';

/** The actor of a step. */
@inline
export function actorAt(step: usize): i32 {
  return load<u8>(<usize>at(field.actors) + ((step - <usize>at(field.pool)) >> 2));
}

/**
 * Whether a step at a column that an actor didn't change is independent of the actor's (see `expansion.ts`).
 * `sends` is where the pool counts its parcels.
 */
export function isIndependent(step: usize, sends: usize, other: i32): bool {
  const mine = actorAt(step);
  if ((mine & code.writesEnvironment) !== 0 && (other & code.readsEnvironment) !== 0) return false;
  if ((other & code.writesEnvironment) !== 0 && (mine & code.readsEnvironment) !== 0) return false;
  if ((mine & other & code.feedsMonitors) !== 0) return false;
  const actorColumn = other & code.actorColumns;
  const count = load<i32>(sends);
  if (actorColumn === code.actorColumns) return count === 0;
  for (let left = count, parcel = sends + 4; left > 0; left--, parcel += 8) {
    if (load<i32>(parcel) === actorColumn) return false;
  }
  return true;
}
