/**
 * The shortest way round in a fair component: from a vertex back to it, owing nothing. What is owed
 * changes along the way: a weak instance is settled once it is taken or found disabled, a strong one
 * is owed from where it is enabled until it is taken.
 */

import { PairTable } from '../pair-table.ts';
import type { Graph, Move, Round, VertexSet } from './graph.ts';
import { strongly, weakly } from './graph.ts';
import type { Lookout } from './lookout.ts';
import { undisturbed } from './lookout.ts';
import { patientCycle } from './patient-cycle.ts';
import { Walks } from './walks.ts';

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

  constructor(graph: Graph, { components, start, required }: Round, lookout: Lookout) {
    this.#graph = graph;
    this.#required = required;
    this.#settled = new Int32Array(graph.strengths.length);
    this.#met = new Int32Array(graph.strengths.length);
    const { weak, strong } = instancesIn(graph, { components, start }, lookout);
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
  { components, start }: Pick<Round, 'components' | 'start'>,
  lookout: Lookout,
): { readonly weak: readonly number[]; readonly strong: readonly number[] } {
  const here = new Set(labels.subarray(firstEdge[start], firstEdge[start + 1]));
  const anywhere = new Uint8Array(strengths.length);
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    lookout.look();
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

/** Vertices together with what is known there, numbered as they are met. */
class RoundPlaces {
  readonly #maskNumbers = new Map<number, number>();
  readonly #places = new PairTable();
  readonly #vertices: number[] = [];
  readonly #masks: number[] = [];

  number(vertex: number, mask: number): number {
    const number = this.#maskNumbers.get(mask) ?? this.#maskNumbers.size;
    this.#maskNumbers.set(mask, number);
    const known = this.#places.get(number, vertex);
    if (known !== -1) return known;
    this.#places.set(number, vertex, this.#vertices.length);
    this.#masks.push(mask);
    return this.#vertices.push(vertex) - 1;
  }

  vertex(place: number): number {
    return this.#vertices[place] ?? 0;
  }

  mask(place: number): number {
    return this.#masks[place] ?? 0;
  }
}

/**
 * The canonical one of the shortest fair cycles through a vertex of a fair component, `host` being that
 * of the action before it; without steps where the run may just stay there. Where very many instances
 * are involved, the debts are paid one after the other, the nearest first, and then it may be longer
 * than it need be.
 */
export function shortestCycle(
  graph: Graph,
  round: Round,
  host: number,
  lookout = undisturbed(),
): readonly Move[] {
  const ledger = new Ledger(graph, round, lookout);
  const { start, components } = round;
  if (!ledger.isRoomy) return patientCycle(graph, round, lookout);
  const opening = ledger.arrived(0, start);
  if (ledger.isClear(opening)) return [];
  const places = new RoundPlaces();
  const walks = new Walks(graph, {
    starts: [places.number(start, opening)],
    vertexOf: (place) => places.vertex(place),
    onward: (place, edge, into) => {
      const target = graph.targets[edge] ?? -1;
      if (target < 0 || components[target] !== components[start]) return 0;
      into[0] = places.number(target, ledger.moved(places.mask(place), edge));
      return 1;
    },
    isGoal: (place) => places.vertex(place) === start && ledger.isClear(places.mask(place)),
    lookout,
  });
  return walks.search(mostPlaces) ? walks.canonical(host) : patientCycle(graph, round, lookout);
}
