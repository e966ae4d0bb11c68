/** The stations of the search's own world, as they are in the second one (see `rehearsal.ts`). */

import type { Instances } from '../host-states.ts';
import type { World } from '../world.ts';

/** Finds each station once. */
export class Translation {
  readonly #from: World;
  readonly #to: World;
  /** Per host, by number in the one world, the number in the other. */
  readonly #stations: number[][];
  readonly #states: number[][];

  constructor(from: World, to: World) {
    this.#from = from;
    this.#to = to;
    this.#stations = from.hosts.map(() => []);
    this.#states = from.hosts.map(() => []);
  }

  /** What a host's station is in the second world. */
  station(host: number, number: number): number {
    const known = this.#stations[host]?.[number];
    if (known !== undefined) return known;
    const { stations: from } = this.#from.host(host);
    const { stations } = this.#to.host(host);
    const envelopes = from.inboxes
      .list(from.inboxOf(number))
      .map((one) => this.#to.envelopes.number(this.#from.envelopes.item(one).envelope));
    const state = this.#state(host, from.stateOf(number));
    const station = stations.number(state, stations.inboxes.with(0, envelopes));
    const table = this.#stations[host];
    if (table !== undefined) table[number] = station;
    return station;
  }

  #state(host: number, number: number): number {
    const known = this.#states[host]?.[number];
    if (known !== undefined) return known;
    const { states: from } = this.#from.host(host).memo;
    const { states } = this.#to.host(host).memo;
    const shape = from.shape(number);
    const translated = (instances: Instances<number>, slot: number): Instances<number> => {
      const { memo } = states.slot(slot);
      const entries = [...instances].map(([key, local]): [string, number] => {
        return [key, memo.number(from.slot(slot).memo.locals.item(local))];
      });
      return new Map(entries);
    };
    const state = states.number(
      shape.up ? { up: true, slots: shape.slots.map(translated) } : shape,
    );
    const table = this.#states[host];
    if (table !== undefined) table[number] = state;
    return state;
  }
}
