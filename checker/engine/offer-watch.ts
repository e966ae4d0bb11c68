/** What a host is offered by the environment may not depend on ghosts either (R12). */

import type { ModelPlace } from '../broken-model.ts';
import { BrokenModel } from '../broken-model.ts';
import { canonical } from '../json.ts';
import type { Message } from '../machine/local.ts';
import { messageJson } from '../state/action.ts';
import { withoutGhosts } from '../system/ghost-fields.ts';
import type { HostStates } from './host-states.ts';

interface Offer {
  readonly state: number;
  readonly events: readonly Message[];
}

/** What was offered first in a state and all that are equal to it up to ghosts. */
interface Known {
  readonly state: number;
  /** The events up to ghosts, in the order of their texts. */
  readonly texts: readonly string[];
}

/** Compares what one host is offered: states that are equal up to ghosts must be offered the same, up to ghosts. */
export class OfferWatch {
  readonly #states: HostStates;
  readonly #place: ModelPlace;
  readonly #known = new Map<string, Known>();
  /** What was noted while no state had ghosts, so that nothing had to be compared. */
  #open: Offer[] | null = [];

  constructor(states: HostStates, place: ModelPlace) {
    this.#states = states;
    this.#place = place;
  }

  /**
   * Notes what an up state that wasn't noted before is offered.
   * @throws BrokenModel naming this state and an earlier one from which it differs in ghosts only.
   */
  note(state: number, events: readonly Message[]): void {
    const offer = { state, events };
    if (this.#open === null) {
      this.#compare(offer);
      return;
    }
    this.#open.push(offer);
    if (!this.#states.hasGhost(state)) return;
    const open = this.#open;
    this.#open = null;
    for (const one of open) this.#compare(one);
  }

  #compare({ state, events }: Offer): void {
    const shadow = this.#states.shadow(state);
    const all = events.map((event) => canonical(withoutGhosts(messageJson(event))));
    const texts = [...new Set(all)].toSorted();
    const known = this.#known.get(shadow);
    if (known === undefined) this.#known.set(shadow, { state, texts });
    else if (known.texts.join() !== texts.join()) throw this.#influenced(known, { state, texts });
  }

  #influenced(one: Known, other: Known): BrokenModel {
    const [first, second] = [this.#told(one, other), this.#told(other, one)];
    return new BrokenModel(
      `a ghost makes a difference: these two states of the host are equal but for fields under 'ghost', and 'inputs' offers them different events: ${first} and ${second}. Let 'inputs' read what is no ghost`,
      this.#place,
    );
  }

  /** A state, and what it alone is offered. */
  #told({ state, texts }: Known, { texts: others }: Known): string {
    const only = texts.filter((text) => !others.includes(text));
    return `${this.#states.text(state)} ${only.length === 0 ? 'nothing more' : only.join(', ')}`;
  }
}
