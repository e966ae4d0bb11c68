/** What the command line and the thread that explores say to each other; plain data only. */

import type { Findings, Progress, Resumed, Task } from './findings.types.ts';
import type { Subject } from './subject.ts';

/** One exploration, asked for. */
export interface Request {
  readonly subject: Subject;
  readonly task: Task;
  /** One 32-bit integer, shared; anything but 0 asks the search to stop. */
  readonly stop: Int32Array;
}

/** What comes back: perhaps `resumed`, any number of `progress`, then `found`. */
export type Reply =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'resumed'; readonly from: Resumed }
  | { readonly kind: 'found'; readonly findings: Findings };
