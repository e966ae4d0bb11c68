/** An explorer in a thread of its own, started at its first use and again after it died. */

import { Worker } from 'node:worker_threads';
import type { ResourceLimits } from 'node:worker_threads';
import { BrokenModel } from '../broken-model.ts';
import type { Take } from '../engine/threads/answers.ts';
import { isOutOfThreadMemory } from '../engine/threads/thread-fault.ts';
import { GivenUp, WatchedThread } from '../engine/threads/watched-thread.ts';
import type { Hearing } from '../engine/threads/watched-thread.ts';
import { timeLimit } from '../watch/time-limit.ts';
import type { Explorer } from './explorer.types.ts';
import type { Findings, Progress, Resumed } from './findings.types.ts';
import { subjectWords } from './subject.ts';
import type { Reply, Request } from './thread-messages.types.ts';
import { brokenOff, unexplored } from './unexplored.ts';
import type { LastProgress } from './unexplored.ts';

/** How a thread that explores is watched. */
export interface ThreadOptions extends Hearing {
  /** Bounds its memory. */
  readonly resources?: ResourceLimits;
}

/** Starts a thread that explores one subject at a time. */
export function threadExplorer({ resources = {}, ...hearing }: ThreadOptions = {}): Explorer {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  let thread: ExplorerThread | null = null;
  const end = async (): Promise<void> => {
    await thread?.end();
    thread = null;
  };
  return {
    explore: async (subject, task, onProgress, onResumed) => {
      if (Atomics.load(stop, 0) !== 0) return unexplored('interrupted');
      const asked = (thread ??= started(resources, hearing));
      const { noted, last } = notedProgress(onProgress);
      const take = findingsFrom({ onProgress: noted, onResumed });
      const limit = timeLimit(task.limits.maxSeconds, () => asked.hurry('max-seconds'));
      try {
        const findings = await asked.ask({ subject, task, stop }, subjectWords(subject), take);
        // What filled the memory fills it still: the next exploration gets a new thread.
        if (findings.stoppedBy === 'memory') await end();
        return findings;
      } catch (cause) {
        if (cause instanceof BrokenModel) throw cause;
        // Whatever went wrong in there, the next exploration starts afresh.
        if (cause instanceof GivenUp) {
          thread = null;
          return brokenOff(cause.stuck?.brokenOffBy ?? 'interrupted', last());
        }
        await end();
        // A thread whose heap is full is gone with all that it knew: a limit like others.
        if (isOutOfThreadMemory(cause)) return brokenOff('memory', last());
        throw cause;
      } finally {
        limit.end();
      }
    },
    interrupt: () => {
      Atomics.store(stop, 0, 1);
      thread?.hurry('interrupted');
    },
    close: end,
  };
}

type ExplorerThread = WatchedThread<Request, Reply>;

function started(resourceLimits: ResourceLimits, hearing: Hearing): ExplorerThread {
  const url = new URL('./explorer-thread.ts', import.meta.url);
  return new WatchedThread(
    (board) => new Worker(url, { workerData: board, resourceLimits }),
    hearing,
  );
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

function findingsFrom({ onProgress, onResumed }: Listener): Take<Reply, Findings> {
  return (reply) => {
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
  };
}
