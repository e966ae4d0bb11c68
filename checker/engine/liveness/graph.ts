/** A finite graph with labelled edges, as the algorithms of liveness want it: nothing but integers. */

/**
 * Vertices are numbered from 0, and the edges of `v` stand from `firstEdge[v]` up to `firstEdge[v +
 * 1]`. An edge carries the number of a fairness instance, or 0; an instance is enabled at a vertex
 * exactly where an edge with its number begins. A target of -1 is a vertex that nothing is known of.
 * At every vertex a run may also stay where it is, which is no edge.
 */
export interface Graph {
  readonly vertexCount: number;
  readonly firstEdge: Int32Array;
  readonly targets: Int32Array;
  readonly labels: Uint16Array;
  /** Per edge the host at which it happens, from 1, or `noHost`; with `isFaulty` for a fault. */
  readonly sites: Uint16Array;
  readonly hostCount: number;
  /** Per fairness instance, from 1, whether it is weak (1) or strong (2). */
  readonly strengths: Uint8Array;
}

/** A value of `Graph.sites`: what happens is at no host, as partitions are. */
export const noHost = 0;
/** A bit of `Graph.sites`. */
export const isFaulty = 1 << 15;

/** A value of `Graph.strengths`. */
export const weakly = 1;
/** A value of `Graph.strengths`. */
export const strongly = 2;

/** A set of vertices: 1 for those that are in it. */
export type VertexSet = Uint8Array;

/** A step along an edge. */
export interface Move {
  readonly from: number;
  readonly edge: number;
}

/** Where a cycle goes round. */
export interface Round {
  /** The fair component of each vertex, see `fairComponents`; the cycle stays in that of `start`. */
  readonly components: Int32Array;
  /** Where it begins and ends. */
  readonly start: number;
  /** If not null, one of these must be on the way. */
  readonly required: VertexSet | null;
}
