/** Whether the properties of a model speak of interchangeable ids alike, in all that a search finds. */

import { BrokenModel } from '../../broken-model.ts';
import { thrownWords } from '../../import-hint.ts';
import type { Predicate, StepPredicate } from '../../model/property.types.ts';
import { deadlock } from '../../model/property.ts';
import type { Action } from '../../state/action.ts';
import { actionText } from '../../state/action.ts';
import type { View } from '../../state/view.ts';
import type { Listed } from '../batch.ts';
import type { BlockPool } from '../block-pool.ts';
import { Layout } from '../layout.ts';
import { RowSight } from '../part.ts';
import { Parts } from '../parts.ts';
import { Question } from '../question.ts';
import type { RowStore } from '../row-store.ts';
import { RowView } from '../row-view.ts';
import type { World } from '../world.ts';
import { OrbitQuestion } from './orbit-question.ts';
import { bitOf, Recall } from './recall.ts';
import type { Symmetry } from './symmetry.ts';

interface Watched {
  readonly name: string;
  readonly orbit: OrbitQuestion;
}

/** Asks every property for all images of states and steps; the search goes on only if answers agree. */
export class PropertyWatch {
  readonly #world: World;
  readonly #symmetry: Symmetry;
  readonly #parts: Parts;
  /** One in which the numbers of all images fit. */
  readonly #layout: Layout;
  readonly #before = new RowSight();
  readonly #after = new RowSight();
  readonly #hosts: View['hosts'];
  readonly #ofStates: readonly Watched[];
  readonly #ofQuietStates: readonly Watched[];
  readonly #ofSteps: readonly Watched[];
  readonly #recall = new Recall();
  #partsRead = 0;

  constructor(world: World, symmetry: Symmetry) {
    this.#world = world;
    this.#symmetry = symmetry;
    this.#layout = new Layout(Array.from({ length: world.width }, () => 2 ** 31));
    this.#parts = new Parts(world, this.#layout);
    this.#hosts = [...world.loaded.hosts.values()].map(({ id, client }) => ({ id, client }));
    const { properties, done } = world.loaded.model;
    const all = Object.entries(properties);
    this.#ofStates = all.flatMap(([name, property]) =>
      property.kind === 'always' || property.kind === 'never' || property.kind === 'sometimes'
        ? [this.#ofState(name, property.holds)]
        : [],
    );
    this.#ofQuietStates = [
      ...all.flatMap(([name, property]) =>
        property.kind === 'whenQuiet' ? [this.#ofState(name, property.holds)] : [],
      ),
      this.#ofState(deadlock, done),
    ];
    this.#ofSteps = all.flatMap(([name, property]) =>
      property.kind === 'everyStep' ? [this.#ofStep(name, property.holds)] : [],
    );
  }

  /**
   * Asks about the rows of a store from a number on; of what is in `found` there is nothing more to ask.
   * @throws BrokenModel naming the property, two ids, and a state.
   */
  watchStates(store: RowStore, from: number, found: ReadonlyMap<string, unknown>): void {
    const bits = bitsOf(this.#ofStates, found);
    if (bits === 0) return;
    for (let row = from; row < store.count; row++) {
      const words = store.chunk(row);
      const at = store.offset(row);
      const open = row === 0 ? bits : this.#recall.open(bits, words, at);
      if (open === 0) continue;
      this.#look(this.#before, store.layout, words, at);
      this.#ofStates.forEach(({ orbit }, index) => {
        if ((open & bitOf(index)) !== 0) orbit.answer(null);
      });
      this.#recall.note(open);
      this.#noteReading(store.layout);
    }
  }

  /** Asks about a state in which nothing but faults is enabled. */
  watchQuiet(store: RowStore, row: number, found: ReadonlyMap<string, unknown>): void {
    this.#look(this.#before, store.layout, store.chunk(row), store.offset(row));
    for (const { name, orbit } of this.#ofQuietStates) if (!found.has(name)) orbit.answer(null);
  }

  /** Asks about the steps of a batch. */
  watchSteps(store: RowStore, steps: Steps, found: ReadonlyMap<string, unknown>): void {
    const open = this.#ofSteps.filter(({ name }) => !found.has(name));
    if (open.length === 0) return;
    const { layout } = store;
    const { batch, blocks } = steps;
    for (let entry = 0; entry < batch.count; entry++) {
      const row = batch.parents[entry] ?? 0;
      this.#look(this.#before, layout, store.chunk(row), store.offset(row));
      this.#look(this.#after, layout, batch.rows, entry * layout.words);
      const action = blocks.action(batch.steps[entry] ?? 0);
      for (const { orbit } of open) orbit.answer(action);
    }
  }

  relayout(layout: Layout): void {
    this.#recall.relayout(layout);
  }

  /** Where more parts were read than before, what was answered so far counts no more. */
  #noteReading(layout: Layout): void {
    let count = 0;
    for (const { orbit } of this.#ofStates) count += orbit.read.size;
    if (count === this.#partsRead) return;
    this.#partsRead = count;
    this.#recall.reset(
      this.#ofStates.map(({ orbit }) => orbit.read),
      layout,
    );
  }

  #look(sight: RowSight, layout: Layout, words: Int32Array, at: number): void {
    const row = new Int32Array(layout.width);
    const roomy = new Int32Array(this.#layout.words);
    layout.unpack(words, at, row);
    this.#layout.pack(row, roomy, 0);
    sight.look(roomy, 0);
  }

  #ofState(name: string, holds: Predicate): Watched {
    const question = this.#question(name, (onRead) => holds(this.#view(this.#before, onRead, 0)));
    return this.#watched(name, question, () => question.answer());
  }

  #ofStep(name: string, holds: StepPredicate): Watched {
    let action: Action | null = null;
    const roots = new Map<string, number>();
    const question = this.#question(
      name,
      (onRead) =>
        action !== null &&
        holds(this.#view(this.#before, onRead, 0), action, this.#view(this.#after, onRead, 1)),
    );
    return this.#watched(name, question, (of) => {
      action = of;
      const text = of === null ? '' : actionText(of);
      const root = roots.get(text) ?? question.root();
      roots.set(text, root);
      return question.answer(root);
    });
  }

  #watched(
    property: string,
    { read }: Question,
    answer: (action: Action | null) => boolean,
  ): Watched {
    const subject = {
      world: this.#world,
      symmetry: this.#symmetry,
      parts: this.#parts,
      layout: this.#layout,
      before: this.#before,
      after: this.#after,
    };
    return { name: property, orbit: new OrbitQuestion(subject, { property, read, answer }) };
  }

  #question(name: string, evaluate: (onRead: OnRead) => boolean): Question {
    const place = { model: this.#world.loaded.model.name, property: name };
    const subject = {
      parts: this.#parts.list,
      before: this.#before,
      after: this.#after,
      split: () => this.#parts.split(),
    };
    return new Question(
      subject,
      (onRead) => {
        try {
          return evaluate(onRead);
        } catch (cause) {
          if (cause instanceof BrokenModel) throw cause.at(place);
          const reason = thrownWords(cause);
          throw new BrokenModel(`the predicate threw: ${reason}`, place, cause);
        }
      },
      () => new BrokenModel('the predicate answered differently for the same state', place),
    );
  }

  #view(sight: RowSight, onRead: OnRead, which: 0 | 1): View {
    const parts = { parts: this.#parts, hosts: this.#hosts };
    return new RowView(parts, sight, (part, value) => onRead(part * 2 + which, value));
  }
}

/** Steps that were listed and are yet to be looked up. */
export interface Steps {
  readonly batch: Listed;
  readonly blocks: BlockPool;
}

type OnRead = (probe: number, value: number) => void;

function bitsOf(all: readonly Watched[], found: ReadonlyMap<string, unknown>): number {
  return all.reduce((bits, { name }, index) => (found.has(name) ? bits : bits | bitOf(index)), 0);
}
