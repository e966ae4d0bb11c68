import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fairComponents } from '../../../../checker/engine/liveness/fair-components.ts';
import type { Move } from '../../../../checker/engine/liveness/graph.ts';
import { fairLasso } from '../../../../checker/engine/liveness/lasso.ts';
import { patientCycle } from '../../../../checker/engine/liveness/patient-cycle.ts';
import { confined } from '../../../../checker/engine/liveness/prefix.ts';
import { badnessOf, edgesInOrder, graphOf, randomCase } from './random-case.ts';
import type { Case, Edge } from './subset-oracle.ts';
import { badSets, costOf, isBadCycle, keepsCourse, reachable, walks } from './subset-oracle.ts';

/** Walks longer than this are not enumerated. */
const longest = 7;

const nowhere: Edge = { from: -1, to: -1, label: 0, host: 0, fault: false };

interface Found {
  readonly prefix: readonly Edge[];
  readonly cycle: readonly Edge[];
}

function engineLasso(of: Case): Found | null {
  const edges = edgesInOrder(of);
  const walk = (moves: readonly Move[]): readonly Edge[] =>
    moves.map(({ edge }) => edges[edge] ?? nowhere);
  const lasso = fairLasso(graphOf(of), badnessOf(of, reachable([0], of.edges)));
  return lasso === null ? null : { prefix: walk(lasso.prefix), cycle: walk(lasso.cycle) };
}

/** The vertices that some bad and fair run visits for ever. */
function badVertices(of: Case): ReadonlySet<number> {
  return new Set(badSets(of).flatMap((vertices) => [...vertices]));
}

const endOf = (walk: readonly Edge[]): number => walk.at(-1)?.to ?? 0;

const isWalk = (from: number, walk: readonly Edge[]): boolean =>
  walk.every((edge, at) => edge.from === (walk[at - 1]?.to ?? from));

/** The canonical one of the shortest walks from a vertex that are wanted, of a length at most. */
function bestWalk(
  of: Case,
  { from, before, length }: Way,
  isWanted: (walk: readonly Edge[]) => boolean,
): readonly Edge[] | undefined {
  for (let at = 0; at <= length; at++) {
    const [found] = walks(of, from, at)
      .filter(isWanted)
      .map((walk) => ({ walk, cost: costOf(walk, before) }))
      .toSorted((one, other) => one.cost[0] - other.cost[0] || one.cost[1] - other.cost[1]);
    if (found !== undefined) return found.walk;
  }
  return undefined;
}

interface Way {
  readonly from: number;
  readonly before: number;
  readonly length: number;
}

const lastHost = (walk: readonly Edge[]): number =>
  walk.findLast(({ host }) => host > 0)?.host ?? 0;

describe('a fair lasso', () => {
  it('is found exactly where a set of vertices can be visited for ever', () => {
    let found = 0;
    fc.assert(
      fc.property(randomCase, (of) => {
        const isBad = badSets(of).length > 0;
        expect(engineLasso(of) !== null).toBe(isBad);
        found += Number(isBad);
      }),
      { numRuns: 3000 },
    );
    expect(found).toBeGreaterThan(500);
    expect(found).toBeLessThan(2500);
  });

  it('lies in fair components that hold all such sets and nothing else', () => {
    fc.assert(
      fc.property(randomCase, (of) => {
        const badness = badnessOf(of, reachable([0], of.edges));
        const inside = confined(graphOf(of), badness);
        const components = fairComponents(graphOf(of), inside, badness.required);
        const members = [...components.keys()].filter((vertex) => components[vertex] !== 0);
        expect(new Set(members)).toEqual(badVertices(of));
        for (const vertices of badSets(of)) {
          expect(new Set([...vertices].map((vertex) => components[vertex])).size).toBe(1);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('has the canonical shortest prefix, then the canonical shortest cycle', () => {
    let cyclic = 0;
    fc.assert(
      fc.property(randomCase, (of) => {
        const lasso = engineLasso(of);
        fc.pre(lasso !== null);
        if (lasso === null) return;
        const { prefix, cycle } = lasso;
        const start = endOf(prefix);
        expect(isWalk(0, prefix) && isWalk(start, cycle)).toBe(true);
        const bad = badVertices(of);
        const way = { from: 0, before: 0, length: prefix.length };
        const first = bestWalk(of, way, (walk) => bad.has(endOf(walk)) && keepsCourse(of, walk));
        expect(first).toEqual(prefix);
        expect(isBadCycle(of, start, cycle)).toBe(true);
        fc.pre(cycle.length <= longest);
        const onward = { from: start, before: lastHost(prefix), length: cycle.length };
        const round = bestWalk(of, onward, (walk) => isBadCycle(of, start, walk));
        expect(round).toEqual(cycle);
        cyclic += Number(cycle.length > 1);
      }),
      { numRuns: 600 },
    );
    expect(cyclic).toBeGreaterThan(50);
  });

  it('is the same whatever the vertices are called', () => {
    const renamed = randomCase.chain((of) =>
      fc
        .shuffledSubarray(
          Array.from({ length: of.count - 1 }, (_, at) => at + 1),
          { minLength: of.count - 1 },
        )
        .map((names) => ({ of, names: [0, ...names] })),
    );
    fc.assert(
      fc.property(renamed, ({ of, names }) => {
        const name = (vertex: number): number => names[vertex] ?? -1;
        const called = (edge: Edge): Edge => ({
          ...edge,
          from: name(edge.from),
          to: name(edge.to),
        });
        const flags = (own: readonly boolean[]): readonly boolean[] =>
          own.map((_, vertex) => own[names.indexOf(vertex)] ?? false);
        const other: Case = {
          ...of,
          edges: of.edges.map(called),
          triggers: flags(of.triggers),
          within: flags(of.within),
          required: of.required === null ? null : flags(of.required),
        };
        const lasso = engineLasso(of);
        const expected =
          lasso === null
            ? null
            : { prefix: lasso.prefix.map(called), cycle: lasso.cycle.map(called) };
        expect(engineLasso(other)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('has a cycle, too, where debts are paid one after the other', () => {
    fc.assert(
      fc.property(randomCase, (of) => {
        const badness = badnessOf(of, reachable([0], of.edges));
        const graph = graphOf(of);
        const components = fairComponents(graph, confined(graph, badness), badness.required);
        const edges = edgesInOrder(of);
        for (const start of components.keys()) {
          if (components[start] === 0) continue;
          const { required } = badness;
          const moves = patientCycle(graph, { components, start, required });
          const cycle = moves.map(({ edge }) => edges[edge] ?? nowhere);
          expect(isWalk(start, cycle) && isBadCycle(of, start, cycle)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
