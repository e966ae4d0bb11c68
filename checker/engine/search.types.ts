/** How far a search may go, how it is watched, and how it ends. */
import type { CheckpointOptions } from './checkpoint/checkpoint-options.types.ts';
import type { KeyKind } from './visited-set.ts';

/** Why a search ended before it had seen everything. */
export type StopCause =
  | 'max-states'
  | 'max-depth'
  | 'max-seconds'
  | 'violation'
  | 'interrupted'
  | 'memory'
  | 'disk';

/** How far a search has come. */
export interface SearchProgress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States that were found and not yet expanded. */
  readonly queue: number;
  readonly bytes: number;
  /** What is done once all states are found; default: they are still searched for. */
  readonly stage?: SearchStage;
}

/** What is done once the search is over. */
export type SearchStage =
  | LivenessStage
  /** Shortest runs to what was found are looked for: so many states of the level at hand are left. */
  | { readonly kind: 'runs'; readonly left: number };

/** What is done for the liveness properties, once the search is over. */
export type LivenessStage =
  /** The states that were found get their numbers, and then their steps are listed: so many are left. */
  | { readonly kind: 'numbering' | 'linking'; readonly left: number }
  /** A property is judged: so often some state was looked at for it. */
  | { readonly kind: 'judging'; readonly property: string; readonly looks: number };

/** The limits of a run, and how it is watched. */
export interface SearchLimits {
  readonly maxStates: number;
  /** States farther from the initial one than this are not looked at. */
  readonly maxDepth: number;
  readonly maxSeconds: number;
  /** Called about five times a second. */
  readonly onProgress: (progress: SearchProgress) => void;
  /** Asked many times a second; true ends the search with what is known. */
  readonly stop: () => boolean;
  /** Milliseconds since some moment. Default: the process's own clock. */
  readonly clock: () => number;
}

/** How a search ended (R16 to R18). */
export interface Ending {
  readonly complete: boolean;
  readonly stoppedBy: StopCause | null;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly seconds: number;
  /** What rows and visited set take in memory. */
  readonly bytesPerState: number;
}

/** An ending, and what else is to be said of it, in words. */
export interface NotedEnding extends Ending {
  readonly notes: readonly string[];
}

/** How a search is to go about it; what it finds doesn't depend on it. */
export interface SearchOptions extends Partial<SearchLimits> {
  /** How many threads explore together. Default: 1. */
  readonly workers?: number;
  /** Whether one state stands for its whole orbit (see `Symmetry`). Default: no. */
  readonly usesSymmetry?: boolean;
  /** Whether its tables are to tell steps that change nothing as well, for whoever takes them over. Default: no. */
  readonly listsAll?: boolean;
  /** Beyond so many bytes rows go to a file. Default: never. */
  readonly memory?: number;
  /** What is kept of a state to know it again. Default: `exact`. */
  readonly store?: KeyKind;
  /** Where checkpoints go. Default: none are written. */
  readonly checkpoint?: CheckpointOptions;
  /** The folder of a checkpoint to go on from. Default: the search begins at the initial state. */
  readonly resume?: string;
  /** Digests of the files that the model is written in, to be kept with a checkpoint and compared. Default: none. */
  readonly sources?: Readonly<Record<string, string>>;
  /** Called where the search does so, once the whole checkpoint is known to be sound. */
  readonly onResumed?: (from: Resumed) => void;
  /** What is kept with a checkpoint of the levels before. Default: nothing. */
  readonly history?: History;
}

/** What a search goes on from. */
export interface Resumed {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
}

/** Something that is noted at the end of each level but the first, as lists of numbers, level by level. */
export interface History {
  readonly counts: () => readonly (readonly number[])[];
  readonly resume: (counts: readonly (readonly number[])[]) => void;
}
