/** Random small graphs with random fairness, and their form for the engine. */

import fc from 'fast-check';
import type { Graph } from '../../../../checker/engine/liveness/graph.ts';
import { isFaulty, strongly, weakly } from '../../../../checker/engine/liveness/graph.ts';
import type { Badness } from '../../../../checker/engine/liveness/lasso.ts';
import type { Case, Edge } from './subset-oracle.ts';

const labels = 4;
const hosts = 2;

const sized = (count: number): fc.Arbitrary<Case> => {
  const vertex = fc.nat(count - 1);
  const flags = fc.array(fc.boolean(), { minLength: count, maxLength: count });
  return fc
    .record({
      edges: fc.array(
        fc.record({
          from: vertex,
          to: vertex,
          label: fc.nat(labels),
          host: fc.nat(hosts),
          fault: fc.boolean(),
        }),
        { maxLength: count * 2 + 2 },
      ),
      strengths: fc.array(fc.constantFrom('weak' as const, 'strong' as const), {
        minLength: labels,
        maxLength: labels,
      }),
      triggers: fc.oneof(flags, fc.constant(Array.from({ length: count }, () => true))),
      within: fc.oneof(flags, fc.constant(Array.from({ length: count }, () => true))),
      required: fc.option(flags),
    })
    .map(({ edges, strengths, triggers, within, required }) => ({
      count,
      edges,
      strengths: [null, ...strengths],
      triggers: triggers.map((isTrigger, at) => isTrigger && within[at] === true),
      within,
      required,
    }));
};

/** A case of at most six vertices. */
export const randomCase: fc.Arbitrary<Case> = fc.integer({ min: 1, max: 6 }).chain(sized);

/** The edges of each vertex side by side, as the engine numbers them. */
export function edgesInOrder({ count, edges }: Case): readonly Edge[] {
  return Array.from({ length: count }, (_, vertex) => vertex).flatMap((vertex) =>
    edges.filter(({ from }) => from === vertex),
  );
}

/** A case's graph as the engine wants it. */
export function graphOf(of: Case): Graph {
  const { count, edges, strengths } = of;
  const inOrder = edgesInOrder(of);
  const firstEdge = new Int32Array(count + 1);
  for (let vertex = 0; vertex < count; vertex++) {
    const own = edges.filter(({ from }) => from === vertex).length;
    firstEdge[vertex + 1] = (firstEdge[vertex] ?? 0) + own;
  }
  return {
    vertexCount: count,
    firstEdge,
    targets: Int32Array.from(inOrder, ({ to }) => to),
    labels: Uint16Array.from(inOrder, ({ label }) => label),
    sites: Uint16Array.from(inOrder, ({ host, fault }) => host | (fault ? isFaulty : 0)),
    hostCount: hosts,
    strengths: Uint8Array.from(strengths, (strength) =>
      strength === null ? 0 : strength === 'weak' ? weakly : strongly,
    ),
  };
}

function set(flags: readonly boolean[]): Uint8Array {
  return Uint8Array.from(flags, Number);
}

/**
 * What is bad, as the engine wants it. Triggers count there only where they can be reached, as every
 * state of a search can.
 */
export function badnessOf(
  { triggers, within, required }: Case,
  reached: ReadonlySet<number>,
): Badness {
  return {
    triggers: set(triggers.map((isTrigger, vertex) => isTrigger && reached.has(vertex))),
    within: set(within),
    required: required === null ? null : set(required),
  };
}
