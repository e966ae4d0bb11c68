/** A run that goes wrong for ever: how it gets there, and what it then repeats. */

import { shortestCycle } from './cycle.ts';
import { fairComponents } from './fair-components.ts';
import type { Graph, Move, VertexSet } from './graph.ts';
import { noHost } from './graph.ts';
import { undisturbed } from './lookout.ts';
import type { Confinement } from './prefix.ts';
import { confined, shortestPrefix } from './prefix.ts';
import { hostAfter } from './walks.ts';

/** What makes a run bad: its course, and what it must come past again and again, if anything. */
export interface Badness extends Confinement {
  readonly required: VertexSet | null;
}

/** A run without end. */
export interface Lasso {
  readonly prefix: readonly Move[];
  /** Without steps where the run stays where it is for ever. */
  readonly cycle: readonly Move[];
}

/**
 * The bad and fair run with the shortest prefix and, from where that ends, the shortest cycle; null
 * where there is none. It looks up from all that takes long, see `Lookout`. Of walks that are equally short
 * it takes the canonical one, see `Walks`.
 */
export function fairLasso(
  graph: Graph,
  { required, ...course }: Badness,
  lookout = undisturbed(),
): Lasso | null {
  const inside = confined(graph, course, lookout);
  const components = fairComponents(graph, inside, required, lookout);
  if (!components.some((component) => component !== 0)) return null;
  const prefix = shortestPrefix(graph, course, (vertex) => components[vertex] !== 0, lookout);
  if (prefix === null) return null;
  const last = prefix.at(-1);
  const start = last === undefined ? 0 : (graph.targets[last.edge] ?? 0);
  const host = prefix.reduce((before, { edge }) => hostAfter(graph, edge, before), noHost);
  return { prefix, cycle: shortestCycle(graph, { components, start, required }, host, lookout) };
}
