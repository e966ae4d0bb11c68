/** How a run gets to where it goes wrong for ever: sets of vertices that it may pass, and shortest walks. */

import type { Graph, Move, VertexSet } from './graph.ts';

/** A run goes anywhere from vertex 0 to a trigger, and from there on stays within a set. */
export interface Course {
  readonly triggers: VertexSet;
  /** Every trigger is in it. */
  readonly within: VertexSet;
}

/** The vertices that a run can be at after a trigger; all triggers are taken to be reachable. */
export function confined(graph: Graph, { triggers, within }: Course): VertexSet {
  const { vertexCount, firstEdge, targets } = graph;
  const reached = new Uint8Array(vertexCount);
  const open = new Int32Array(vertexCount);
  let opened = 0;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    if (triggers[vertex] !== 1) continue;
    reached[vertex] = 1;
    open[opened++] = vertex;
  }
  while (opened > 0) {
    const vertex = open[--opened] ?? 0;
    const end = firstEdge[vertex + 1] ?? 0;
    for (let edge = firstEdge[vertex] ?? 0; edge < end; edge++) {
      const target = targets[edge] ?? -1;
      if (target < 0 || reached[target] === 1 || within[target] !== 1) continue;
      reached[target] = 1;
      open[opened++] = target;
    }
  }
  return reached;
}

/** What a place in the queue stands for: the way to a trigger, the way after one, or both. */
const before = 1;
const after = 2;

/**
 * The first of the shortest walks along a course to a vertex that `isGoal` says yes to; first in the
 * order of edges, whatever the vertices are called. Null where there is none.
 */
export function shortestPrefix(
  graph: Graph,
  { triggers, within }: Course,
  isGoal: (vertex: number) => boolean,
): readonly Move[] | null {
  const { vertexCount, firstEdge, targets } = graph;
  const queue = new Int32Array(vertexCount * 2);
  const phases = new Uint8Array(vertexCount * 2);
  const edges = new Int32Array(vertexCount * 2);
  const parents = new Int32Array(vertexCount * 2);
  const seen = new Uint8Array(vertexCount);
  let end = 0;
  // A vertex that was reached in both ways by the same walk stands in the queue once, so that the
  // queue is in the order of walks.
  const enqueue = (vertex: number, reached: number, parent: number, edge: number): boolean => {
    const phase = (reached & before) !== 0 && triggers[vertex] === 1 ? reached | after : reached;
    const fresh = phase & ~(seen[vertex] ?? 0);
    if (fresh === 0) return false;
    seen[vertex] = (seen[vertex] ?? 0) | fresh;
    queue[end] = vertex;
    phases[end] = fresh;
    parents[end] = parent;
    edges[end] = edge;
    end++;
    return (fresh & after) !== 0 && isGoal(vertex);
  };
  const walk = (): readonly Move[] => {
    const moves: Move[] = [];
    for (let at = end - 1; (parents[at] ?? -1) >= 0; at = parents[at] ?? -1) {
      moves.push({ from: queue[parents[at] ?? 0] ?? 0, edge: edges[at] ?? 0 });
    }
    return moves.toReversed();
  };
  if (enqueue(0, before, -1, -1)) return walk();
  for (let at = 0; at < end; at++) {
    const vertex = queue[at] ?? 0;
    const phase = phases[at] ?? 0;
    const last = firstEdge[vertex + 1] ?? 0;
    for (let edge = firstEdge[vertex] ?? 0; edge < last; edge++) {
      const target = targets[edge] ?? -1;
      if (target < 0) continue;
      const goesOn = phase & (within[target] === 1 ? before | after : before);
      if (goesOn !== 0 && enqueue(target, goesOn, at, edge)) return walk();
    }
  }
  return null;
}
