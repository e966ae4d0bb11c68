/**
 * A thread that starts those that help with a search, and listens for their ends: the one that leads
 * is too busy to hear of them. Its own end is theirs.
 */

import { Worker, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { Share } from './helping-thread.ts';
import { endBy, endWith } from './thread-fault.ts';
import type { ThreadFault } from './thread-fault.ts';
import { wakeLeader } from './turn.ts';

/** What a thread is started with. */
export interface Watch {
  readonly share: Share;
  /** How many threads are to help. */
  readonly helpers: number;
  /** Where the end of a thread is told: a `ThreadFault`. */
  readonly ends: MessagePort;
}

// The thread is started with it, see `threaded-crew.ts`.
const { share, helpers, ends } = workerData as Watch;
const ints = new Int32Array(share.memory.buffer);

/** Tells an end; whoever leads may be asleep until no thread is at work. */
function tell(end: ThreadFault): void {
  ends.postMessage(end, []);
  Atomics.add(ints, share.lost / 4, 1);
  wakeLeader(ints);
}

for (let helper = 0; helper < helpers; helper++) {
  const thread = new Worker(new URL('./helping-thread.ts', import.meta.url), { workerData: share });
  thread.on('error', (cause) => tell(endBy(cause)));
  // None ends while its crew has use for it, with whatever code.
  thread.on('exit', (code) => tell(endWith(code)));
}
