/** The door between checking and the engine: who explores, where it runs, and how it is stopped. */

import type { Findings, Progress, Resumed, Task } from './findings.types.ts';
import type { Subject } from './subject.ts';

/**
 * Explores a subject; `onProgress` is called a few times a second, `onResumed` where the search goes on
 * from a checkpoint.
 */
export interface Explorer {
  /** @throws BrokenModel where the model can't be checked. */
  readonly explore: (
    subject: Subject,
    task: Task,
    onProgress: (progress: Progress) => void,
    onResumed?: (from: Resumed) => void,
  ) => Promise<Findings>;
  /**
   * Makes the present and every later exploration end at once with what it knows; where the present one
   * doesn't hear of it for long, with nothing.
   */
  readonly interrupt: () => void;
  /** Lets go of what the explorer holds. */
  readonly close: () => Promise<void>;
}

/** What an explorer has done for so long that somebody should hear of it. */
export interface Stuck {
  /** The step of a machine that doesn't end, in words; null where it is something else. */
  readonly step: string | null;
  /** How long that was waited for. */
  readonly seconds: number;
  /** Whether it was broken off, since the explorer was interrupted. */
  readonly isGivenUp: boolean;
}

/** Hears of what doesn't end. */
export type OnStuck = (stuck: Stuck) => void;
