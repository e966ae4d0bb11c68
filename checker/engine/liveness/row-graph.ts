/** The graph that a search went through, and what its edges stand for. */

import type { Action } from '../../state/action.ts';
import { Expander } from '../expander.ts';
import type { RowStore } from '../row-store.ts';
import type { World } from '../world.ts';
import type { EdgeKinds } from './edge-kinds.ts';
import { labelIn, siteIn } from './edge-kinds.ts';
import type { Graph, Move } from './graph.ts';
import type { GraphMaker } from './graph-maker.ts';

/** A graph whose vertices are the rows of a store. */
export class RowGraph {
  readonly graph: Graph;
  readonly #store: RowStore;
  readonly #kinds: EdgeKinds;
  readonly #world: World;
  /** Lists the steps of single rows. */
  #expander: Expander | null = null;

  /** All that was made, once no row is left. */
  constructor(world: World, { store, edges, kinds }: GraphMaker) {
    const { first, targets, labels, sites, count } = edges;
    this.graph = {
      vertexCount: store.count,
      firstEdge: first,
      targets: targets.subarray(0, count),
      labels: labels.subarray(0, count),
      sites: sites.subarray(0, count),
      hostCount: world.hosts.length,
      strengths: kinds.strengths,
    };
    this.#store = store;
    this.#kinds = kinds;
    this.#world = world;
  }

  /** Lets go of memory; nothing can be asked any more. */
  close(): void {
    this.#expander?.close();
    this.#expander = null;
  }

  /** The first action, in the order of actions, that an edge stands for. */
  action({ from, edge }: Move): Action {
    this.#expander ??= new Expander(this.#world, this.#store.layout, true);
    const { batch, blocks } = this.#expander;
    const { targets, labels, sites } = this.graph;
    const { words } = this.#store.layout;
    const target = targets[edge] ?? -1;
    batch.count = 0;
    this.#expander.expand(this.#store, from);
    for (let entry = 0; entry < batch.count; entry++) {
      if (target === -1 || !this.#store.isRow(target, batch.rows, entry * words)) continue;
      const action = blocks.action(batch.steps[entry] ?? 0);
      const kind = this.#kinds.of(action);
      if (labelIn(kind) === labels[edge] && siteIn(kind) === sites[edge]) return action;
    }
    throw new Error(`no step of state ${from} is edge ${edge}`);
  }
}
