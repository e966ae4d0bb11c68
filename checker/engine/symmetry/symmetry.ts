/** Symmetry reduction of one world: representatives, and all that is checked along the way. */

import { BrokenModel } from '../../broken-model.ts';
import type { Json } from '../../json.ts';
import { asJson, canonical } from '../../json.ts';
import { exchangesIn } from '../../system/exchange.ts';
import { changes } from '../../trace/difference.ts';
import type { World } from '../world.ts';
import { Canonicaliser } from './canonicaliser.ts';
import { ImageTables } from './image-tables.ts';
import { Images } from './images.ts';
import { StepWatch } from './step-watch.ts';

/** The symmetry of one world, as its model declares it. */
export class Symmetry {
  readonly exchanges: readonly Images[];
  readonly tables: ImageTables;
  readonly canonicaliser: Canonicaliser;
  readonly #world: World;
  readonly #steps: StepWatch;

  /** To be made before anything is computed in the world, so that all of it is checked. */
  constructor(world: World) {
    const { symmetric } = world.loaded.model;
    if (world.hosts.some(({ memo }) => memo.states.size > 0)) {
      throw new Error('symmetry has to be checked from the first step on: give it a fresh world');
    }
    this.#world = world;
    this.exchanges = exchangesIn(symmetric).map((exchange) => new Images(world, exchange));
    this.#steps = new StepWatch(world, this.exchanges);
    this.tables = new ImageTables(world, this.exchanges);
    this.canonicaliser = new Canonicaliser(this.tables);
  }

  /** Takes the first row in. */
  begin(first: Int32Array): void {
    this.settle();
    this.#refuseLopsided(first);
  }

  /**
   * Checks what was computed in the world since it was asked last.
   * @throws BrokenModel where ids that are declared symmetric make a difference.
   */
  settle(): void {
    this.#steps.settle();
  }

  /**
   * Puts representatives in the place of rows of numbers, one after the other; the exchanges that lead
   * to them go to the end of `path`, if that is given.
   */
  represent(rows: Int32Array, path: number[] | null = null): void {
    const { width } = this.#world;
    this.settle();
    for (let at = 0; at < rows.length; at += width) {
      this.canonicaliser.canonicalise(rows.subarray(at, at + width), path);
    }
  }

  /**
   * Makes sure that the initial state is its own image.
   * @throws BrokenModel naming what tells the ids apart.
   */
  #refuseLopsided(first: Int32Array): void {
    this.exchanges.forEach(({ exchange }, index) => {
      const image = first.slice();
      this.canonicaliser.exchange(image, index);
      if (image.every((number, column) => number === first[column])) return;
      const [difference] = changes(this.#told(first), this.#told(image));
      if (difference === undefined) return;
      const { path, before = null, after = null } = difference;
      throw new BrokenModel(
        `'${exchange.one}' and '${exchange.other}' are declared symmetric, but the initial state changes when they are exchanged: at ${path} from ${canonical(before)} to ${canonical(after)}. A set must be a record { id: true }: a list has an order`,
        { model: this.#world.loaded.model.name },
      );
    });
  }

  #told(row: Int32Array): Json {
    return asJson(this.#world.decoded(row));
  }
}
