/**
 * The sets of states that a fair run can go round in for ever: the strongly connected sets in which
 * every weak instance is disabled somewhere or taken, and every strong instance is taken or enabled
 * nowhere (a Streett condition). A component that owes a strong instance may hold smaller sets that
 * don't, namely where it is never enabled: so the states where it is are taken out, and the rest is
 * split anew (Emerson and Lei, "Modalities for model checking", 1987). Every fair set lies in one of
 * the components that are left in the end, and each of those is a fair set as a whole.
 */

import type { Piece } from './components.ts';
import { Components } from './components.ts';
import type { Graph, VertexSet } from './graph.ts';
import { strongly, weakly } from './graph.ts';
import type { Lookout } from './lookout.ts';
import { undisturbed } from './lookout.ts';

/** What one component leaves to be desired. */
type Fault = 'none' | 'weak' | 'strong';

/** Looks for fair components; its arrays are by fairness instance. */
class FairnessTest {
  readonly #graph: Graph;
  readonly #components: Components;
  readonly #lookout: Lookout;
  /** The piece in which an instance was seen to be taken last. */
  readonly #takenIn: Int32Array;
  /** At how many states of the present piece an instance is enabled. */
  readonly #enabledAt: Int32Array;
  /** The look at a state at which an instance was counted last. */
  readonly #counted: Float64Array;
  /** The instances that are enabled somewhere in the present piece. */
  readonly #met: number[] = [];
  /** 1 for the strong instances that the present piece owes. */
  readonly #owed: Uint8Array;
  #looks = 0;

  constructor(graph: Graph, components: Components, lookout: Lookout) {
    const count = graph.strengths.length;
    this.#graph = graph;
    this.#components = components;
    this.#lookout = lookout;
    this.#takenIn = new Int32Array(count);
    this.#enabledAt = new Int32Array(count);
    this.#counted = new Float64Array(count);
    this.#owed = new Uint8Array(count);
  }

  /** Tests a component. */
  faultOf(piece: Piece): Fault {
    this.#owed.fill(0);
    this.#survey(piece);
    const size = piece.end - piece.start;
    let fault: Fault = 'none';
    for (const label of this.#met) {
      const enabled = this.#enabledAt[label] ?? 0;
      this.#enabledAt[label] = 0;
      if (this.#takenIn[label] === piece.number) continue;
      const strength = this.#graph.strengths[label];
      if (strength === weakly && enabled === size) fault = 'weak';
      if (strength !== strongly) continue;
      this.#owed[label] = 1;
      if (fault === 'none') fault = 'strong';
    }
    this.#met.length = 0;
    return fault;
  }

  /** Whether an instance is enabled at a state that the piece tested last owes. */
  readonly owesAt = (vertex: number): boolean => {
    const { firstEdge, labels } = this.#graph;
    const end = firstEdge[vertex + 1] ?? 0;
    for (let edge = firstEdge[vertex] ?? 0; edge < end; edge++) {
      if (this.#owed[labels[edge] ?? 0] === 1) return true;
    }
    return false;
  };

  #survey({ start, end, number }: Piece): void {
    const { firstEdge, targets, labels } = this.#graph;
    const { order, pieceOf } = this.#components;
    const lookout = this.#lookout;
    for (let place = start; place < end; place++) {
      const vertex = order[place] ?? 0;
      const last = firstEdge[vertex + 1] ?? 0;
      const look = ++this.#looks;
      lookout.look();
      for (let edge = firstEdge[vertex] ?? 0; edge < last; edge++) {
        const label = labels[edge] ?? 0;
        if (label === 0) continue;
        if (this.#counted[label] !== look) {
          this.#counted[label] = look;
          if (this.#enabledAt[label] === 0) this.#met.push(label);
          this.#enabledAt[label] = (this.#enabledAt[label] ?? 0) + 1;
        }
        const target = targets[edge] ?? -1;
        if (target >= 0 && pieceOf[target] === number) this.#takenIn[label] = number;
      }
    }
  }
}

/**
 * The fair components within a set of vertices, by vertex: their numbers, 0 for a vertex that is in
 * none. With `required`, only those that hold one of its vertices. Linear in vertices and edges, times
 * one more than the strong instances.
 */
export function fairComponents(
  graph: Graph,
  within: VertexSet,
  required: VertexSet | null = null,
  lookout = undisturbed(),
): Int32Array {
  const components = new Components(graph, within, lookout);
  const test = new FairnessTest(graph, components, lookout);
  const fair = new Int32Array(graph.vertexCount);
  const open: Piece[] = [components.whole];
  for (let piece = open.pop(); piece !== undefined; piece = open.pop()) {
    for (const component of components.split(piece)) {
      const members = components.order.subarray(component.start, component.end);
      if (required !== null && !members.some((vertex) => required[vertex] === 1)) continue;
      const fault = test.faultOf(component);
      if (fault === 'none') for (const vertex of members) fair[vertex] = component.number;
      if (fault === 'strong') open.push(components.narrowed(component, test.owesAt));
    }
  }
  return fair;
}
