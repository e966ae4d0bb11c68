/**
 * The canonical shortest walk (R19): of all shortest ones that with the fewest faults, then the fewest
 * changes of host, then the first in the order of edges. A search forwards finds how far each place
 * is, a pass back over the levels what is best ahead of each, and the walk is read off from the start.
 * So it depends on nothing but the order of each vertex's edges, which is that of actions.
 */

import type { Graph, Move } from './graph.ts';
import { isFaulty, noHost } from './graph.ts';
import type { Lookout } from './lookout.ts';

/** What is walked through: places, which are vertices together with what a walk knows there. */
export interface Space {
  /** The places at which a walk begins, all at the same vertex. */
  readonly starts: readonly number[];
  readonly vertexOf: (place: number) => number;
  /** Writes the places, two at most, that an edge of a place's vertex leads to; answers how many. */
  readonly onward: (place: number, edge: number, into: Int32Array) => number;
  readonly isGoal: (place: number) => boolean;
  readonly lookout: Lookout;
}

/** So much more than a change of host does a fault cost; no walk is as long as this. */
const faultCost = 1 << 16;
const unreachable = 2 ** 31 - 1;

/** A search for the nearest goals. */
export class Walks {
  readonly #graph: Graph;
  readonly #space: Space;
  /** Per place its level plus 1; 0 where it wasn't found. */
  #levels = new Int32Array(1 << 10);
  /** The places in the order in which they were found. */
  readonly #found: number[] = [];
  readonly #targets = new Int32Array(2);
  #goal = -1;
  /** By place, where its costs begin, plus 1; they are by the host before, 0 being none. */
  #slots = new Int32Array(0);
  #costs = new Int32Array(1 << 10);
  #costsEnd = 0;

  constructor(graph: Graph, space: Space) {
    this.#graph = graph;
    this.#space = space;
  }

  /** Finds the nearest goals; false where there is none, or none among the first `most` places. */
  search(most: number): boolean {
    const { firstEdge } = this.#graph;
    const space = this.#space;
    for (const place of space.starts) this.#note(place, 0);
    for (let at = 0; at < this.#found.length && at < most; at++) {
      const place = this.#found[at] ?? 0;
      const level = this.#level(place);
      if (level === this.#goal) return true;
      space.lookout.look();
      const vertex = space.vertexOf(place);
      const end = firstEdge[vertex + 1] ?? 0;
      for (let edge = firstEdge[vertex] ?? 0; edge < end; edge++) {
        const count = space.onward(place, edge, this.#targets);
        for (let index = 0; index < count; index++) {
          const target = this.#targets[index] ?? 0;
          if (this.#level(target) < 0) this.#note(target, level + 1);
        }
      }
    }
    return false;
  }

  /** The canonical walk to a goal that was found, `host` being that of the action before it. */
  canonical(host: number): readonly Move[] {
    this.#lookBack();
    const { firstEdge } = this.#graph;
    const moves: Move[] = [];
    let places: readonly number[] = this.#space.starts.filter((place) => this.#slots[place] !== 0);
    let before = host;
    for (let level = 0; level < this.#goal; level++) {
      const best = Math.min(...places.map((place) => this.#ahead(place, before)));
      places = places.filter((place) => this.#ahead(place, before) === best);
      const from = this.#space.vertexOf(places[0] ?? 0);
      let edge = firstEdge[from] ?? 0;
      let next = this.#best(places, edge, { level, before, best });
      while (next.length === 0) next = this.#best(places, ++edge, { level, before, best });
      moves.push({ from, edge });
      places = next;
      before = this.#hostAfter(edge, before);
    }
    return moves;
  }

  #level(place: number): number {
    return place < this.#levels.length ? (this.#levels[place] ?? 0) - 1 : -1;
  }

  #note(place: number, level: number): void {
    if (place >= this.#levels.length) this.#levels = enlarged(this.#levels, place * 2);
    this.#levels[place] = level + 1;
    this.#found.push(place);
    if (this.#goal === -1 && this.#space.isGoal(place)) this.#goal = level;
  }

  /** Works out the costs ahead of all places that a goal lies ahead of. */
  #lookBack(): void {
    this.#slots = new Int32Array(this.#levels.length);
    for (const place of this.#found.toReversed()) {
      this.#space.lookout.look();
      if (this.#level(place) < this.#goal) this.#look(place);
      else if (this.#space.isGoal(place)) this.#slot(place, 0);
    }
  }

  #look(place: number): void {
    const { firstEdge } = this.#graph;
    const vertex = this.#space.vertexOf(place);
    const level = this.#level(place);
    const end = firstEdge[vertex + 1] ?? 0;
    for (let edge = firstEdge[vertex] ?? 0; edge < end; edge++) {
      const count = this.#space.onward(place, edge, this.#targets);
      for (let index = 0; index < count; index++) {
        const target = this.#targets[index] ?? 0;
        if (this.#level(target) !== level + 1 || this.#slots[target] === 0) continue;
        if (this.#slots[place] === 0) this.#slot(place, unreachable);
        this.#improve(place, edge, target);
      }
    }
  }

  #improve(place: number, edge: number, target: number): void {
    const at = (this.#slots[place] ?? 0) - 1;
    for (let host = 0; host <= this.#graph.hostCount; host++) {
      const cost = this.#cost(edge, host) + this.#ahead(target, this.#hostAfter(edge, host));
      if (cost < (this.#costs[at + host] ?? 0)) this.#costs[at + host] = cost;
    }
  }

  /** The places beyond an edge that leave the best that is possible. */
  #best(
    places: readonly number[],
    edge: number,
    way: { readonly level: number; readonly before: number; readonly best: number },
  ): readonly number[] {
    const rest = way.best - this.#cost(edge, way.before);
    const after = this.#hostAfter(edge, way.before);
    const found = places.flatMap((place) => {
      const count = this.#space.onward(place, edge, this.#targets);
      return [...this.#targets.subarray(0, count)].filter(
        (target) =>
          this.#level(target) === way.level + 1 &&
          this.#slots[target] !== 0 &&
          this.#ahead(target, after) === rest,
      );
    });
    return [...new Set(found)];
  }

  #cost(edge: number, before: number): number {
    const site = this.#graph.sites[edge] ?? 0;
    const host = site & ~isFaulty;
    const changes = host !== noHost && before !== noHost && host !== before ? 1 : 0;
    return (site & isFaulty) === 0 ? changes : changes + faultCost;
  }

  #hostAfter(edge: number, before: number): number {
    return hostAfter(this.#graph, edge, before);
  }

  #ahead(place: number, host: number): number {
    return this.#costs[(this.#slots[place] ?? 0) - 1 + host] ?? unreachable;
  }

  #slot(place: number, cost: number): void {
    const end = this.#costsEnd + this.#graph.hostCount + 1;
    if (end > this.#costs.length) this.#costs = enlarged(this.#costs, end * 2);
    this.#costs.fill(cost, this.#costsEnd, end);
    this.#slots[place] = this.#costsEnd + 1;
    this.#costsEnd = end;
  }
}

/** The host of the last action after an edge; an action at no host changes none. */
export function hostAfter({ sites }: Graph, edge: number, before: number): number {
  const host = (sites[edge] ?? 0) & ~isFaulty;
  return host === noHost ? before : host;
}

function enlarged(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
