/** What somebody should hear of a thread that doesn't come to an end. */

/** Why a thread was to come to an end. */
export type EndCause = 'interrupted' | 'max-seconds';

/** A call, or something else, that a thread has been at for long. */
export interface Stuck {
  /** The model that it is about, in words; null where that isn't known. */
  readonly model: string | null;
  /** The call of the model's code, in words; null where it is something else. */
  readonly call: string | null;
  /** Whether it is that one call; otherwise calls of this kind come one after the other. */
  readonly isOneCall: boolean;
  /** How long it has lasted. */
  readonly seconds: number;
  /** Why it was broken off; null where it goes on. */
  readonly brokenOffBy: EndCause | null;
}

/** Hears of what doesn't end. */
export type OnStuck = (stuck: Stuck) => void;
