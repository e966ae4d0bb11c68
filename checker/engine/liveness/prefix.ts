/** How a run gets to where it goes wrong for ever: sets of vertices that it may pass, and shortest walks. */

import type { Graph, Move, VertexSet } from './graph.ts';
import { noHost } from './graph.ts';
import { undisturbed } from './lookout.ts';
import { Walks } from './walks.ts';

/** A run goes anywhere from vertex 0 to a trigger, and from there on stays within a set. */
export interface Confinement {
  readonly triggers: VertexSet;
  /** Every trigger is in it. */
  readonly within: VertexSet;
}

/** The vertices that a run can be at after a trigger; all triggers are taken to be reachable. */
export function confined(
  graph: Graph,
  { triggers, within }: Confinement,
  lookout = undisturbed(),
): VertexSet {
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
    lookout.look();
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

/**
 * The canonical one of the shortest walks along a course to a vertex that `isGoal` says yes to; null
 * where there is none.
 */
export function shortestPrefix(
  graph: Graph,
  { triggers, within }: Confinement,
  isGoal: (vertex: number) => boolean,
  lookout = undisturbed(),
): readonly Move[] | null {
  const { targets } = graph;
  // A place is a vertex times 2, plus 1 if a trigger was passed; at a trigger it may be either.
  const walks = new Walks(graph, {
    starts: triggers[0] === 1 ? [0, 1] : [0],
    vertexOf: (place) => place >>> 1,
    onward: (place, edge, into) => {
      const target = targets[edge] ?? -1;
      if (target < 0) return 0;
      const isPast = (place & 1) === 1;
      if (isPast && within[target] !== 1) return 0;
      into[0] = target * 2 + (isPast ? 1 : 0);
      into[1] = target * 2 + 1;
      return !isPast && triggers[target] === 1 ? 2 : 1;
    },
    isGoal: (place) => (place & 1) === 1 && isGoal(place >>> 1),
    lookout,
  });
  return walks.search(Infinity) ? walks.canonical(noHost) : null;
}
