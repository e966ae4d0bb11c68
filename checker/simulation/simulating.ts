/** A simulation in threads: starts them, stops them, and adds up how far they are. */

import type { Subject } from '../check/subject.ts';
import type { Trace } from '../trace/trace.ts';
import { simulate } from './simulation.ts';
import type { Simulation, WalkOrder } from './simulation.ts';
import { threadSimulator } from './thread-simulator.ts';
import type { ThreadSimulator } from './thread-simulator.ts';
import type { WalkFinding, WalkPlan } from './walk.types.ts';

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
  /** In milliseconds: how long, once walks are to end, threads are waited for. */
  readonly patience?: number;
}

/** Walks end within a step; one that lasts for so many milliseconds may never end. */
const lastPatience = 5000;

/** A simulation that has its threads. */
export interface Simulating {
  readonly workers: number;
  /** @throws BrokenModel where the model can't be checked. */
  readonly simulate: (
    order: WalkOrder,
  ) => Promise<{ readonly simulation: Simulation; readonly seconds: number }>;
  /** The trace of a finding, made short. */
  readonly trace: (finding: WalkFinding) => Promise<Trace>;
  /** Ends all walks where they are; what is known so far stands. */
  readonly stop: () => void;
  readonly close: () => Promise<void>;
}

/** Seconds between two tellings of progress, however many threads there are. */
const pause = 0.2;

/** Starts the threads of a simulation. */
export function simulateInThreads(
  { subject, plan }: { readonly subject: Subject; readonly plan: WalkPlan },
  { workers, maxSeconds, onProgress, patience = lastPatience }: SimulatingOptions,
): Simulating {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  let began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  let walks = 0;
  let steps = 0;
  let told = 0;
  const start = (): ThreadSimulator =>
    threadSimulator({ subject, plan, stop: flag }, (more, moreSteps) => {
      walks += more;
      steps += moreSteps;
      if (seconds() - told < pause) return;
      told = seconds();
      onProgress({ walks, steps, seconds: told });
    });
  const threads = Array.from({ length: workers }, start);
  let isWalking = false;
  let lastWait: NodeJS.Timeout | undefined;
  const giveUp = (): void => threads.forEach((thread) => thread.giveUp());
  const stop = (): void => {
    Atomics.store(flag, 0, 1);
    if (isWalking) lastWait ??= setTimeout(giveUp, patience);
  };
  const isStopped = (): boolean => Atomics.load(flag, 0) !== 0;
  return {
    workers,
    simulate: async (order) => {
      let timer: NodeJS.Timeout | undefined;
      // Time is for walking: what a model takes to be loaded is not its walks'.
      const onReady = (): void => {
        began = performance.now();
        if (maxSeconds !== null) timer = setTimeout(stop, maxSeconds * 1000);
      };
      isWalking = true;
      try {
        const simulation = await simulate(plan, order, { threads, onReady, isStopped, stop });
        return { simulation, seconds: seconds() };
      } finally {
        isWalking = false;
        clearTimeout(timer);
        clearTimeout(lastWait);
      }
    },
    trace: ({ property, run }) => {
      const alive = threads.find((thread) => thread.isAlive());
      if (alive !== undefined) return alive.trace(property, run);
      const another = start();
      threads.push(another);
      return another.trace(property, run);
    },
    stop,
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}
