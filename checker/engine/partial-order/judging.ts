/** Judges kept rows, and where these stand for their images, makes sure that they can. */

import { Judge } from '../judge.ts';
import type { Layout } from '../layout.ts';
import type { RowStore } from '../row-store.ts';
import { PropertyWatch } from '../symmetry/property-watch.ts';
import type { Symmetry } from '../symmetry/symmetry.ts';
import type { World } from '../world.ts';

/** Properties of steps are refused under this reduction (see `reducible.ts`), so no action is asked for. */
function noAction(number: number): never {
  throw new Error(`nothing is known of action ${number}`);
}

/** The judge of one pass, and its watch. */
export class Judging {
  readonly judge: Judge;
  readonly #watch: PropertyWatch | null;
  /** How the rows were packed that were judged last. */
  #layout: Layout;

  constructor(world: World, layout: Layout, symmetry: Symmetry | null) {
    this.judge = new Judge(world, layout, { actionNumbered: noAction });
    this.#layout = layout;
    this.#watch = symmetry && new PropertyWatch(world, symmetry);
  }

  /** Judges the rows from a number on. */
  states(store: RowStore, from: number): void {
    this.#follow(store.layout);
    this.#watch?.watchStates(store, from, this.judge.found);
    this.judge.judgeStates(store, from);
  }

  /** Judges a state in which nothing but faults is enabled. */
  quiet(store: RowStore, row: number): void {
    if (!this.judge.asksQuietStates) return;
    this.#follow(store.layout);
    this.#watch?.watchQuiet(store, row, this.judge.found);
    this.judge.judgeQuiet(store, row);
  }

  /** Goes over to the layout of the rows; once more where memory ended as it last did. */
  #follow(layout: Layout): void {
    if (layout === this.#layout) return;
    this.judge.relayout(layout);
    this.#watch?.relayout(layout);
    this.#layout = layout;
  }
}
