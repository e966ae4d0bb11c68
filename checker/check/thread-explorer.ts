/** An explorer in a thread of its own, started at its first use and again after it died. */

import { Worker } from 'node:worker_threads';
import type { ResourceLimits } from 'node:worker_threads';
import { BrokenModel } from '../broken-model.ts';
import { answerFrom } from '../engine/threads/answers.ts';
import { isOutOfThreadMemory } from '../engine/threads/thread-fault.ts';
import type { Explorer } from './explorer.types.ts';
import type { Findings, Progress, Resumed } from './findings.types.ts';
import { unexplored } from './unexplored.ts';
import type { Reply, Request } from './thread-messages.types.ts';

/** Starts a thread that explores one subject at a time; `resources` bounds its memory. */
export function threadExplorer(resources: ResourceLimits = {}): Explorer {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  let worker: Worker | null = null;
  const leave = async (): Promise<void> => {
    await worker?.terminate();
    worker = null;
  };
  return {
    explore: async (subject, task, onProgress, onResumed) => {
      worker ??= new Worker(new URL('./explorer-thread.ts', import.meta.url), {
        resourceLimits: resources,
      });
      const answer = answerOf(worker, { onProgress, onResumed });
      const request: Request = { subject, task, stop };
      worker.postMessage(request, []);
      try {
        const findings = await answer;
        // What filled the memory fills it still: the next exploration gets a new thread.
        if (findings.stoppedBy === 'memory') await leave();
        return findings;
      } catch (cause) {
        if (cause instanceof BrokenModel) throw cause;
        // Whatever went wrong in there, the next exploration starts afresh.
        await leave();
        // A thread whose heap is full is gone with all that it knew: a limit like others.
        if (isOutOfThreadMemory(cause)) return unexplored('memory');
        throw cause;
      }
    },
    interrupt: () => {
      Atomics.store(stop, 0, 1);
    },
    close: leave,
  };
}

/** Who hears how a search goes. */
interface Listener {
  readonly onProgress: (progress: Progress) => void;
  readonly onResumed: ((from: Resumed) => void) | undefined;
}

function answerOf(worker: Worker, { onProgress, onResumed }: Listener): Promise<Findings> {
  return answerFrom<Reply, Findings>(worker, (reply) => {
    switch (reply.kind) {
      case 'progress':
        onProgress(reply.progress);
        return null;
      case 'resumed':
        onResumed?.(reply.from);
        return null;
      case 'found':
        return reply.findings;
    }
  });
}
