/**
 * A predicate with a memory. Since it depends on nothing but what it reads, its answers are kept as a
 * tree of decisions: which part it reads next, by that part's value what it reads after that, and at
 * the end the answer. Where that remembers little, it is asked every time.
 */

import type { Part, RowSight } from './part.ts';
import type { AnyPart } from './parts.types.ts';

const yes = -1;
const no = -2;
/** After so many questions the memory must have paid. */
const trial = 1 << 15;
const mostNodes = 1 << 26;

/** Evaluates the predicate afresh, telling each part that it reads, as `part * 2 + sight`. */
export type Evaluation = (onRead: (probe: number, value: number) => void) => boolean;

/** What a question is about. */
export interface Topic {
  readonly parts: readonly AnyPart[];
  /** The state, or the two states of a step. */
  readonly before: RowSight;
  readonly after: RowSight;
  /** How many wholes are read part by part by now, which changes what predicates read. */
  readonly split: () => number;
}

/** A predicate whose answers are remembered by what it read. */
export class Question {
  /** The parts that it ever read. */
  readonly read = new Set<Part<unknown>>();
  readonly #topic: Topic;
  readonly #evaluate: Evaluation;
  readonly #onDifference: () => Error;
  /**
   * A node is a probe, the number of its children, and the children: 0 unknown, a node's place, or an
   * answer. The first entries are the roots.
   */
  #nodes = new Int32Array(1 << 10);
  #end: number;
  #asked = 0;
  #missed = 0;
  #remembers = true;
  #split = 0;
  readonly #path: number[] = [];
  readonly #heard = new Set<number>();

  /** `roots` is how many different predicates share this memory: 1, or one an action. */
  constructor(topic: Topic, evaluate: Evaluation, onDifference: () => Error) {
    this.#topic = topic;
    this.#evaluate = evaluate;
    this.#onDifference = onDifference;
    this.#end = 1;
  }

  /** A new root, for predicates that differ by more than the states they read. */
  root(): number {
    this.#reserve(1);
    return this.#end++;
  }

  /** The answer for what the topic looks at now; root 0 is always there. */
  answer(root = 0): boolean {
    if (!this.#remembers) return this.#evaluate((probe) => this.#notePart(probe));
    this.#asked++;
    const known = this.#known(root);
    return known === 0 ? this.#learn(root) : known === yes;
  }

  #known(root: number): number {
    const nodes = this.#nodes;
    const { parts, before, after } = this.#topic;
    let at = root;
    for (;;) {
      const node = nodes[at] ?? 0;
      if (node <= 0) return node;
      const probe = nodes[node] ?? 0;
      const part = parts[probe >>> 1];
      if (part === undefined) return 0;
      const sight = (probe & 1) === 0 ? before : after;
      const value = part.value(sight);
      if (value >= (nodes[node + 1] ?? 0)) return 0;
      at = node + 2 + value;
    }
  }

  #learn(root: number): boolean {
    this.#missed++;
    const path = this.#path;
    const heard = this.#heard;
    path.length = 0;
    heard.clear();
    const answer = this.#evaluate((probe, value) => {
      if (heard.has(probe)) return;
      heard.add(probe);
      path.push(probe, value);
      this.#notePart(probe);
    });
    if (this.#split !== this.#topic.split()) {
      this.#split = this.#topic.split();
      this.#nodes.fill(0);
    } else this.#remember(root, answer ? yes : no);
    const isPoor = this.#asked > trial && this.#missed * 2 > this.#asked;
    if (isPoor || this.#end > mostNodes) {
      this.#remembers = false;
      this.#nodes = new Int32Array(0);
    }
    return answer;
  }

  #notePart(probe: number): void {
    for (const part of this.#topic.parts[probe >>> 1]?.parts ?? []) this.read.add(part);
  }

  #remember(root: number, answer: number): void {
    const path = this.#path;
    let at = root;
    for (let step = 0; step < path.length; step += 2) {
      const probe = path[step] ?? 0;
      const value = path[step + 1] ?? 0;
      let node = this.#nodes[at] ?? 0;
      if (node < 0) throw this.#onDifference();
      if (node === 0) node = this.#node(at, probe, value);
      if (this.#nodes[node] !== probe) throw this.#onDifference();
      if (value >= (this.#nodes[node + 1] ?? 0)) node = this.#enlarge(at, node, value);
      at = node + 2 + value;
    }
    if (this.#nodes[at] !== 0) throw this.#onDifference();
    this.#nodes[at] = answer;
  }

  #node(at: number, probe: number, value: number): number {
    const size = this.#topic.parts[probe >>> 1]?.size ?? 0;
    const children = Math.max(2, value + 1, size);
    const node = this.#reserve(children + 2);
    this.#end += children + 2;
    this.#nodes[node] = probe;
    this.#nodes[node + 1] = children;
    this.#nodes[at] = node;
    return node;
  }

  #enlarge(at: number, node: number, value: number): number {
    const children = this.#nodes[node + 1] ?? 0;
    const wider = Math.max(children * 2, value + 1);
    const moved = this.#reserve(wider + 2);
    this.#end += wider + 2;
    this.#nodes.copyWithin(moved, node, node + 2 + children);
    this.#nodes[moved + 1] = wider;
    this.#nodes[at] = moved;
    return moved;
  }

  #reserve(length: number): number {
    if (this.#end + length > this.#nodes.length) {
      const larger = new Int32Array(Math.max(this.#nodes.length * 2, this.#end + length));
      larger.set(this.#nodes);
      this.#nodes = larger;
    }
    return this.#end;
  }
}
