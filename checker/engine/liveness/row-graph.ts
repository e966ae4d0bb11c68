/**
 * The graph that a search went through, made by expanding every row once more: the search itself keeps
 * no edges. Where it ended early, edges to states that it never saw are there, too, so that what is
 * enabled in a state is always known in full.
 */

import type { Action } from '../../state/action.ts';
import { Expander } from '../expander.ts';
import { Layout } from '../layout.ts';
import type { RowStore } from '../row-store.ts';
import type { World } from '../world.ts';
import { FairLabels } from './fair-labels.ts';
import type { Graph, Move, VertexSet } from './graph.ts';
import { RowIndex } from './row-index.ts';

/** Rows between two questions whether to go on. */
const stretch = 1024;

/** Edges in the order of actions. Twins (of the same ends and label) and unlabelled loops are left out. */
class Edges {
  targets: Int32Array;
  labels: Uint16Array;
  count = 0;

  constructor(capacity: number) {
    this.targets = new Int32Array(Math.max(capacity, 16));
    this.labels = new Uint16Array(Math.max(capacity, 16));
  }

  /** Adds an edge of the vertex whose edges begin at `first`. */
  add(first: number, target: number, label: number): void {
    const { targets, labels, count } = this;
    for (let edge = first; edge < count; edge++) {
      if (targets[edge] === target && labels[edge] === label) return;
    }
    if (count === targets.length) this.#enlarge();
    this.targets[count] = target;
    this.labels[count] = label;
    this.count = count + 1;
  }

  #enlarge(): void {
    const targets = new Int32Array(this.targets.length * 2);
    targets.set(this.targets);
    this.targets = targets;
    const labels = new Uint16Array(targets.length);
    labels.set(this.labels);
    this.labels = labels;
  }
}

/** The graph of a search's rows, and what its edges stand for. */
export class RowGraph {
  /** Where nothing but faults is enabled. */
  readonly quiet: VertexSet;
  /** The rows as they are packed by now. */
  store: RowStore;
  readonly #world: World;
  readonly #expander: Expander;
  readonly #labels: FairLabels;
  readonly #firstEdge: Int32Array;
  readonly #edges: Edges;
  #index: RowIndex;
  #done = 0;

  /** `transitions` is about how many edges there will be. */
  constructor(world: World, store: RowStore, transitions: number) {
    this.#world = world;
    this.store = store;
    this.#expander = new Expander(world, store.layout, true);
    this.#labels = new FairLabels(world.loaded);
    this.#firstEdge = new Int32Array(store.count + 1);
    this.#edges = new Edges(transitions);
    this.#index = new RowIndex(store);
    this.quiet = new Uint8Array(store.count);
  }

  get bytes(): number {
    const { targets, labels } = this.#edges;
    return targets.byteLength + labels.byteLength + this.#firstEdge.byteLength + this.#index.bytes;
  }

  /** How many rows are still to be expanded. */
  get left(): number {
    return this.store.count - this.#done;
  }

  /** Expands the next rows; to be called until none is left. */
  advance(): void {
    const { batch, blocks } = this.#expander;
    const actionNumbered = (number: number): Action => blocks.actionNumbered(number);
    const end = Math.min(this.store.count, this.#done + stretch);
    const edges = this.#edges;
    for (let row = this.#done; row < end; row++) {
      this.#expand(row);
      const { words } = this.store.layout;
      const first = edges.count;
      for (let entry = 0; entry < batch.count; entry++) {
        const target = this.#index.find(batch.rows, entry * words);
        const number = blocks.actions[batch.steps[entry] ?? 0] ?? 0;
        const label = this.#labels.labelOf(number, actionNumbered);
        // That a run may stay where it is needs no edge.
        if (label !== 0 || target !== row) edges.add(first, target, label);
      }
      this.#firstEdge[row + 1] = edges.count;
      this.quiet[row] = this.#expander.quiet ? 1 : 0;
    }
    this.#done = end;
  }

  /** The graph, once no row is left. */
  get graph(): Graph {
    const { targets, labels, count } = this.#edges;
    return {
      vertexCount: this.store.count,
      firstEdge: this.#firstEdge,
      targets: targets.subarray(0, count),
      labels: labels.subarray(0, count),
      strengths: this.#labels.strengths,
    };
  }

  /** The first action, in the order of actions, that an edge stands for. */
  action({ from, edge }: Move): Action {
    const { batch, blocks } = this.#expander;
    const { targets, labels } = this.#edges;
    this.#expand(from);
    const { words } = this.store.layout;
    for (let entry = 0; entry < batch.count; entry++) {
      const place = batch.steps[entry] ?? 0;
      const number = blocks.actions[place] ?? 0;
      const label = this.#labels.labelOf(number, (one) => blocks.actionNumbered(one));
      if (label !== labels[edge]) continue;
      if (this.#index.find(batch.rows, entry * words) === targets[edge]) {
        return blocks.action(place);
      }
    }
    throw new Error(`no step of state ${from} is edge ${edge}`);
  }

  /** Lists the steps of a row, and nothing else, in the batch. */
  #expand(row: number): void {
    const expander = this.#expander;
    expander.batch.count = 0;
    while (!expander.expand(this.store, row)) {
      // Beyond where the search came to an early end there may be greater numbers than it met.
      const layout = new Layout(this.#world.sizes());
      this.store = this.store.repacked(layout);
      this.#index = new RowIndex(this.store);
      expander.relayout(layout);
    }
  }
}
