/** A simulator in a thread of its own, as whoever deals out walks sees it. */

import { Worker } from 'node:worker_threads';
import type { ResourceLimits } from 'node:worker_threads';
import { isOutOfThreadMemory } from '../engine/threads/thread-fault.ts';
import { WatchedThread } from '../engine/threads/watched-thread.ts';
import type { Hearing } from '../engine/threads/watched-thread.ts';
import type { Action } from '../state/action.ts';
import { subjectWords } from '../check/subject.ts';
import type { Trace } from '../trace/trace.ts';
import type { EndCause } from '../watch/stuck.types.ts';
import type {
  SimulatorAnswer,
  SimulatorReply,
  SimulatorRequest,
  SimulatorTask,
} from './simulator-messages.types.ts';
import type { WalkTally, WalkRange, WalkReport } from './walk.types.ts';

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
  readonly tally: () => Promise<WalkTally>;
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

/** Who hears of a thread. */
export interface SimulatorHearing extends Hearing {
  /** Told a few times a second of walks and steps made since. */
  readonly onProgress: (walks: number, steps: number) => void;
}

/** Starts a thread; `resources` bounds its memory. */
export function threadSimulator(
  task: Omit<SimulatorTask, 'board'>,
  { onProgress, ...hearing }: SimulatorHearing,
  resources: ResourceLimits = {},
): ThreadSimulator {
  const thread = started(task, resources, hearing);
  const model = subjectWords(task.subject);
  let hurries: EndCause | null = null;
  const ask = async <Kind extends SimulatorAnswer['kind']>(
    request: SimulatorRequest,
    kind: Kind,
  ): Promise<AnswerOf<Kind>> => {
    const answer = thread.ask(request, model, (reply) => {
      if (reply.kind === 'progress') onProgress(reply.walks, reply.steps);
      return isOfKind(reply, kind) ? reply : null;
    });
    if (hurries !== null) thread.hurry(hurries);
    try {
      return await answer;
    } catch (cause) {
      throw isOutOfThreadMemory(cause) ? new OutOfMemory() : cause;
    }
  };
  return {
    load: async () => void (await ask({ kind: 'load' }, 'loaded')),
    walk: async (range) => (await ask({ kind: 'walk', range }, 'walked')).report,
    tally: async () => (await ask({ kind: 'tally' }, 'tallied')).tally,
    trace: async (property, run) => (await ask({ kind: 'trace', property, run }, 'traced')).trace,
    isAlive: () => thread.isAlive,
    hurry: (cause) => {
      hurries = cause;
      thread.hurry(cause);
    },
    close: async () => {
      if (thread.isAlive) await thread.end();
    },
  };
}

function started(
  task: Omit<SimulatorTask, 'board'>,
  resourceLimits: ResourceLimits,
  hearing: Hearing,
): WatchedThread<SimulatorRequest, SimulatorReply> {
  const url = new URL('./simulator-thread.ts', import.meta.url);
  return new WatchedThread((board) => {
    const workerData: SimulatorTask = { ...task, board };
    return new Worker(url, { workerData, resourceLimits });
  }, hearing);
}

type AnswerOf<Kind> = Extract<SimulatorAnswer, { readonly kind: Kind }>;

function isOfKind<Kind extends SimulatorAnswer['kind']>(
  reply: SimulatorReply,
  kind: Kind,
): reply is AnswerOf<Kind> {
  return reply.kind === kind;
}
