/** What a simulation and its threads say to each other; plain data only. */

import type { Subject } from '../check/subject.ts';
import type { Action } from '../state/action.ts';
import type { Trace } from '../trace/trace.ts';
import type { CallBoard } from '../watch/present-call.ts';
import type { WalkTally, WalkPlan, WalkRange, WalkReport } from './walk.types.ts';

/** What a thread begins with. */
export interface SimulatorTask {
  readonly subject: Subject;
  readonly plan: WalkPlan;
  /** One 32-bit integer, shared; anything but 0 asks all walks to end. */
  readonly stop: Int32Array;
  /** Where the thread shows its calls. */
  readonly board: CallBoard;
}

/** What is asked of a thread, one thing at a time. */
export type SimulatorRequest =
  | { readonly kind: 'load' }
  | { readonly kind: 'walk'; readonly range: WalkRange }
  | { readonly kind: 'tally' }
  | { readonly kind: 'trace'; readonly property: string; readonly run: readonly Action[] };

/** The answer to a request. */
export type SimulatorAnswer =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'walked'; readonly report: WalkReport }
  | { readonly kind: 'tallied'; readonly tally: WalkTally }
  | { readonly kind: 'traced'; readonly trace: Trace };

/** What comes back: any number of `progress`, then the answer. */
export type SimulatorReply =
  | { readonly kind: 'progress'; readonly walks: number; readonly steps: number }
  | SimulatorAnswer;
