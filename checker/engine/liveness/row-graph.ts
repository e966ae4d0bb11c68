/**
 * The graph that a search went through, made by expanding every row once more: the search itself keeps
 * no edges. Where it ended early, edges to states that it never saw are there, too, so that what is
 * enabled in a state is always known in full.
 */

import { hostOf, isFault } from '../../state/action.ts';
import type { Action } from '../../state/action.ts';
import { Expander } from '../expander.ts';
import { Layout } from '../layout.ts';
import type { RowStore } from '../row-store.ts';
import type { World } from '../world.ts';
import { FairLabels } from './fair-labels.ts';
import { isFaulty, noHost } from './graph.ts';
import type { Graph, Move, VertexSet } from './graph.ts';
import { RowNumbers } from './row-numbers.ts';

/** Rows between two questions whether to go on. */
const stretch = 1 << 12;
/** Steps that are looked up together. */
const batchSize = 256;

/** Edges in the order of actions. Twins, alike in all, and unlabelled loops are left out. */
class Edges {
  targets: Int32Array;
  labels: Uint16Array;
  sites: Uint16Array;
  count = 0;

  constructor(capacity: number) {
    this.targets = new Int32Array(Math.max(capacity, 16));
    this.labels = new Uint16Array(Math.max(capacity, 16));
    this.sites = new Uint16Array(Math.max(capacity, 16));
  }

  get bytes(): number {
    return this.targets.byteLength + this.labels.byteLength + this.sites.byteLength;
  }

  /** Adds an edge of the vertex whose edges begin at `first`. */
  add(first: number, target: number, { label, site }: Kind): void {
    const { targets, labels, sites, count } = this;
    for (let edge = first; edge < count; edge++) {
      if (targets[edge] === target && labels[edge] === label && sites[edge] === site) return;
    }
    if (count === targets.length) this.#enlarge();
    this.targets[count] = target;
    this.labels[count] = label;
    this.sites[count] = site;
    this.count = count + 1;
  }

  #enlarge(): void {
    const targets = new Int32Array(this.targets.length * 2);
    targets.set(this.targets);
    this.targets = targets;
    this.labels = enlarged(this.labels, targets.length);
    this.sites = enlarged(this.sites, targets.length);
  }
}

function enlarged(array: Uint16Array, length: number): Uint16Array {
  const larger = new Uint16Array(length);
  larger.set(array);
  return larger;
}

/** What an edge says of its action, see `Graph`. */
interface Kind {
  readonly label: number;
  readonly site: number;
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
  #index: RowNumbers;
  #found = new Int32Array(0);
  /** By number of an action. */
  readonly #kinds: Kind[] = [];
  #done = 0;

  /** `transitions` is about how many edges there will be. */
  constructor(world: World, store: RowStore, transitions: number) {
    this.#world = world;
    this.store = store;
    this.#expander = new Expander(world, store.layout, true);
    this.#labels = new FairLabels(world.loaded);
    this.#firstEdge = new Int32Array(store.count + 1);
    this.#edges = new Edges(transitions);
    this.#index = new RowNumbers(store);
    this.quiet = new Uint8Array(store.count);
  }

  get bytes(): number {
    return this.#edges.bytes + this.#firstEdge.byteLength + this.#index.bytes;
  }

  /** How many rows are still to be expanded. */
  get left(): number {
    return this.store.count - this.#done;
  }

  /** Expands the next rows; to be called until none is left. */
  advance(): void {
    const expander = this.#expander;
    const { batch } = expander;
    const end = Math.min(this.store.count, this.#done + stretch);
    let linked = this.#done;
    let row = linked;
    while (row < end) {
      const fits = expander.expand(this.store, row);
      if (fits) this.quiet[row++] = expander.quiet ? 1 : 0;
      if (fits && batch.count < batchSize) continue;
      this.#link(linked, row);
      linked = row;
      if (!fits) this.#widen();
    }
    this.#link(linked, end);
    this.#done = end;
  }

  /** Takes in the steps in the batch, those of the rows from `first` up to `end`. */
  #link(first: number, end: number): void {
    const { batch, blocks } = this.#expander;
    const { parents, steps, count } = batch;
    const edges = this.#edges;
    const found = this.#lookUp();
    let entry = 0;
    for (let row = first; row < end; row++) {
      const firstEdge = edges.count;
      for (; entry < count && parents[entry] === row; entry++) {
        const target = found[entry] ?? -1;
        const number = blocks.actions[steps[entry] ?? 0] ?? 0;
        const kind = (this.#kinds[number] ??= this.#kind(blocks.actionNumbered(number)));
        // That a run may stay where it is needs no edge.
        if (kind.label !== 0 || target !== row) edges.add(firstEdge, target, kind);
      }
      this.#firstEdge[row + 1] = edges.count;
    }
    batch.count = 0;
  }

  #kind(action: Action): Kind {
    const { hosts, loaded } = this.#world;
    const at = hostOf(action);
    const host = at === null ? noHost : hosts.findIndex(({ id }) => id === at) + 1;
    const fault = isFault(action, loaded.system.faultInputs) ? isFaulty : 0;
    return { label: this.#labels.labelOf(action), site: host | fault };
  }

  /** The numbers of the rows in the batch. */
  #lookUp(): Int32Array {
    const { batch } = this.#expander;
    if (batch.count > this.#found.length) this.#found = new Int32Array(batch.count * 2);
    this.#index.findAll(batch.rows, batch.count, this.#found);
    return this.#found;
  }

  /** The graph, once no row is left. */
  get graph(): Graph {
    const { targets, labels, sites, count } = this.#edges;
    return {
      vertexCount: this.store.count,
      firstEdge: this.#firstEdge,
      targets: targets.subarray(0, count),
      labels: labels.subarray(0, count),
      sites: sites.subarray(0, count),
      hostCount: this.#world.hosts.length,
      strengths: this.#labels.strengths,
    };
  }

  /** The first action, in the order of actions, that an edge stands for. */
  action({ from, edge }: Move): Action {
    const { batch, blocks } = this.#expander;
    const { targets, labels, sites } = this.#edges;
    batch.count = 0;
    this.#expander.expand(this.store, from);
    const { count } = batch;
    const found = this.#lookUp();
    batch.count = 0;
    for (let entry = 0; entry < count; entry++) {
      if (found[entry] !== targets[edge]) continue;
      const action = blocks.action(batch.steps[entry] ?? 0);
      const { label, site } = this.#kind(action);
      if (label === labels[edge] && site === sites[edge]) return action;
    }
    throw new Error(`no step of state ${from} is edge ${edge}`);
  }

  /** Goes over to a wider layout: beyond an early end there may be greater numbers than were met. */
  #widen(): void {
    const layout = new Layout(this.#world.sizes());
    this.store = this.store.repacked(layout);
    this.#index = new RowNumbers(this.store);
    this.#expander.relayout(layout);
  }
}
