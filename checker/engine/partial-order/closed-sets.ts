/**
 * Which steps of one host may go first, whatever else may happen: sets of its enabled steps that
 * commute with everything the host may do without them. Decided on the host's own steps alone, from its
 * station and what may still come in; see `persistent-sets.ts` for why that is enough.
 */

import { PairTable } from '../pair-table.ts';
import type { ClosedSet, Terms } from './closure.ts';
import { Closure } from './closure.ts';
import type { Obstacle } from './obstacles.ts';
import { later } from './obstacles.ts';
import type { NumberedSurroundings, Surroundings } from './surroundings.ts';

/** Finds closed sets, each once for a station and its surroundings. */
export class ClosedSets {
  readonly #terms: Terms;
  readonly #surroundings: NumberedSurroundings;
  readonly #found: PairTable[];
  readonly #sets: (ClosedSet | Obstacle)[] = [];

  constructor(terms: Terms, surroundings: NumberedSurroundings) {
    this.#terms = terms;
    this.#surroundings = surroundings;
    this.#found = terms.rehearsal.world.hosts.map(() => new PairTable());
  }

  /** The smallest closed set of a station's steps, or what is in the way of any. */
  of(host: number, station: number, surroundings: number): ClosedSet | Obstacle {
    const table = this.#found[host];
    const known = this.#sets[table?.get(surroundings, station) ?? -1];
    if (known !== undefined) return known;
    const around = this.#surroundings.item(surroundings);
    const set = this.#smallest(host, station, around);
    table?.set(surroundings, station, this.#sets.push(set) - 1);
    return set;
  }

  #smallest(host: number, station: number, around: Surroundings): ClosedSet | Obstacle {
    let smallest: ClosedSet | null = null;
    let obstacle: Obstacle = 'faults';
    for (const seed of this.#terms.rehearsal.steps(host, station)) {
      if (smallest?.actions.includes(seed.action) === true) continue;
      if (seed.next === station && seed.sends === 0) continue;
      const set = new Closure(this.#terms, host, around).from(station, seed);
      if (typeof set === 'string') obstacle = later(obstacle, set);
      else if (set.actions.length === 1) return set;
      else if (smallest === null || set.actions.length < smallest.actions.length) smallest = set;
    }
    return smallest ?? obstacle;
  }
}
