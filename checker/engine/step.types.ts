/** What can happen at a station, or in an environment. */

import type { Action } from '../state/action.ts';
import type { Parcel } from './world.ts';

/** What a step is to the whole system, whatever else is in the inbox of the host that takes it. */
export interface Brought {
  /** The state that it leaves its host in; -1 where that stays as it was. */
  readonly state: number;
  readonly sends: readonly Parcel[];
  readonly log: number;
  readonly taken: readonly string[];
}

/** What is known of all steps with one label. */
export interface Kind {
  /** See `labelOf`. */
  readonly name: string;
  readonly isFault: boolean;
  /** The budget that they use, see `Environments.labels`; -1 where that is unlimited. */
  readonly label: number;
}

/** A step that budgets and partitions may still forbid; the same object at every station that has it. */
export interface Step {
  readonly action: Action;
  readonly kind: Kind;
  /** The host that must reach this one; -1 where none must. */
  readonly sender: number;
  /**
   * What it brings about in a state of the host (or in an environment): the same object every time. Null
   * where it is no step after all, since nothing handles its event. To be asked only where it is allowed:
   * nothing may be computed that can't happen.
   */
  readonly brings: (state: number) => Brought | null;
  /** The station after it, or the environment, by what it brings about. */
  readonly leadsTo: (station: number, brought: Brought) => number;
}
