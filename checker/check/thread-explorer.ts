/** An explorer in a thread of its own, started at its first use and again after it died. */

import { Worker } from 'node:worker_threads';
import type { ResourceLimits } from 'node:worker_threads';
import { BrokenModel } from '../broken-model.ts';
import { answerFrom } from '../engine/threads/answers.ts';
import { isOutOfThreadMemory } from '../engine/threads/thread-fault.ts';
import { clearBoard, presentStep, stepBoard } from '../machine/present-step.ts';
import type { StepBoard } from '../machine/present-step.ts';
import type { Explorer, OnStuck } from './explorer.types.ts';
import { lastWait } from './last-wait.ts';
import type { LastWait } from './last-wait.ts';
import type { Findings, Progress, Resumed } from './findings.types.ts';
import { unexplored } from './unexplored.ts';
import type { Reply, Request } from './thread-messages.types.ts';

/** After so many seconds somebody should hear of a step that isn't done. */
const stuckSeconds = 10;

/** After so many seconds of one step a thread that was asked to stop is stopped by force. */
const lastSeconds = 5;

/** How a thread that explores is watched. */
export interface ThreadOptions {
  /** Bounds its memory. */
  readonly resources?: ResourceLimits;
  /** Hears, once, of a step that has been computed for longer than `patience`. */
  readonly onStuck?: OnStuck;
  /** In milliseconds. */
  readonly patience?: number;
  /** In milliseconds: how long, after an interrupt, one step is waited for. */
  readonly lastPatience?: number;
}

/** Starts a thread that explores one subject at a time. */
export function threadExplorer({
  resources = {},
  onStuck = () => undefined,
  patience = stuckSeconds * 1000,
  lastPatience = lastSeconds * 1000,
}: ThreadOptions = {}): Explorer {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const board = stepBoard();
  let worker: Worker | null = null;
  let wait: LastWait | null = null;
  const leave = async (): Promise<void> => {
    await worker?.terminate();
    worker = null;
    // The thread may have been in the midst of a step.
    clearBoard(board);
  };
  return {
    explore: async (subject, task, onProgress, onResumed) => {
      if (Atomics.load(stop, 0) !== 0) return unexplored('interrupted');
      worker ??= new Worker(new URL('./explorer-thread.ts', import.meta.url), {
        resourceLimits: resources,
      });
      const answer = answerOf(worker, { onProgress, onResumed });
      // Where it is given up nobody asks what became of it.
      answer.catch(() => undefined);
      const request: Request = { subject, task, stop, board };
      worker.postMessage(request, []);
      const watch = setInterval(stuckWatch(board, patience, onStuck), patience);
      wait = lastWait(board, lastPatience);
      try {
        const findings = await Promise.race([answer, wait.over]);
        if ('isGivenUp' in findings) {
          onStuck(findings);
          await leave();
          return unexplored('interrupted');
        }
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
      } finally {
        clearInterval(watch);
        wait.cancel();
        wait = null;
      }
    },
    interrupt: () => {
      Atomics.store(stop, 0, 1);
      wait?.begin();
    },
    close: leave,
  };
}

/** Looks at the board now and then: the same step twice is one that takes long. */
function stuckWatch(board: StepBoard, patience: number, onStuck: OnStuck): () => void {
  let last = -1;
  let told = -1;
  return () => {
    const step = presentStep(board);
    if (step !== null && step.number === last && step.number !== told) {
      told = step.number;
      onStuck({ step: step.words, seconds: patience / 1000, isGivenUp: false });
    }
    last = step?.number ?? -1;
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
