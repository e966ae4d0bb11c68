/**
 * A question that is asked of all images of a state: a property whose answer depends on which of
 * several interchangeable ids is which may not be judged by representatives.
 *
 * Two states in which all parts that the question ever read, or that are images of such parts, have the
 * same values have the same answer, and so have their images. So it is enough to go once through the
 * images of each combination of values.
 */

import { BrokenModel } from '../../broken-model.ts';
import { asJson, canonical } from '../../json.ts';
import type { Action } from '../../state/action.ts';
import { actionText } from '../../state/action.ts';
import type { Layout } from '../layout.ts';
import { ListNumbers } from '../list-numbers.ts';
import type { Part, RowSight } from '../part.ts';
import type { Parts } from '../parts.ts';
import type { World } from '../world.ts';
import type { Symmetry } from './symmetry.ts';

/** With more combinations than this, going through some of them again costs less than remembering all. */
const mostCombinations = 1 << 20;

/** What questions are asked about. */
export interface OrbitSubject {
  readonly world: World;
  readonly symmetry: Symmetry;
  readonly parts: Parts;
  /** One in which every number fits. */
  readonly layout: Layout;
  readonly before: RowSight;
  readonly after: RowSight;
}

/** A question of a state, or of a step where `action` is not null. */
export interface Asked {
  readonly property: string;
  /** The parts that it ever read. */
  readonly read: ReadonlySet<Part<unknown>>;
  /** The answer for what the two sights look at, and an action. */
  readonly answer: (action: Action | null) => boolean;
}

/** A state, or a step, as rows of numbers. */
interface Situation {
  readonly before: Int32Array;
  readonly after: Int32Array | null;
  readonly action: Action | null;
}

/** A question that must have the same answer for all images. */
export class OrbitQuestion {
  /** The parts that it ever read, and their images. */
  readonly read = new Set<Part<unknown>>();
  readonly #subject: OrbitSubject;
  readonly #asked: Asked;
  #parts: readonly Part<unknown>[] = [];
  /** Combinations are numbered; the images of all that have a number were asked about, or are about to be. */
  #combinations = new ListNumbers(1);
  #known = 0;
  readonly #actions = new Map<string, number>();
  readonly #scratch: readonly [Int32Array, Int32Array];
  #readBefore = -1;

  constructor(subject: OrbitSubject, asked: Asked) {
    this.#subject = subject;
    this.#asked = asked;
    this.#scratch = [new Int32Array(subject.layout.words), new Int32Array(subject.layout.words)];
  }

  /**
   * The answer for what the sights look at; null for a question of a state.
   * @throws BrokenModel where some image has another answer.
   */
  answer(action: Action | null): boolean {
    const answer = this.#asked.answer(action);
    this.#noteReading();
    const { before, after } = this.#subject;
    const [words, wordsAfter] = [before.words, after.words];
    const [at, atAfter] = [before.at, after.at];
    const start: Situation = {
      before: this.#unpacked(before),
      after: action === null ? null : this.#unpacked(after),
      action,
    };
    if (this.#isNew(start)) while (!this.#isSameForImages(start, answer)) this.#isNew(start);
    before.look(words, at);
    after.look(wordsAfter, atAfter);
    return answer;
  }

  /** Goes through the images of a situation; false if new parts were read, so that it has to start anew. */
  #isSameForImages(start: Situation, answer: boolean): boolean {
    const { exchanges } = this.#subject.symmetry;
    const open = [start];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      for (let exchange = 0; exchange < exchanges.length; exchange++) {
        const image = this.#image(one, exchange);
        if (!this.#isNew(image)) continue;
        this.#look(image);
        const isSame = this.#asked.answer(image.action) === answer;
        if (!isSame) throw this.#differs(exchange, one, answer);
        if (this.#noteReading()) return false;
        open.push(image);
      }
    }
    if (this.#known > mostCombinations) this.#forget();
    return true;
  }

  #image({ before, after, action }: Situation, exchange: number): Situation {
    const { canonicaliser, exchanges } = this.#subject.symmetry;
    const exchanged = (row: Int32Array): Int32Array => {
      const image = row.slice();
      canonicaliser.exchange(image, exchange);
      return image;
    };
    return {
      before: exchanged(before),
      after: after === null ? null : exchanged(after),
      action: action === null ? null : (exchanges[exchange]?.action(action) ?? action),
    };
  }

  #look({ before, after }: Situation): void {
    const { layout, before: sight, after: sightAfter } = this.#subject;
    const [words, wordsAfter] = this.#scratch;
    layout.pack(before, words, 0);
    sight.look(words, 0);
    if (after === null) return;
    layout.pack(after, wordsAfter, 0);
    sightAfter.look(wordsAfter, 0);
  }

  #unpacked({ words, at }: RowSight): Int32Array {
    const row = new Int32Array(this.#subject.layout.width);
    this.#subject.layout.unpack(words, at, row);
    return row;
  }

  /** Whether a combination wasn't met yet: it is known from now on. */
  #isNew(situation: Situation): boolean {
    if (this.#combination(situation) < this.#known) return false;
    this.#known++;
    return true;
  }

  #combination({ before, after, action }: Situation): number {
    const parts = this.#parts;
    const lists = this.#combinations;
    let number = 0;
    let place = 0;
    for (const part of parts) {
      number = lists.number(place++, number, part.valueAt(before[part.columns[0]] ?? 0));
    }
    if (after === null || action === null) return number;
    for (const part of parts) {
      number = lists.number(place++, number, part.valueAt(after[part.columns[0]] ?? 0));
    }
    return lists.number(place, number, this.#actionNumber(action));
  }

  #actionNumber(action: Action): number {
    const text = actionText(action);
    const known = this.#actions.get(text) ?? this.#actions.size;
    this.#actions.set(text, known);
    return known;
  }

  #forget(): void {
    this.#parts = [...this.read];
    this.#combinations = new ListNumbers(this.#parts.length * 2 + 1);
    this.#known = 0;
  }

  /** Where parts were read for the first time, adds their images, and forgets combinations of fewer. */
  #noteReading(): boolean {
    const { read } = this.#asked;
    if (read.size === this.#readBefore) return false;
    this.#readBefore = read.size;
    const { parts, symmetry } = this.#subject;
    const open = [...read].filter((part) => !this.read.has(part));
    for (const part of open) this.read.add(part);
    if (open.length === 0) return false;
    for (let part = open.pop(); part !== undefined; part = open.pop()) {
      for (const images of symmetry.exchanges) {
        const image = parts.imageOf(part, images);
        if (this.read.has(image)) continue;
        this.read.add(image);
        open.push(image);
      }
    }
    this.#forget();
    return true;
  }

  #differs(exchange: number, { before, action }: Situation, answer: boolean): BrokenModel {
    const { world, symmetry } = this.#subject;
    const { one = '', other = '' } = symmetry.exchanges[exchange]?.exchange ?? {};
    const step = action === null ? '' : `the step ${actionText(action)} from `;
    const state = canonical(asJson(world.decoded(before)));
    return new BrokenModel(
      `'${one}' and '${other}' are declared symmetric, but the predicate answers ${answer} for ${step}this state and ${!answer} once they are exchanged. Likely cause: it names one of them, or compares ids. Let it speak of all alike, or check it without --reduce symmetry`,
      { model: world.loaded.model.name, property: this.#asked.property, seen: state },
    );
  }
}
