/**
 * Reduced searches that take steps in no particular order. In the order of actions the same steps sleep on
 * all ways to a row nearly always; here rows are reached with other sleep sets time and again.
 */

import { ActionImages } from '../../../../checker/engine/partial-order/action-images.ts';
import { ActionNumbers } from '../../../../checker/engine/partial-order/action-numbers.ts';
import { Independence } from '../../../../checker/engine/partial-order/independence.ts';
import { Listing } from '../../../../checker/engine/partial-order/listing.ts';
import { Pass } from '../../../../checker/engine/partial-order/pass.ts';
import { PersistentSets } from '../../../../checker/engine/partial-order/persistent-sets.ts';
import { Symmetry } from '../../../../checker/engine/symmetry/symmetry.ts';
import { World } from '../../../../checker/engine/world.ts';
import type { LoadedModel } from '../../../../checker/system/load.ts';

/** Lists steps in an order that depends on the row and on a seed. */
class Shuffled extends Listing {
  readonly #seed: number;

  constructor(world: World, actions: ActionNumbers, seed: number) {
    super(world, actions);
    this.#seed = seed;
  }

  override list(row: Int32Array): void {
    super.list(row);
    const { steps } = this;
    let random = row.reduce((sum, number) => Math.imul(sum + number, 0x9e3779b1), this.#seed);
    for (let left = steps.length; left > 1; left--) {
      random = Math.imul(random ^ (random >>> 15), 0x85ebca6b);
      steps.push(...steps.splice((random >>> 8) % left, 1));
    }
  }
}

/** How such a search goes about it. */
export interface Shuffling {
  readonly seed: number;
  readonly usesSymmetry: boolean;
  /** Whether no step is left out but what sleeps. */
  readonly sleepsOnly: boolean;
  readonly mostStates: number;
}

/** What is left of a model; null where that is more than asked for. */
export function shuffledSearch(loaded: LoadedModel, shuffling: Shuffling): Pass | null {
  const world = new World(loaded);
  const numbers = new ActionNumbers();
  const states = shuffling.usesSymmetry ? new Symmetry(world) : null;
  const images = states?.exchanges ?? [];
  const exchanges = images.map(({ exchange }) => exchange);
  const sets = new PersistentSets(world, numbers, exchanges);
  const tools = {
    world,
    mostStates: Infinity,
    throwIfStopped: () => undefined,
    listing: new Shuffled(world, numbers, shuffling.seed),
    sets: shuffling.sleepsOnly ? null : sets,
    independence: new Independence(world, sets),
    symmetry: states && { states, actions: new ActionImages(numbers, images) },
  };
  for (;;) {
    sets.digest();
    const pass = new Pass(tools);
    do {
      while (pass.next !== -1) {
        pass.step();
        if (pass.states.kept.count > shuffling.mostStates) return null;
      }
    } while (pass.settle());
    pass.judgeRows();
    if (stands(pass, sets)) return pass;
  }
}

/** Whether what the pass met, and what looking at its choices again does, changes none of these. */
function stands(pass: Pass, sets: PersistentSets): boolean {
  while (sets.digest()) if (!pass.stands()) return false;
  return true;
}
