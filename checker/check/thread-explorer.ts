/** An explorer in a thread of its own, started at its first use and again after it died. */

import { Worker } from 'node:worker_threads';
import type { ResourceLimits } from 'node:worker_threads';
import { BrokenModel } from '../broken-model.ts';
import { answerFrom } from '../engine/threads/answers.ts';
import { isOutOfThreadMemory } from '../engine/threads/thread-fault.ts';
import { watchCalls } from '../watch/call-watch.ts';
import type { CallWatch, Patience } from '../watch/call-watch.ts';
import { callBoard } from '../watch/present-call.ts';
import type { CallBoard } from '../watch/present-call.ts';
import { timeLimit } from '../watch/time-limit.ts';
import type { OnStuck } from '../watch/stuck.types.ts';
import type { Explorer } from './explorer.types.ts';
import type { Findings, Progress, Resumed } from './findings.types.ts';
import { subjectWords } from './subject.ts';
import type { Reply, Request } from './thread-messages.types.ts';
import { brokenOff, unexplored } from './unexplored.ts';
import type { LastProgress } from './unexplored.ts';

/** How a thread that explores is watched. */
export interface ThreadOptions {
  /** Bounds its memory. */
  readonly resources?: ResourceLimits;
  /** Hears of calls that don't return. */
  readonly onStuck?: OnStuck;
  readonly patience?: Patience | undefined;
}

/** Starts a thread that explores one subject at a time. */
export function threadExplorer({
  resources = {},
  onStuck = () => undefined,
  patience,
}: ThreadOptions = {}): Explorer {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  let thread: ExplorerThread | null = null;
  let watch: CallWatch | null = null;
  const leave = async (): Promise<void> => {
    await thread?.worker.terminate();
    thread = null;
  };
  return {
    explore: async (subject, task, onProgress, onResumed) => {
      if (Atomics.load(stop, 0) !== 0) return unexplored('interrupted');
      const { worker, board } = (thread ??= started(resources));
      const { noted, last } = notedProgress(onProgress);
      const answer = answerOf(worker, { onProgress: noted, onResumed });
      // Where it is given up nobody asks what became of it.
      answer.catch(() => undefined);
      const request: Request = { subject, task, stop };
      worker.postMessage(request, []);
      watch = watchCalls({ board, model: subjectWords(subject), onStuck, patience });
      const limit = timeLimit(task.limits.maxSeconds, () => watch?.begin('max-seconds'));
      try {
        const findings = await Promise.race([answer, watch.over]);
        if ('brokenOff' in findings) {
          onStuck(findings);
          // It ends when its call lets it: one that the system does for it may not.
          void worker.terminate();
          thread = null;
          return brokenOff(findings.brokenOff ?? 'interrupted', last());
        }
        // What filled the memory fills it still: the next exploration gets a new thread.
        if (findings.stoppedBy === 'memory') await leave();
        return findings;
      } catch (cause) {
        if (cause instanceof BrokenModel) throw cause;
        // Whatever went wrong in there, the next exploration starts afresh.
        await leave();
        // A thread whose heap is full is gone with all that it knew: a limit like others.
        if (isOutOfThreadMemory(cause)) return brokenOff('memory', last());
        throw cause;
      } finally {
        limit.end();
        watch.end();
        watch = null;
      }
    },
    interrupt: () => {
      Atomics.store(stop, 0, 1);
      watch?.begin('interrupted');
    },
    close: leave,
  };
}

interface ExplorerThread {
  readonly worker: Worker;
  readonly board: CallBoard;
}

function started(resourceLimits: ResourceLimits): ExplorerThread {
  const board = callBoard();
  const url = new URL('./explorer-thread.ts', import.meta.url);
  return { worker: new Worker(url, { workerData: board, resourceLimits }), board };
}

/** Remembers the progress that was told last. */
function notedProgress(onProgress: Listener['onProgress']): {
  readonly noted: Listener['onProgress'];
  readonly last: () => LastProgress;
} {
  const began = performance.now();
  let last: LastProgress = null;
  return {
    noted: (progress) => {
      last = { progress, seconds: (performance.now() - began) / 1000 };
      onProgress(progress);
    },
    last: () => last,
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
