/** A simulator in a thread of its own, as whoever deals out walks sees it. */

import { Worker } from 'node:worker_threads';
import type { ResourceLimits } from 'node:worker_threads';
import { answerFrom } from '../engine/threads/answers.ts';
import { isOutOfThreadMemory } from '../engine/threads/thread-fault.ts';
import type { Action } from '../state/action.ts';
import { subjectWords } from '../check/subject.ts';
import type { Trace } from '../trace/trace.ts';
import { watchCalls } from '../watch/call-watch.ts';
import type { CallWatch, Patience } from '../watch/call-watch.ts';
import { callBoard } from '../watch/present-call.ts';
import type { EndCause, OnStuck } from '../watch/stuck.types.ts';
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
  /**
   * The trace of a run, made short.
   * @throws GivenUp where it was given up.
   */
  readonly trace: (property: string, run: readonly Action[]) => Promise<Trace>;
  /** Whether it still answers. */
  readonly isAlive: () => boolean;
  /** From now on it is given up where its calls take long. */
  readonly hurry: (cause: EndCause) => void;
  readonly close: () => Promise<void>;
}

/** A thread's memory is full, and all that it knew is lost. */
export class OutOfMemory extends Error {}

/** A thread did not answer, and was ended. */
export class GivenUp extends Error {}

/** Who hears of a thread, and how patient they are. */
export interface ThreadHearing {
  /** Told a few times a second of walks and steps made since. */
  readonly onProgress: (walks: number, steps: number) => void;
  /** Hears of calls that don't return. */
  readonly onStuck?: OnStuck | undefined;
  readonly patience?: Patience | undefined;
}

/** Starts a thread; `resources` bounds its memory. */
export function threadSimulator(
  task: Omit<SimulatorTask, 'board'>,
  { onProgress, onStuck = () => undefined, patience }: ThreadHearing,
  resources: ResourceLimits = {},
): ThreadSimulator {
  const board = callBoard();
  const workerData: SimulatorTask = { ...task, board };
  const worker = new Worker(new URL('./simulator-thread.ts', import.meta.url), {
    workerData,
    resourceLimits: resources,
  });
  let isAlive = true;
  let watch: CallWatch | null = null;
  let hurries: EndCause | null = null;
  worker.on('exit', () => {
    isAlive = false;
  });
  const ask = async <Kind extends SimulatorAnswer['kind']>(
    request: SimulatorRequest,
    _kind: Kind,
  ): Promise<AnswerOf<Kind>> => {
    const answer = answerOf<Kind>(worker, onProgress);
    // Where it is given up nobody asks what became of it.
    answer.catch(() => undefined);
    worker.postMessage(request, []);
    watch = watchCalls({ board, model: subjectWords(task.subject), onStuck, patience });
    if (hurries !== null) watch.begin(hurries);
    try {
      const said = await Promise.race([answer, watch.over]);
      if (!('brokenOff' in said)) return said;
      onStuck(said);
      // It ends when its call lets it: one that the system does for it may not.
      isAlive = false;
      void worker.terminate();
      throw new GivenUp();
    } finally {
      watch.end();
      watch = null;
    }
  };
  return {
    load: async () => void (await ask({ kind: 'load' }, 'loaded')),
    walk: async (range) => (await ask({ kind: 'walk', range }, 'walked')).report,
    tally: async () => (await ask({ kind: 'tally' }, 'tallied')).tally,
    trace: async (property, run) => (await ask({ kind: 'trace', property, run }, 'traced')).trace,
    isAlive: () => isAlive,
    hurry: (cause) => {
      hurries = cause;
      watch?.begin(cause);
    },
    close: async () => {
      if (isAlive) await worker.terminate();
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
