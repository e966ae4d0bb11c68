/** A way round in a fair component that pays one debt after the other, for however many there are. */

import type { Graph, Move, Round } from './graph.ts';
import { strongly, weakly } from './graph.ts';
import type { Lookout } from './lookout.ts';
import { undisturbed } from './lookout.ts';

/** A walk in the making, and what it has seen. */
class Walk {
  readonly moves: Move[] = [];
  at: number;
  readonly #graph: Graph;
  readonly #round: Round;
  readonly #lookout: Lookout;
  readonly #taken = new Set<number>();
  /** The instances that were enabled at every vertex so far, and those that were anywhere. */
  #throughout: ReadonlySet<number>;
  readonly #anywhere = new Set<number>();
  #visited: boolean;

  constructor(graph: Graph, round: Round, lookout: Lookout) {
    this.#graph = graph;
    this.#round = round;
    this.#lookout = lookout;
    this.at = round.start;
    this.#throughout = this.#enabledAt(round.start);
    this.#visited = round.required === null;
    this.#arrive(round.start);
  }

  /** The instances that are owed. */
  owed(): ReadonlySet<number> {
    const { strengths } = this.#graph;
    const weak = [...this.#throughout].filter((label) => strengths[label] === weakly);
    const strong = [...this.#anywhere].filter((label) => strengths[label] === strongly);
    return new Set([...weak, ...strong].filter((label) => !this.#taken.has(label)));
  }

  /** Whether nothing is owed, and every place that must be visited was. */
  get isClear(): boolean {
    return this.#visited && this.owed().size === 0;
  }

  /** Whether a step along an edge pays something. */
  pays(edge: number, owed: ReadonlySet<number>): boolean {
    const { labels, targets, strengths } = this.#graph;
    if (owed.has(labels[edge] ?? 0)) return true;
    const target = targets[edge] ?? 0;
    if (!this.#visited && this.#round.required?.[target] === 1) return true;
    const enabled = this.#enabledAt(target);
    return [...owed].some((label) => strengths[label] === weakly && !enabled.has(label));
  }

  /** Goes to the nearest edge within the component that `isGoal` says yes to, and along it. */
  goTo(isGoal: (edge: number) => boolean): void {
    const { firstEdge, targets } = this.#graph;
    const { components, start } = this.#round;
    const cameBy = new Map<number, Move | null>([[this.at, null]]);
    for (const from of cameBy.keys()) {
      this.#lookout.look();
      const end = firstEdge[from + 1] ?? 0;
      for (let edge = firstEdge[from] ?? 0; edge < end; edge++) {
        const target = targets[edge] ?? -1;
        if (target < 0 || components[target] !== components[start]) continue;
        if (isGoal(edge)) {
          this.#follow([...movesTo(cameBy, from), { from, edge }]);
          return;
        }
        if (!cameBy.has(target)) cameBy.set(target, { from, edge });
      }
    }
    throw new Error('a fair component cannot be gone round');
  }

  #follow(moves: readonly Move[]): void {
    const { labels, targets } = this.#graph;
    for (const move of moves) {
      this.moves.push(move);
      this.#taken.add(labels[move.edge] ?? 0);
      this.at = targets[move.edge] ?? 0;
      this.#arrive(this.at);
    }
  }

  #arrive(vertex: number): void {
    const enabled = this.#enabledAt(vertex);
    this.#throughout = new Set([...this.#throughout].filter((label) => enabled.has(label)));
    for (const label of enabled) this.#anywhere.add(label);
    if (this.#round.required?.[vertex] === 1) this.#visited = true;
  }

  #enabledAt(vertex: number): ReadonlySet<number> {
    const { firstEdge, labels } = this.#graph;
    return new Set(labels.subarray(firstEdge[vertex], firstEdge[vertex + 1]));
  }
}

function movesTo(cameBy: ReadonlyMap<number, Move | null>, vertex: number): readonly Move[] {
  const moves: Move[] = [];
  for (let move = cameBy.get(vertex); move; move = cameBy.get(move.from)) moves.push(move);
  return moves.toReversed();
}

/** A fair cycle: always on to the nearest step that pays a debt, and home once nothing is owed. */
export function patientCycle(graph: Graph, round: Round, lookout = undisturbed()): readonly Move[] {
  const walk = new Walk(graph, round, lookout);
  while (!walk.isClear || walk.at !== round.start) {
    const owed = walk.owed();
    if (walk.isClear) walk.goTo((edge) => graph.targets[edge] === round.start);
    else walk.goTo((edge) => walk.pays(edge, owed));
  }
  return walk.moves;
}
