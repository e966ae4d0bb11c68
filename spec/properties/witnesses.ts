/** States that a model must reach, or else it says less than it seems to. */

import { client } from '../quorum/client.ts';
import { size } from '../values/id-set.ts';
import { replica } from '../versions/replica.ts';
import { hints, travelling } from './view.ts';
import type { SystemView } from './view.ts';

/** A put was answered as done. */
export function putSucceeds(view: SystemView): boolean {
  return view.each(client).some(({ context: { ghost } }) => size(ghost.acked) > 0);
}

/** A get was answered with something. */
export function getFinds(view: SystemView): boolean {
  return view.each(client).some(({ context: { ghost } }) => size(ghost.lastRead?.values ?? {}) > 0);
}

/** A stale replica is being repaired. */
export function repairHappens(view: SystemView): boolean {
  return travelling(view, 'repair').length > 0;
}

/** A client is being told that its put may or may not have happened. */
export function putUnknown(view: SystemView): boolean {
  return travelling(view, 'putUnknown').length > 0;
}

/** A node keeps something for another. */
export function hintKept(view: SystemView): boolean {
  return hints(view).length > 0;
}

/** A replica keeps versions that no clock puts in order. */
export function siblingsKept(view: SystemView): boolean {
  return view.each(replica).some((one) => one.in('siblings'));
}
