/** Cycles of rows of which only some steps were taken: on these a step could be put off for ever. */

import type { GrowingList } from '../growing-list.ts';
import { Components } from '../liveness/components.ts';
import type { Lookout } from '../liveness/lookout.ts';

interface Graph {
  /** How many edges lead to each row from rows that no walk has left out yet. */
  readonly degree: Int32Array;
  /** Per row its first edge, per edge the next one of its row; -1 ends the list. */
  readonly first: Int32Array;
  readonly next: Int32Array;
}

/** How many rows there are, and of which of them edges don't count. */
interface Rows {
  readonly count: number;
  readonly isFull: (row: number) => boolean;
}

/**
 * Rows such that every cycle of the edges has one of them. `edges` are from, to, from, to; those from rows
 * that `isFull` names don't count. Linear in rows and edges, and so often the lookout looks.
 */
export function cyclicRows(edges: GrowingList, rows: Rows, lookout: Lookout): readonly number[] {
  const graph = graphOf(edges, rows, lookout);
  return peeled(edges, graph, lookout) === 0 ? [] : backward(edges, graph, lookout);
}

/** Whether the edges have no cycle. Linear in rows and edges, and so often the lookout looks. */
export function isAcyclic(edges: GrowingList, count: number, lookout: Lookout): boolean {
  const graph = graphOf(edges, { count, isFull: () => false }, lookout);
  return peeled(edges, graph, lookout) === 0;
}

/** Leaves out the rows that no cycle has; how many are left. */
function peeled(edges: GrowingList, { degree, first, next }: Graph, lookout: Lookout): number {
  const open: number[] = [];
  for (let row = 0; row < degree.length; row++) if (degree[row] === 0) open.push(row);
  let left = degree.length - open.length;
  // A row that nothing leads to any more can be on no cycle.
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    for (let edge = first[row] ?? -1; edge !== -1; edge = next[edge] ?? -1) {
      lookout.look();
      const to = edges.at(edge * 2 + 1);
      degree[to] = (degree[to] ?? 0) - 1;
      if (degree[to] !== 0) continue;
      open.push(to);
      left--;
    }
  }
  return left;
}

function graphOf(edges: GrowingList, { count, isFull }: Rows, lookout: Lookout): Graph {
  const degree = new Int32Array(count);
  const first = new Int32Array(count).fill(-1);
  const next = new Int32Array(edges.length / 2).fill(-1);
  for (let edge = 0; edge < next.length; edge++) {
    lookout.look();
    const from = edges.at(edge * 2);
    const to = edges.at(edge * 2 + 1);
    if (isFull(from)) continue;
    next[edge] = first[from] ?? -1;
    first[from] = edge;
    degree[to] = (degree[to] ?? 0) + 1;
  }
  return { degree, first, next };
}

/** The rows from which a depth-first walk comes back to its own path. */
function backward(
  edges: GrowingList,
  { degree, first, next }: Graph,
  lookout: Lookout,
): readonly number[] {
  const [unseen, onPath, done] = [0, 1, 2];
  const state = new Uint8Array(degree.length);
  const at = first.slice();
  const found = new Set<number>();
  for (let start = 0; start < degree.length; start++) {
    if (degree[start] === 0 || state[start] !== unseen) continue;
    const path = [start];
    state[start] = onPath;
    while (path.length > 0) {
      lookout.look();
      const row = path.at(-1) ?? 0;
      const edge = at[row] ?? -1;
      if (edge === -1) {
        state[row] = done;
        path.pop();
        continue;
      }
      at[row] = next[edge] ?? -1;
      const to = edges.at(edge * 2 + 1);
      if (state[to] === onPath) found.add(row);
      if (state[to] !== unseen) continue;
      state[to] = onPath;
      path.push(to);
    }
  }
  return [...found];
}

/**
 * The rows from which a run leads through another row back to them. Linear in rows and edges, and so often
 * it looks.
 */
export function rowsOnCycles(
  edges: GrowingList,
  count: number,
  lookout: Lookout,
): readonly number[] {
  const firstEdge = new Int32Array(count + 1);
  for (let at = 0; at < edges.length; at += 2) {
    const after = edges.at(at) + 1;
    firstEdge[after] = (firstEdge[after] ?? 0) + 1;
  }
  for (let row = 0; row < count; row++) {
    firstEdge[row + 1] = (firstEdge[row + 1] ?? 0) + (firstEdge[row] ?? 0);
  }
  const targets = new Int32Array(edges.length / 2);
  const next = firstEdge.slice();
  for (let at = 0; at < edges.length; at += 2) {
    lookout.look();
    const place = next[edges.at(at)] ?? 0;
    targets[place] = edges.at(at + 1);
    next[edges.at(at)] = place + 1;
  }
  const graph = { vertexCount: count, firstEdge, targets };
  const components = new Components(graph, new Uint8Array(count).fill(1), lookout);
  return components
    .split(components.whole)
    .filter(({ start, end }) => end > start + 1)
    .flatMap(({ start, end }) => [...components.order.subarray(start, end)]);
}
