/**
 * The oracle of liveness on plain graphs: it tries every set of vertices as that which a run visits
 * for ever, and every walk as a cycle. Exponential, and nothing in it is clever.
 */

/** An edge of a test's graph; label 0 belongs to no fairness instance. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly label: number;
  /** The host at which it happens, from 1; 0 where at none. */
  readonly host: number;
  readonly fault: boolean;
}

/** A small graph, its fairness, and what makes a run bad. */
export interface Case {
  readonly count: number;
  /** Those of a vertex in their order. */
  readonly edges: readonly Edge[];
  /** Per fairness instance from 1 (place 0 is unused). */
  readonly strengths: readonly ('weak' | 'strong' | null)[];
  readonly triggers: readonly boolean[];
  readonly within: readonly boolean[];
  readonly required: readonly boolean[] | null;
}

/** Whether a run may visit exactly these vertices for ever, going along these edges again and again. */
function isFair(
  { edges, strengths }: Case,
  vertices: ReadonlySet<number>,
  taken: readonly Edge[],
): boolean {
  const isEnabled = (vertex: number, label: number): boolean =>
    edges.some((edge) => edge.from === vertex && edge.label === label);
  return strengths.every((strength, label) => {
    if (strength === null || taken.some((edge) => edge.label === label)) return true;
    const enabledAt = [...vertices].filter((vertex) => isEnabled(vertex, label));
    return strength === 'weak' ? enabledAt.length < vertices.size : enabledAt.length === 0;
  });
}

function edgesWithin({ edges }: Case, vertices: ReadonlySet<number>): readonly Edge[] {
  return edges.filter(({ from, to }) => vertices.has(from) && vertices.has(to));
}

/** The vertices that edges lead to from some. */
export function reachable(from: readonly number[], edges: readonly Edge[]): ReadonlySet<number> {
  const reached = new Set(from);
  for (let grown = true; grown; ) {
    grown = false;
    for (const edge of edges) {
      if (!reached.has(edge.from) || reached.has(edge.to)) continue;
      reached.add(edge.to);
      grown = true;
    }
  }
  return reached;
}

function isConnected(vertices: ReadonlySet<number>, edges: readonly Edge[]): boolean {
  return [...vertices].every((vertex) => reachable([vertex], edges).size === vertices.size);
}

function subsets(items: readonly number[]): readonly ReadonlySet<number>[] {
  return Array.from(
    { length: 2 ** items.length - 1 },
    (_, bits) => new Set(items.filter((_item, at) => ((bits + 1) >>> at) % 2 === 1)),
  );
}

/** All sets that a bad and fair run may visit for ever. */
export function badSets(of: Case): readonly ReadonlySet<number>[] {
  const { count, edges, triggers, within, required } = of;
  const all = Array.from({ length: count }, (_, vertex) => vertex);
  const begun = [...reachable([0], edges)].filter((vertex) => triggers[vertex]);
  const inside = new Set(all.filter((vertex) => within[vertex]));
  const reached = reachable(begun, edgesWithin(of, inside));
  return subsets([...reached]).filter((vertices) => {
    const taken = edgesWithin(of, vertices);
    return (
      isConnected(vertices, taken) &&
      isFair(of, vertices, taken) &&
      (required === null || [...vertices].some((vertex) => required[vertex]))
    );
  });
}

/** Every walk of a length from a vertex, first in the order of edges first. */
export function walks(of: Case, from: number, length: number): readonly (readonly Edge[])[] {
  if (length === 0) return [[]];
  return of.edges
    .filter((edge) => edge.from === from)
    .flatMap((edge) => walks(of, edge.to, length - 1).map((rest) => [edge, ...rest]));
}

/** Whether a walk from vertex 0 keeps to the course: after some trigger it stays inside. */
export function keepsCourse({ triggers, within }: Case, walk: readonly Edge[]): boolean {
  const passed = [0, ...walk.map(({ to }) => to)];
  return passed.some(
    (vertex, at) => triggers[vertex] && passed.slice(at).every((later) => within[later]),
  );
}

/** Whether a walk from a vertex is a cycle that a bad and fair run may repeat. */
export function isBadCycle(of: Case, from: number, walk: readonly Edge[]): boolean {
  const { within, required } = of;
  const passed = new Set([from, ...walk.map(({ to }) => to)]);
  return (
    (walk.at(-1)?.to ?? from) === from &&
    [...passed].every((vertex) => within[vertex]) &&
    (required === null || [...passed].some((vertex) => required[vertex])) &&
    isFair(of, passed, walk)
  );
}

/** What tells equally short walks apart: faults, then changes of host, `before` being the last host. */
export function costOf(walk: readonly Edge[], before: number): readonly [number, number] {
  let [host, faults, changes] = [before, 0, 0];
  for (const edge of walk) {
    faults += Number(edge.fault);
    if (edge.host === 0) continue;
    changes += Number(host !== 0 && host !== edge.host);
    host = edge.host;
  }
  return [faults, changes];
}
