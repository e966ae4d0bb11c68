/**
 * Strongly connected components by Tarjan's algorithm ("Depth-first search and linear graph
 * algorithms", 1972), iterative and on typed arrays, within pieces of a graph that are given one at a
 * time. A vertex by itself is a component, since a run may stay there.
 */

import type { Graph, VertexSet } from './graph.ts';
import type { Lookout } from './lookout.ts';
import { undisturbed } from './lookout.ts';

/** A run of vertices in `Components.order` that belong to one piece. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  /** What `Components.pieceOf` says of its vertices. */
  readonly number: number;
}

/** Of a graph, what its components depend on. */
export type Adjacency = Pick<Graph, 'vertexCount' | 'firstEdge' | 'targets'>;

/** The vertices of a graph, sorted into pieces that get finer and finer. */
export class Components {
  /** The vertices, those of a piece side by side. */
  readonly order: Int32Array;
  /** The number of each vertex's piece; 0 where it is in none. */
  readonly pieceOf: Int32Array;
  /** The piece that holds every vertex of the set. */
  readonly whole: Piece;
  readonly #graph: Adjacency;
  readonly #lookout: Lookout;
  /** When each vertex was found, from 1, and the least of those it leads back to. */
  readonly #found: Int32Array;
  readonly #low: Int32Array;
  /** The edge of each vertex that is looked at next. */
  readonly #nextEdge: Int32Array;
  /** The vertices from the root to the present one, and those that have no component yet. */
  readonly #path: Int32Array;
  readonly #open: Int32Array;
  readonly #sorted: Int32Array;
  #pieces = 1;

  constructor(graph: Adjacency, within: VertexSet, lookout = undisturbed()) {
    const { vertexCount } = graph;
    this.#graph = graph;
    this.#lookout = lookout;
    this.pieceOf = new Int32Array(vertexCount);
    let count = 0;
    for (let vertex = 0; vertex < vertexCount; vertex++) count += within[vertex] ?? 0;
    this.order = new Int32Array(count);
    let end = 0;
    for (let vertex = 0; vertex < vertexCount; vertex++) {
      if (within[vertex] !== 1) continue;
      this.order[end++] = vertex;
      this.pieceOf[vertex] = 1;
    }
    this.whole = { start: 0, end, number: 1 };
    this.#found = new Int32Array(vertexCount);
    this.#low = new Int32Array(vertexCount);
    this.#nextEdge = new Int32Array(vertexCount);
    this.#path = new Int32Array(count);
    this.#open = new Int32Array(count);
    this.#sorted = new Int32Array(count);
  }

  /** Splits a piece into its components. Linear in its vertices and edges. */
  split({ start, end, number }: Piece): readonly Piece[] {
    const { order } = this;
    const found: Piece[] = [];
    let at = start;
    for (let place = start; place < end; place++) {
      const root = order[place] ?? 0;
      if (this.#found[root] === 0) at = this.#search(root, { at, number, found });
    }
    order.set(this.#sorted.subarray(start, end), start);
    // A component may be split again, once some of its vertices have left it.
    for (let place = start; place < end; place++) this.#found[order[place] ?? 0] = 0;
    return found;
  }

  /** Takes the vertices out of a piece for which `leaves` is 1; what remains is a piece, too. */
  narrowed({ start, end, number }: Piece, leaves: (vertex: number) => boolean): Piece {
    let kept = start;
    for (let place = start; place < end; place++) {
      const vertex = this.order[place] ?? 0;
      this.#lookout.look();
      if (leaves(vertex)) this.pieceOf[vertex] = 0;
      else this.order[kept++] = vertex;
    }
    return { start, end: kept, number };
  }

  /** Searches from a root, writing components to `#sorted` from `at` on; answers where they end. */
  #search(
    root: number,
    {
      at,
      number,
      found,
    }: { readonly at: number; readonly number: number; readonly found: Piece[] },
  ): number {
    const { firstEdge, targets } = this.#graph;
    const { pieceOf } = this;
    const foundAt = this.#found;
    const low = this.#low;
    const nextEdge = this.#nextEdge;
    const path = this.#path;
    const open = this.#open;
    const lookout = this.#lookout;
    let end = at;
    let count = 1;
    let depth = 1;
    let opened = 1;
    path[0] = root;
    open[0] = root;
    foundAt[root] = low[root] = count;
    nextEdge[root] = firstEdge[root] ?? 0;
    while (depth > 0) {
      const vertex = path[depth - 1] ?? 0;
      const edge = nextEdge[vertex] ?? 0;
      if (edge < (firstEdge[vertex + 1] ?? 0)) {
        nextEdge[vertex] = edge + 1;
        const target = targets[edge] ?? -1;
        // Whatever has its component already carries another piece's number.
        if (target < 0 || pieceOf[target] !== number) continue;
        if (foundAt[target] === 0) {
          lookout.look();
          foundAt[target] = low[target] = ++count;
          nextEdge[target] = firstEdge[target] ?? 0;
          path[depth++] = target;
          open[opened++] = target;
        } else if ((foundAt[target] ?? 0) < (low[vertex] ?? 0)) low[vertex] = foundAt[target] ?? 0;
        continue;
      }
      lookout.look();
      depth--;
      const above = path[depth - 1] ?? 0;
      if (depth > 0 && (low[vertex] ?? 0) < (low[above] ?? 0)) low[above] = low[vertex] ?? 0;
      if (low[vertex] !== foundAt[vertex]) continue;
      const piece = ++this.#pieces;
      const start = end;
      let member: number;
      do {
        member = open[--opened] ?? 0;
        pieceOf[member] = piece;
        this.#sorted[end++] = member;
      } while (member !== vertex);
      found.push({ start, end, number: piece });
    }
    return end;
  }
}
