/** What runs should come to, and come back to. */

import { client } from '../quorum/client.ts';
import type { SystemView } from './view.ts';

/** Some client waits for the answer to its put or get. */
export function someoneWaits(view: SystemView): boolean {
  return view.each(client).some((one) => one.in('putting') || one.in('getting'));
}

/** No client waits for an answer: scripts are finite, so whoever waits keeps this from ever coming. */
export function nobodyWaits(view: SystemView): boolean {
  return !someoneWaits(view);
}
