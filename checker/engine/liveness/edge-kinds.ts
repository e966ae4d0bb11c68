/** What an edge says of its action, as one number: a fairness instance, and above it the site. */

import type { Action } from '../../state/action.ts';
import { hostOf, isFault } from '../../state/action.ts';
import { kindLabel } from '../kernel/fields.ts';
import type { World } from '../world.ts';
import { FairLabels } from './fair-labels.ts';
import { isFaulty, noHost } from './graph.ts';

/** What stands above the label. */
const siteShift = 16;

/** The kinds of a model's actions. */
export class EdgeKinds {
  readonly #world: World;
  readonly #labels: FairLabels;

  constructor(world: World) {
    this.#world = world;
    this.#labels = new FairLabels(world.loaded);
  }

  /** Per fairness instance that was met, see `Graph.strengths`. */
  get strengths(): Uint8Array {
    return this.#labels.strengths;
  }

  /** The kind of an action, 32 bits. */
  of(action: Action): number {
    const { hosts, loaded } = this.#world;
    const at = hostOf(action);
    const host = at === null ? noHost : hosts.findIndex(({ id }) => id === at) + 1;
    const fault = isFault(action, loaded.system.faultInputs) ? isFaulty : 0;
    return this.#labels.labelOf(action) | ((host | fault) << siteShift);
  }
}

/** The fairness instance of a kind, see `Graph.labels`. */
export function labelIn(kind: number): number {
  return kind & kindLabel;
}

/** Where an edge of a kind happens, see `Graph.sites`. */
export function siteIn(kind: number): number {
  return kind >>> siteShift;
}
