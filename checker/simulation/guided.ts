/**
 * The strategy `guided`: walks that begin as earlier ones did that met an abstract state for the first
 * time, and go on by chance from there. Where reaching a state takes many steps in their order, each of
 * which chance alone would seldom make, what was reached once is not lost.
 *
 * The corpus holds such beginnings. It grows only between rounds of a fixed number of walks, by what
 * they met, in the order of their numbers: so a walk depends on the plan and its number alone.
 */

import type { Random } from './random.ts';
import type { Strategy } from './strategy.types.ts';
import { drawn } from './uniform.ts';
import type { Prefix } from './walk.types.ts';
import type { Walker } from './walker.ts';

/** How many walks make a round. */
export const walksInRound = 128;
/** So many beginnings are kept; later ones then take the place of the oldest. */
export const mostPrefixes = 1 << 12;

/** Walks that begin as earlier ones did. */
export class Guided implements Strategy {
  readonly #depth: number;
  readonly #faultWeight: number;
  readonly #corpus: Prefix[] = [];
  #added = 0;
  #random: Random | null = null;
  #prefix: Prefix = new Uint32Array(0);
  /** How much of the prefix is followed, which of its choices is replaced, and when the walk ends. */
  #followed = 0;
  #replaced = -1;
  #end = 0;

  constructor({ depth, faultWeight }: { readonly depth: number; readonly faultWeight: number }) {
    this.#depth = depth;
    this.#faultWeight = faultWeight;
  }

  /** Adds beginnings to the corpus, in order. */
  learn(prefixes: readonly Prefix[]): void {
    for (const prefix of prefixes) {
      this.#corpus[this.#added % mostPrefixes] = prefix;
      this.#added++;
    }
  }

  /**
   * One walk in eight begins anew and goes on to the end. The others follow a prefix, the newer the
   * likelier: half of them all of it, a quarter a part, a quarter with one choice replaced; and then go
   * on for up to 1, 2, 4, … steps, each power as likely as the others.
   */
  begin(random: Random): void {
    this.#random = random;
    this.#followed = 0;
    this.#replaced = -1;
    this.#end = this.#depth;
    const { length } = this.#corpus;
    if (length === 0 || random.below(8) === 0) return;
    const age = Math.min(random.below(length), random.below(length));
    this.#prefix = this.#corpus[(this.#added - 1 - age) % mostPrefixes] ?? this.#prefix;
    this.#followed = this.#prefix.length;
    const how = random.below(4);
    if (how === 0) this.#followed = random.below(this.#followed + 1);
    if (how === 1) this.#replaced = random.below(this.#followed + 1);
    const more = 2 ** random.below(Math.ceil(Math.log2(this.#depth + 1)));
    this.#end = Math.min(this.#depth, this.#followed + more);
  }

  choose(walker: Walker, count: number, step: number): number {
    if (step >= this.#end || this.#random === null) return -1;
    const isFollowed = step < this.#followed && step !== this.#replaced;
    // Behind a replaced choice other actions may be listed: the same place among them is as good as any.
    if (isFollowed) return (this.#prefix[step] ?? 0) % count;
    return drawn(walker, count, this.#random, this.#faultWeight);
  }
}
