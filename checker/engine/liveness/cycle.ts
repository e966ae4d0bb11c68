/**
 * The shortest way round in a fair component: from a vertex back to it, owing nothing. What is owed
 * changes along the way: a weak instance is settled once it is taken or found disabled, a strong one
 * is owed from where it is enabled until it is taken.
 */

import { PairTable } from '../pair-table.ts';
import { patientCycle } from './patient-cycle.ts';
import { strongly, weakly } from './graph.ts';
import type { Graph, Move, Round, VertexSet } from './graph.ts';

/** So many debts fit the bits of a number. */
const mostBits = 30;
/** With more places than this the shortest way is not looked for any further. */
const mostPlaces = 1 << 22;

/** What is owed and settled, as bits: one for a weak instance, two for a strong one. */
class Ledger {
  readonly #graph: Graph;
  readonly #required: VertexSet | null;
  /** Per fairness instance, the bit that says it is settled; 0 where nothing can be owed. */
  readonly #settled: Int32Array;
  /** Per strong instance, the bit that says it was enabled. */
  readonly #met: Int32Array;
  readonly #weakBits: readonly (readonly [number, number])[];
  readonly #visitBit: number;
  readonly #arrivals = new Map<number, number>();
  readonly #all: number;
  readonly #metBits: number;
  readonly isRoomy: boolean;

  constructor(graph: Graph, { components, start, required }: Round) {
    this.#graph = graph;
    this.#required = required;
    this.#settled = new Int32Array(graph.strengths.length);
    this.#met = new Int32Array(graph.strengths.length);
    const { weak, strong } = instancesIn(graph, components, start);
    const bits = 1 + weak.length + 2 * strong.length;
    this.isRoomy = bits <= mostBits;
    let bit = 1;
    const next = (): number => {
      const taken = bit;
      bit <<= 1;
      return taken;
    };
    this.#visitBit = next();
    this.#weakBits = weak.map((label) => [label, (this.#settled[label] = next())] as const);
    let metBits = 0;
    for (const label of strong) {
      this.#met[label] = next();
      this.#settled[label] = next();
      metBits |= this.#met[label] ?? 0;
    }
    this.#metBits = metBits;
    this.#all = bit - 1 - metBits;
  }

  /** What is known after a step along an edge. */
  moved(mask: number, edge: number): number {
    const { labels, targets } = this.#graph;
    return this.arrived(mask | (this.#settled[labels[edge] ?? 0] ?? 0), targets[edge] ?? 0);
  }

  /** Whether nothing is owed. */
  isClear(mask: number): boolean {
    // A strong instance is owed only where it was met; its two bits stand side by side.
    const owed = this.#all & ~mask;
    const unmet = (this.#metBits & ~mask) << 1;
    return (owed & ~unmet) === 0;
  }

  /** What is known once a vertex is visited as well. */
  arrived(mask: number, vertex: number): number {
    const known = this.#arrivals.get(vertex) ?? this.#arrival(vertex);
    this.#arrivals.set(vertex, known);
    return mask | known;
  }

  #arrival(vertex: number): number {
    const { firstEdge, labels } = this.#graph;
    const enabled = new Set(labels.subarray(firstEdge[vertex], firstEdge[vertex + 1]));
    let bits = this.#required === null || this.#required[vertex] === 1 ? this.#visitBit : 0;
    for (const [label, bit] of this.#weakBits) if (!enabled.has(label)) bits |= bit;
    for (const label of enabled) bits |= this.#met[label] ?? 0;
    return bits;
  }
}

/** The instances that a cycle through a vertex may come to owe. */
function instancesIn(
  { vertexCount, firstEdge, labels, strengths }: Graph,
  components: Int32Array,
  start: number,
): { readonly weak: readonly number[]; readonly strong: readonly number[] } {
  const here = new Set(labels.subarray(firstEdge[start], firstEdge[start + 1]));
  const anywhere = new Uint8Array(strengths.length);
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    if (components[vertex] !== components[start]) continue;
    const end = firstEdge[vertex + 1] ?? 0;
    for (let edge = firstEdge[vertex] ?? 0; edge < end; edge++) anywhere[labels[edge] ?? 0] = 1;
  }
  const weak = [...here].filter((label) => strengths[label] === weakly);
  const strong = [...strengths.keys()].filter(
    (label) => strengths[label] === strongly && anywhere[label] === 1,
  );
  return { weak, strong };
}

/** A breadth-first search over vertices together with what is known there. */
class RoundSearch {
  readonly #graph: Graph;
  readonly #components: Int32Array;
  readonly #ledger: Ledger;
  readonly #maskNumbers = new Map<number, number>();
  readonly #seen = new PairTable();
  readonly vertices: number[] = [];
  readonly masks: number[] = [];
  readonly #parents: number[] = [];
  readonly #edges: number[] = [];

  constructor(graph: Graph, components: Int32Array, ledger: Ledger) {
    this.#graph = graph;
    this.#components = components;
    this.#ledger = ledger;
  }

  /** Begins at a place, and goes on until `isGoal`; answers the goal's place, or -1. */
  run(vertex: number, mask: number, isGoal: (vertex: number, mask: number) => boolean): number {
    const { firstEdge, targets } = this.#graph;
    const home = this.#components[vertex];
    this.#enqueue(vertex, mask, -1, -1);
    for (let at = 0; at < this.vertices.length; at++) {
      if (this.vertices.length > mostPlaces) return -1;
      const from = this.vertices[at] ?? 0;
      const known = this.masks[at] ?? 0;
      const end = firstEdge[from + 1] ?? 0;
      for (let edge = firstEdge[from] ?? 0; edge < end; edge++) {
        const target = targets[edge] ?? -1;
        if (target < 0 || this.#components[target] !== home) continue;
        const after = this.#ledger.moved(known, edge);
        const place = this.#enqueue(target, after, at, edge);
        if (place >= 0 && isGoal(target, after)) return place;
      }
    }
    return -1;
  }

  /** The steps to a place. */
  movesTo(place: number): readonly Move[] {
    const moves: Move[] = [];
    for (let at = place; (this.#parents[at] ?? -1) >= 0; at = this.#parents[at] ?? -1) {
      const from = this.vertices[this.#parents[at] ?? 0] ?? 0;
      moves.push({ from, edge: this.#edges[at] ?? 0 });
    }
    return moves.toReversed();
  }

  /** Notes a place; -1 where it was known. */
  #enqueue(vertex: number, mask: number, parent: number, edge: number): number {
    const number = this.#maskNumbers.get(mask) ?? this.#maskNumbers.size;
    this.#maskNumbers.set(mask, number);
    if (this.#seen.get(number, vertex) !== -1) return -1;
    this.#seen.set(number, vertex, 1);
    this.vertices.push(vertex);
    this.masks.push(mask);
    this.#parents.push(parent);
    return this.#edges.push(edge) - 1;
  }
}

/**
 * The first of the shortest fair cycles through a vertex of a fair component; without steps where the
 * run may just stay there. Where very many instances are involved, the debts are paid one after the
 * other, the nearest first, and then it may be longer than it need be.
 */
export function shortestCycle(graph: Graph, round: Round): readonly Move[] {
  const ledger = new Ledger(graph, round);
  const { start, components } = round;
  if (!ledger.isRoomy) return patientCycle(graph, round);
  const opening = ledger.arrived(0, start);
  if (ledger.isClear(opening)) return [];
  const search = new RoundSearch(graph, components, ledger);
  const place = search.run(
    start,
    opening,
    (vertex, mask) => vertex === start && ledger.isClear(mask),
  );
  return place === -1 ? patientCycle(graph, round) : search.movesTo(place);
}
