/** Looking up, in the middle of work that takes long, whether it is to go on. */

/** Things that are looked at between two questions: some milliseconds' worth. */
const stretch = 1 << 14;

/** Somebody wants judging to end, whatever it is at. */
export class JudgingStopped extends Error {}

/** Counts what is looked at. */
export class Lookout {
  /** How much was looked at so far. */
  looks = 0;
  readonly #onStretch: (looks: number) => void;

  /** `onStretch` is called now and then, and may throw: that ends whatever is being done. */
  constructor(onStretch: (looks: number) => void) {
    this.#onStretch = onStretch;
  }

  /** To be called for everything that is looked at. */
  look(): void {
    this.looks++;
    if (this.looks % stretch === 0) this.#onStretch(this.looks);
  }
}

/** A lookout for those whom nobody stops. */
export function undisturbed(): Lookout {
  return new Lookout(() => undefined);
}
