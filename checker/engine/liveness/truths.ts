/** In which rows a predicate holds. */

import type { ModelPlace } from '../../broken-model.ts';
import type { Predicate } from '../../model/property.types.ts';
import type { View } from '../../state/view.ts';
import { RowSight } from '../part.ts';
import { Parts } from '../parts.ts';
import { predicateThrew, predicateWavers } from '../predicate-faults.ts';
import { Question } from '../question.ts';
import type { RowStore } from '../row-store.ts';
import { RowView } from '../row-view.ts';
import type { World } from '../world.ts';
import type { VertexSet } from './graph.ts';
import type { Lookout } from './lookout.ts';

/** Asks predicates about all rows of a store. */
export class Truths {
  readonly #world: World;
  readonly #store: RowStore;
  readonly #parts: Parts;
  readonly #sight = new RowSight();
  readonly #hosts: View['hosts'];

  constructor(world: World, store: RowStore) {
    this.#world = world;
    this.#store = store;
    this.#parts = new Parts(world, store.layout);
    this.#hosts = Object.freeze(
      [...world.loaded.hosts.values()].map(({ id, client }) => Object.freeze({ id, client })),
    );
  }

  /**
   * The rows in which a predicate of a property holds.
   * @throws BrokenModel where it throws, or doesn't depend on the view alone.
   */
  of(property: string, holds: Predicate, lookout: Lookout): VertexSet {
    const store = this.#store;
    const sight = this.#sight;
    const question = this.#question(property, holds);
    const truths = new Uint8Array(store.count);
    for (let row = 0; row < store.count; row++) {
      lookout.look();
      sight.look(store.chunk(row), store.offset(row));
      truths[row] = question.answer() ? 1 : 0;
    }
    return truths;
  }

  #question(property: string, holds: Predicate): Question {
    const parts = this.#parts;
    const sight = this.#sight;
    const hosts = this.#hosts;
    const place = { model: this.#world.loaded.model.name, property };
    return new Question(
      { parts: parts.list, before: sight, after: sight, split: () => parts.split() },
      (onRead) => {
        const view = new RowView({ parts, hosts }, sight, (part, value) => onRead(part * 2, value));
        return this.#guarded(place, () => holds(view));
      },
      () => predicateWavers(place),
    );
  }

  #guarded(place: ModelPlace, evaluate: () => boolean): boolean {
    try {
      return evaluate();
    } catch (cause) {
      throw predicateThrew(cause, place, this.#stateText());
    }
  }

  #stateText(): string {
    const row = new Int32Array(this.#world.width);
    this.#store.layout.unpack(this.#sight.words, this.#sight.at, row);
    return this.#world.text(row);
  }
}
