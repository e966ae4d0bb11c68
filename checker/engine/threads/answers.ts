/** Asking a thread for one thing at a time. */

import type { Worker } from 'node:worker_threads';
import type { ThreadFault } from './thread-fault.ts';
import { endWith, errorOf, faultOf } from './thread-fault.ts';

/** What a thread that is asked says where it can't answer. */
export interface Failed {
  readonly kind: 'fault';
  readonly fault: ThreadFault;
}

/** What was thrown instead of an answer. */
export function failed(cause: unknown): Failed {
  return { kind: 'fault', fault: faultOf(cause) };
}

/** Takes what a thread says; null is no answer yet. */
export type Take<Said, Answer> = (said: Said) => Answer | null;

/**
 * Waits for the answer to what a thread was just asked. `take` is told all that the thread says.
 * @throws what was thrown there, or LostThread where the thread ended.
 */
export async function answerFrom<Said extends { readonly kind: string }, Answer>(
  worker: Worker,
  take: Take<Said, Answer>,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const onMessage = (said: Said | Failed): void => {
    if (isFailed(said)) {
      reject(errorOf(said.fault));
      return;
    }
    const answer = take(said);
    if (answer !== null) resolve(answer);
  };
  const onExit = (code: number): void => reject(errorOf(endWith(code)));
  worker.on('message', onMessage).on('error', reject).on('exit', onExit);
  try {
    return await promise;
  } finally {
    worker.off('message', onMessage).off('error', reject).off('exit', onExit);
  }
}

function isFailed(said: { readonly kind: string }): said is Failed {
  return said.kind === 'fault';
}
