/** The machines of a system, wherever they run. */

import type { LoadedHost, LoadedSlot } from './loaded.types.ts';

/** All machines of some hosts, host by host in declared order. */
export function slotsIn(hosts: ReadonlyMap<string, LoadedHost>): readonly LoadedSlot[] {
  return [...hosts.values()].flatMap(({ slots }) => [...slots.values()]);
}
