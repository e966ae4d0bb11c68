/** Starting threads that take part in the phases of searches, and hearing what ended them. */

import type { MessagePort } from 'node:worker_threads';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { CompiledModule, SharedMemory } from '../kernel/web-assembly.ts';
import { errorOf, LostThread } from './thread-fault.ts';

/** What a thread works with. */
export interface Share {
  readonly memory: SharedMemory;
  readonly compiled: CompiledModule;
  /** Among the memory's integers: how many threads have ended, and what they all wait for. */
  readonly lost: number;
  readonly turn: number;
}

/** What a thread is started with. */
export interface Start extends Share {
  /** Where it says what ended it: a stack. */
  readonly ends: MessagePort;
}

/** A thread that helps. */
export interface HelpingThread {
  /** What ended it, null if it has said nothing. */
  readonly end: () => Error | null;
  readonly dismiss: () => void;
}

/**
 * Starts a thread. It is ready a while later, if the system has room for it at all. Then nothing ends it
 * but what the kernel throws, which it tells: it allocates nothing, and runs nobody's code.
 */
export function startThread(share: Share): HelpingThread {
  const { port1, port2: ends } = new MessageChannel();
  const worker = new Worker(new URL('./helping-thread.mjs', import.meta.url), {
    workerData: { ...share, ends } satisfies Start,
    transferList: [ends],
  });
  // Whoever explores waits for phases, not for threads; one that can't start takes part in none.
  worker.unref();
  worker.on('error', () => undefined);
  return {
    end: () => {
      const told = receiveMessageOnPort(port1);
      // Nothing else is sent there, see `helping-thread.mjs`.
      return told === undefined ? null : errorOf({ kind: 'failed', stack: told.message as string });
    },
    dismiss: () => {
      port1.close();
      void worker.terminate();
    },
  };
}

/** What ended some of these threads. */
export function endOf(threads: readonly HelpingThread[]): Error {
  for (const thread of threads) {
    const end = thread.end();
    if (end !== null) return end;
  }
  return new LostThread('ended');
}
