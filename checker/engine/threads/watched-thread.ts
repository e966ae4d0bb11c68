/** A thread that is asked one thing at a time, and given up where a model's own code keeps it from answering. */

import type { Worker } from 'node:worker_threads';
import { watchCalls } from '../../watch/call-watch.ts';
import type { CallWatch, Patience } from '../../watch/call-watch.ts';
import { callBoard, presentCall } from '../../watch/present-call.ts';
import type { CallBoard } from '../../watch/present-call.ts';
import type { EndCause, OnStuck, Stuck } from '../../watch/stuck.types.ts';
import { answerFrom } from './answers.ts';
import type { Take } from './answers.ts';

/** Who hears of calls that don't return, and how patient they are. */
export interface Hearing {
  readonly onStuck?: OnStuck | undefined;
  readonly patience?: Patience | undefined;
}

/** A thread was ended before it answered. */
export class GivenUp extends Error {
  /** What it didn't come back from; null where nobody wanted its answer any more. */
  readonly stuck: Stuck | null;

  constructor(stuck: Stuck | null) {
    super('a thread was ended before it answered');
    this.name = 'GivenUp';
    this.stuck = stuck;
  }
}

/** A thread that takes requests of one type; all that it says has another. */
export class WatchedThread<Request, Said extends { readonly kind: string }> {
  readonly #worker: Worker;
  readonly #board: CallBoard = callBoard();
  readonly #hearing: Hearing;
  #isAlive = true;
  /** Over what is asked at present. */
  #watch: CallWatch | null = null;
  #giveUp: ((stuck: Stuck | null) => void) | null = null;

  /** `start` starts the thread, which is to show its calls on the board. */
  constructor(start: (board: CallBoard) => Worker, hearing: Hearing) {
    this.#worker = start(this.#board);
    this.#hearing = hearing;
    this.#worker.on('exit', () => {
      this.#isAlive = false;
    });
  }

  /** Whether it still answers. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /**
   * What it answers to a request about a model, told in words; `take` is told all that it says.
   * @throws what was thrown there, LostThread where it ended by itself, and GivenUp.
   */
  async ask<Answer>(request: Request, model: string, take: Take<Said, Answer>): Promise<Answer> {
    const { onStuck = () => undefined, patience } = this.#hearing;
    const { promise: end, reject } = Promise.withResolvers<never>();
    const answer = answerFrom(this.#worker, take);
    // Where it is given up nobody asks what became of it.
    answer.catch(() => undefined);
    this.#worker.postMessage(request, []);
    const watch = watchCalls({ board: this.#board, model, onStuck, patience });
    this.#watch = watch;
    this.#giveUp = (stuck) => {
      if (stuck !== null) onStuck(stuck);
      // It ends when its call lets it: one that the system does for it may not.
      void this.end();
      reject(new GivenUp(stuck));
    };
    void watch.over.then(this.#giveUp);
    try {
      return await Promise.race([answer, end]);
    } finally {
      watch.end();
      this.#watch = null;
      this.#giveUp = null;
    }
  }

  /** From now on it is given up where a call keeps it from answering what it was asked. */
  hurry(cause: EndCause): void {
    this.#watch?.begin(cause);
  }

  /**
   * Ends it, whatever it is at; nobody waits for what it was asked. Answers the call of the model's code that
   * it is in the midst of, in words; null where there is none.
   */
  leave(): string | null {
    const call = presentCall(this.#board);
    if (this.#giveUp === null) void this.end();
    else this.#giveUp(null);
    return call?.words ?? null;
  }

  /** Ends it, and waits for that. */
  async end(): Promise<void> {
    this.#isAlive = false;
    await this.#worker.terminate();
  }
}
