/** A simulation in threads: starts them, stops them, and adds up how far they are. */

import type { Subject } from '../check/subject.ts';
import { GivenUp } from '../engine/threads/watched-thread.ts';
import type { Trace } from '../trace/trace.ts';
import { simulate } from './simulation.ts';
import type { Simulation, WalkOrder } from './simulation.ts';
import { threadSimulator } from './thread-simulator.ts';
import type { ThreadSimulator } from './thread-simulator.ts';
import type { WalkFinding, WalkPlan } from './walk.types.ts';
import type { Patience } from '../watch/call-watch.ts';
import type { EndCause, OnStuck } from '../watch/stuck.types.ts';
import { timeLimit } from '../watch/time-limit.ts';

/** How far a simulation has come. */
export interface SimulationProgress {
  readonly walks: number;
  readonly steps: number;
  readonly seconds: number;
}

/** How a simulation runs beside its plan; none of it changes what walks are. */
export interface SimulatingOptions {
  readonly workers: number;
  /** Null for no limit. */
  readonly maxSeconds: number | null;
  /** Called a few times a second. */
  readonly onProgress: (progress: SimulationProgress) => void;
  /** Hears of calls that don't return. */
  readonly onStuck?: OnStuck;
  readonly patience?: Patience;
}

/** A simulation that has its threads. */
export interface Simulating {
  readonly workers: number;
  /** @throws BrokenModel where the model can't be checked. */
  readonly simulate: (
    order: WalkOrder,
  ) => Promise<{ readonly simulation: Simulation; readonly seconds: number }>;
  /** The trace of a finding, made short; null where that was given up. */
  readonly trace: (finding: WalkFinding) => Promise<Trace | null>;
  /** Ends all walks where they are; what is known so far stands. */
  readonly stop: () => void;
  readonly close: () => Promise<void>;
}

/** Seconds between two tellings of progress, however many threads there are. */
const pause = 0.2;

/** Starts the threads of a simulation. */
export function simulateInThreads(
  { subject, plan }: { readonly subject: Subject; readonly plan: WalkPlan },
  { workers, maxSeconds, onProgress, onStuck, patience }: SimulatingOptions,
): Simulating {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const clock = progressClock(onProgress);
  const hearing = { onProgress: clock.note, onStuck, patience };
  const team = new Team(workers, () => threadSimulator({ subject, plan, stop: flag }, hearing));
  const end = (cause: EndCause): void => {
    Atomics.store(flag, 0, 1);
    team.hurry(cause);
  };
  const stop = (): void => end('interrupted');
  const isStopped = (): boolean => Atomics.load(flag, 0) !== 0;
  return {
    workers,
    simulate: async (order) => {
      let limit = timeLimit(maxSeconds, () => team.hurry('max-seconds'));
      // Time is for walking: what a model takes to be loaded is not its walks'.
      const onReady = (): void => {
        clock.begin();
        limit.end();
        limit = timeLimit(maxSeconds, () => end('max-seconds'));
      };
      try {
        const { threads } = team;
        const simulation = await simulate(plan, order, { threads, onReady, isStopped, stop });
        return { simulation, seconds: clock.seconds() };
      } finally {
        limit.end();
      }
    },
    trace: ({ property, run }) => unlessGivenUp(team.alive().trace(property, run)),
    stop,
    close: () => team.close(),
  };
}

async function unlessGivenUp<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (cause) {
    if (cause instanceof GivenUp) return null;
    throw cause;
  }
}

/** Threads that are started alike and hurried together. */
class Team {
  readonly threads: ThreadSimulator[];
  readonly #start: () => ThreadSimulator;
  #hurries: EndCause | null = null;

  constructor(workers: number, start: () => ThreadSimulator) {
    this.#start = start;
    this.threads = Array.from({ length: workers }, start);
  }

  /** One that still answers; where there is none left, a new one. */
  alive(): ThreadSimulator {
    const known = this.threads.find((one) => one.isAlive());
    if (known !== undefined) return known;
    const thread = this.#start();
    if (this.#hurries !== null) thread.hurry(this.#hurries);
    this.threads.push(thread);
    return thread;
  }

  hurry(cause: EndCause): void {
    this.#hurries = cause;
    for (const thread of this.threads) thread.hurry(cause);
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }
}

/** Adds up how far all threads are, and tells it now and then. */
interface ProgressClock {
  /** Time begins anew. */
  readonly begin: () => void;
  readonly seconds: () => number;
  readonly note: (walks: number, steps: number) => void;
}

function progressClock(onProgress: SimulatingOptions['onProgress']): ProgressClock {
  let began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  let walks = 0;
  let steps = 0;
  let told = 0;
  return {
    begin: () => {
      began = performance.now();
    },
    seconds,
    note: (more, moreSteps) => {
      walks += more;
      steps += moreSteps;
      if (seconds() - told < pause) return;
      told = seconds();
      onProgress({ walks, steps, seconds: told });
    },
  };
}
