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
   * doesn't hear of it for long, with what it last told.
   */
  readonly interrupt: () => void;
  /** Lets go of what the explorer holds. */
  readonly close: () => Promise<void>;
}
