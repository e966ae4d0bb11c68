/** A simulator in a thread of its own, as whoever deals out walks sees it. */

import { Worker } from 'node:worker_threads';
import type { ResourceLimits } from 'node:worker_threads';
import { answerFrom } from '../engine/threads/answers.ts';
import { isOutOfThreadMemory } from '../engine/threads/thread-fault.ts';
import type { Action } from '../state/action.ts';
import type { Trace } from '../trace/trace.ts';
import type {
  SimulatorAnswer,
  SimulatorReply,
  SimulatorRequest,
  SimulatorTask,
} from './simulator-messages.types.ts';
import type { Tally, WalkRange, WalkReport } from './walk.types.ts';

/** Makes walks elsewhere. It is asked one thing at a time. */
export interface ThreadSimulator {
  /** Returns once the model is loaded, which takes a while. */
  readonly load: () => Promise<void>;
  /**
   * @throws BrokenModel where the model can't be checked.
   * @throws OutOfMemory where the thread's memory is full; it is gone then.
   * @throws GivenUp where it was given up.
   */
  readonly walk: (range: WalkRange) => Promise<WalkReport>;
  readonly tally: () => Promise<Tally>;
  /** The trace of a run, made short. */
  readonly trace: (property: string, run: readonly Action[]) => Promise<Trace>;
  /** Whether it still answers. */
  readonly isAlive: () => boolean;
  /** Ends it where it has not answered what it was last asked. */
  readonly giveUp: () => void;
  readonly close: () => Promise<void>;
}

/** A thread's memory is full, and all that it knew is lost. */
export class OutOfMemory extends Error {}

/** A thread did not answer, and was ended. */
export class GivenUp extends Error {}

/**
 * Starts a thread; `onProgress` is told a few times a second of walks and steps made since, and
 * `resources` bounds its memory.
 */
export function threadSimulator(
  task: SimulatorTask,
  onProgress: (walks: number, steps: number) => void,
  resources: ResourceLimits = {},
): ThreadSimulator {
  const worker = new Worker(new URL('./simulator-thread.ts', import.meta.url), {
    workerData: task,
    resourceLimits: resources,
  });
  let isAlive = true;
  let isAsked = false;
  let isGivenUp = false;
  worker.on('exit', () => {
    isAlive = false;
  });
  const ask = async <Kind extends SimulatorAnswer['kind']>(
    request: SimulatorRequest,
    _kind: Kind,
  ): Promise<AnswerOf<Kind>> => {
    const answer = answerOf<Kind>(worker, onProgress);
    worker.postMessage(request, []);
    isAsked = true;
    try {
      return await answer;
    } catch (cause) {
      throw isGivenUp ? new GivenUp() : cause;
    } finally {
      isAsked = false;
    }
  };
  return {
    load: async () => void (await ask({ kind: 'load' }, 'loaded')),
    walk: async (range) => (await ask({ kind: 'walk', range }, 'walked')).report,
    tally: async () => (await ask({ kind: 'tally' }, 'tallied')).tally,
    trace: async (property, run) => (await ask({ kind: 'trace', property, run }, 'traced')).trace,
    isAlive: () => isAlive,
    giveUp: () => {
      if (!isAsked) return;
      isGivenUp = true;
      void worker.terminate();
    },
    close: async () => {
      await worker.terminate();
    },
  };
}

type AnswerOf<Kind> = Extract<SimulatorAnswer, { readonly kind: Kind }>;

async function answerOf<Kind extends SimulatorAnswer['kind']>(
  worker: Worker,
  onProgress: (walks: number, steps: number) => void,
): Promise<AnswerOf<Kind>> {
  try {
    return await answerFrom<SimulatorReply, AnswerOf<Kind>>(worker, (reply) => {
      // One thing is asked at a time, and each has its own kind of answer.
      if (reply.kind !== 'progress') return reply as AnswerOf<Kind>;
      onProgress(reply.walks, reply.steps);
      return null;
    });
  } catch (cause) {
    throw isOutOfThreadMemory(cause) ? new OutOfMemory() : cause;
  }
}
