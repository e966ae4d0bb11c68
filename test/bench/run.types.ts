/** What contestants of the benchmark are, and what one run of one took. */

/** One run of one contestant over one space. */
export interface Run {
  readonly states: number;
  /** Null where the contestant doesn't say. */
  readonly transitions: number | null;
  /** User and system time. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** All that is kept for a state, tables with their empty places included; null where unknown. */
  readonly bytesPerState: number | null;
}

/** Something that explores a space. */
export interface Contestant {
  /** Unique within its space; columns ask for it. */
  readonly name: string;
  /** Runs once; `states` is how many there will be, where an earlier run has told. */
  readonly run: (states: number | null) => Run;
}

/** A contestant that can't run here. */
export interface Absent {
  readonly name: string;
  readonly why: string;
}

/** One state space, and who explores it. */
export interface Space {
  readonly name: string;
  readonly contestants: readonly (Contestant | Absent)[];
}

/** A space whose contestants are made ready (compiled, for instance) when it is their turn. */
export interface Planned {
  readonly name: string;
  readonly contestants: () => Space['contestants'];
}

/** A space with the runs of each contestant, by name. */
export interface Measured {
  readonly space: Space;
  readonly runs: ReadonlyMap<string, readonly Run[]>;
}
