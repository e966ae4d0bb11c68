/** The one error for a model that cannot be checked, as opposed to one that fails its check. */

import type { PathChange } from './trace/difference.ts';

/** Where in a model something is wrong; every field that is known is given. */
export interface ModelPlace {
  readonly file?: string;
  readonly model?: string;
  readonly host?: string;
  readonly machine?: string;
  /** The chart state, as text. */
  readonly state?: string;
  /** The event or message type that was being handled. */
  readonly event?: string;
  readonly property?: string;
  /** The number of the random walk that came there. */
  readonly walk?: number;
  /** What was being looked at, as JSON: the state of the system, a host's state, a message. */
  readonly seen?: string;
  /** Where two answers differ that had to be the same: `before` is of the first, `after` of the second. */
  readonly differences?: readonly PathChange[];
}

/** A model that cannot be checked: what is wrong, where, and what to do. The command line answers 75. */
export class BrokenModel extends Error {
  readonly place: ModelPlace;

  constructor(message: string, place: ModelPlace, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'BrokenModel';
    this.place = place;
  }

  /** What is broken, for the beginning of a report. */
  get what(): string {
    return 'broken model: ';
  }

  /** The same fault with more of its place known; what was known already stands. */
  at(place: ModelPlace): BrokenModel {
    return new BrokenModel(this.message, { ...place, ...this.place }, this.cause);
  }
}

/** A configuration that can't be used. The command line answers 75 as well. */
export class BrokenConfiguration extends BrokenModel {
  constructor(message: string, file: string, cause?: unknown) {
    super(`the configuration can't be used: ${message}`, { file }, cause);
    this.name = 'BrokenConfiguration';
  }

  override get what(): string {
    return '';
  }
}
