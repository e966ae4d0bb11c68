/**
 * What a client may rely on within its own session (RYW, MR), judged at each get that is answered.
 * Both look at ghosts in the client, which are functions of what the client was answered, so that
 * they need no monitor of their own.
 */

import { client } from '../quorum/client.ts';
import { isSubset } from '../values/id-set.ts';
import type { SystemView } from './view.ts';

/** RYW: a get returns a state that includes all puts of its session that were done before. */
export function readsOwnWrites(view: SystemView): boolean {
  return view.each(client).every(({ context: { ghost } }) => {
    return ghost.lastRead === null || isSubset(ghost.lastRead.acked, ghost.lastRead.past);
  });
}

/** MR: a get returns a state that includes all that earlier gets of its session returned. */
export function readsMonotonically(view: SystemView): boolean {
  return view.each(client).every(({ context: { ghost } }) => {
    return ghost.lastRead === null || isSubset(ghost.lastRead.readBefore, ghost.lastRead.past);
  });
}
