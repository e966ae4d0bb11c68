/** What the command line and the thread that explores say to each other; plain data only. */

import type { ModelPlace } from '../broken-model.ts';
import type { Findings, Progress, Resumed, Task } from './findings.types.ts';
import type { Subject } from './subject.ts';

/** One exploration, asked for. */
export interface Request {
  readonly subject: Subject;
  readonly task: Task;
  /** One 32-bit integer, shared; anything but 0 asks the search to stop. */
  readonly stop: Int32Array;
}

/** What comes back: perhaps `resumed`, any number of `progress`, then one of the others. */
export type Reply =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'resumed'; readonly from: Resumed }
  | { readonly kind: 'found'; readonly findings: Findings }
  | {
      readonly kind: 'broken';
      readonly message: string;
      readonly place: ModelPlace;
      readonly stack: string;
    }
  | { readonly kind: 'refused-checkpoint'; readonly file: string; readonly message: string }
  | { readonly kind: 'unwritten-checkpoint'; readonly folder: string; readonly message: string }
  /** A thread that helped is gone, see `LostThread`. */
  | { readonly kind: 'lost-thread'; readonly how: string }
  /** A bug, as opposed to a broken model. */
  | { readonly kind: 'failed'; readonly stack: string };
