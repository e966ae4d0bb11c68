/** Fields under a key `ghost` may be carried along, but may not matter (R12). */

import type { ModelPlace } from '../broken-model.ts';
import { BrokenModel } from '../broken-model.ts';
import type { Json } from '../json.ts';
import { canonical, isList } from '../json.ts';
import { hasGhost, withoutGhosts } from '../system/ghost-fields.ts';
import { Interner } from './interner.ts';

/** A step of one machine; local states are numbers. */
export interface GhostlyStep {
  /** Null for a boot. */
  readonly from: number | null;
  /** The message, the timer's name or the input. */
  readonly given: Json;
  readonly to: number;
  readonly effects: Json;
  readonly handled: boolean;
}

interface Noted {
  readonly step: GhostlyStep;
  readonly place: ModelPlace;
}

interface Seen {
  readonly step: GhostlyStep;
  readonly outcome: string;
}

const none = '[]';

/** Compares the steps of one machine: those equal up to ghosts must have outcomes that are, too. */
export class GhostWatch {
  readonly #local: (number: number) => Json;
  readonly #seen = new Map<string, Seen>();
  /** What was noted while there were no ghosts, so that nothing had to be compared. */
  #unseen: Noted[] | null = [];
  /** Local states up to ghosts, and which each of them is. */
  readonly #shadows = new Interner<null>();
  readonly #shadowOf: (number | undefined)[] = [];
  readonly #isGhostly: (boolean | undefined)[] = [];

  /** `local` answers the local state with a number. */
  constructor(local: (number: number) => Json) {
    this.#local = local;
  }

  /**
   * Notes a step that wasn't noted before.
   * @throws BrokenModel naming this step and an earlier one from which it differs in ghosts only.
   */
  note(step: GhostlyStep, place: ModelPlace): void {
    const noted = { step, place };
    if (this.#unseen === null) {
      this.#compare(noted);
      return;
    }
    this.#unseen.push(noted);
    if (!hasGhost(step.given) && !this.hasGhostIn(step.from)) return;
    const open = this.#unseen;
    this.#unseen = null;
    for (const one of open) this.#compare(one);
  }

  #compare({ step, place }: Noted): void {
    const { from, given, to, effects, handled } = step;
    const key = `${this.shadow(from)} ${canonical(withoutGhosts(given))}`;
    const told = isList(effects) && effects.length === 0 ? none : canonical(withoutGhosts(effects));
    const outcome = `${this.shadow(to)} ${handled} ${told}`;
    const known = this.#seen.get(key);
    if (known === undefined) this.#seen.set(key, { step, outcome });
    else if (known.outcome !== outcome) throw this.#influenced(known.step, step, place);
  }

  /** The number of what a local state is without ghosts; -1 for none. */
  shadow(local: number | null): number {
    if (local === null) return -1;
    return (this.#shadowOf[local] ??= this.#shadows.number(
      canonical(withoutGhosts(this.#local(local))),
      () => null,
    ));
  }

  /** Whether a local state holds ghosts. */
  hasGhostIn(local: number | null): boolean {
    return local !== null && (this.#isGhostly[local] ??= hasGhost(this.#local(local)));
  }

  #influenced(one: GhostlyStep, other: GhostlyStep, place: ModelPlace): BrokenModel {
    const [first, second] = [this.#text(one), this.#text(other)];
    return new BrokenModel(
      `a ghost makes a difference: these two steps are equal but for fields under 'ghost', and end differently: ${first} and ${second}. Move what is needed out of the ghost, or don't read it`,
      place,
    );
  }

  /** What a step begins with, as text. */
  #text({ from, given }: GhostlyStep): string {
    return canonical(from === null ? [given] : [this.#local(from), given]);
  }
}
