/** What a check says of models, properties, mutants and a whole suite. */

import type { BrokenModel } from '../broken-model.ts';
import type { Model } from '../model/model.ts';
import type { Trace } from '../trace/trace.ts';
import type { Findings } from './findings.types.ts';
import type { Subject } from './subject.ts';

/** What is amiss with a property's verdict. */
export type Problem =
  /** No run was expected to get stuck, and one does. */
  | 'deadlock'
  /** A violation that was not expected. */
  | 'safety'
  /** A violation of liveness that was not expected. */
  | 'liveness'
  /** A violation was expected, and there is none. */
  | 'absent'
  /** The expected violation takes another number of steps. */
  | 'length'
  /** A `sometimes` that never happens, or a `leadsTo` whose `from` never does. */
  | 'vacuous'
  /** The search ended before it was decided. */
  | 'inconclusive';

/** The verdict on one property, and whether it is the expected one. */
export interface PropertyResult {
  readonly name: string;
  /** The property's kind, or `deadlock`. */
  readonly kind: string;
  readonly expected: 'holds' | 'violated';
  /** The pinned length of the expected violation; null where none is pinned. */
  readonly expectedSteps: number | null;
  readonly verdict: 'holds' | 'violated' | 'unknown';
  /** The length of the shortest violation; of a run without end, once round included. */
  readonly steps: number | null;
  /** How many of these steps go round for ever; null for a run that ends. */
  readonly cycle: number | null;
  /** What a run without end puts off for ever, and why it may, a line each. */
  readonly putOff: readonly string[];
  readonly problem: Problem | null;
  /** Why the model's author waives the problem. */
  readonly waived: string | null;
  readonly trace: Trace | null;
}

/** What became of a mutant. */
export interface MutantResult {
  readonly name: string;
  /** The property that must catch it. */
  readonly property: string;
  /** Another one only where the named property is not known to be violated. */
  readonly killedBy: string | null;
  readonly steps: number | null;
  /** Whether the search ended by a limit before the named property was decided. */
  readonly inconclusive: boolean;
  /** Whether it surely is as the model itself: of the same states and the same steps. */
  readonly changesNothing: boolean;
}

/** A kind of fault that a model allows, or an input with a budget, that never happens in it. */
export interface UnseenFault {
  readonly label: string;
  readonly waived: string | null;
}

/** What a check says of one model. */
export interface ModelResult {
  readonly subject: Subject;
  readonly model: Model;
  /** The bounds that `holds` is said within. */
  readonly scope: string;
  readonly verdict: 'holds' | 'violated' | 'unknown';
  readonly asExpected: boolean;
  readonly findings: Findings;
  readonly properties: readonly PropertyResult[];
  /** Properties, and parts of properties, that hold without looking at any state, see `constantProperties`. */
  readonly constants: readonly string[];
  /** Null where mutants were not asked for. */
  readonly mutants: readonly MutantResult[] | null;
  readonly unseenFaults: readonly UnseenFault[];
}

/** A model whose check failed by no fault of the model: nobody knows what would have been found. */
export interface FailedSubject {
  readonly model: string;
  /** What was thrown, such as a LostThread, or by a bug of this program. */
  readonly cause: unknown;
}

/** A model that could not be checked, or a file of models. */
export interface BrokenSubject {
  /** An absolute path. */
  readonly file: string;
  /** Null where the file itself can't be used, so that nobody knows its models. */
  readonly model: string | null;
  readonly error: BrokenModel;
}
