/**
 * What is on its way to one host, as numbers, and how it changes (R6). A content is a list of
 * envelope numbers: sender by sender, a fifo sender's oldest first, others' in the order of their
 * texts. Content 0 is empty.
 */

import { byText } from '../json.ts';
import type { Envelopes, Posted } from './envelopes.ts';
import { Sequences } from './sequences.ts';

const unknown = -1;

/** The contents of one host's inbox. What was worked out of them is kept by their numbers. */
export class Inboxes {
  readonly #envelopes: Envelopes;
  readonly #contents = new Sequences();
  readonly #needsRequest: (boolean | undefined)[] = [];
  readonly #movable: (readonly number[] | undefined)[] = [];
  /** By place in `movable`, the content without that envelope. */
  readonly #without: number[][] = [];

  constructor(envelopes: Envelopes) {
    this.#envelopes = envelopes;
    this.number([]);
  }

  /** How many contents there are so far. */
  get size(): number {
    return this.#contents.size;
  }

  /** Whether a content holds a message that vanishes where its request isn't alive. */
  needsRequest(content: number): boolean {
    const known = this.#needsRequest[content];
    if (known !== undefined) return known;
    const needs = this.list(content).some((one) => this.#envelopes.item(one).needsRequest);
    this.#needsRequest[content] = needs;
    return needs;
  }

  /** A new list of the envelope numbers of a content, in its order. */
  list(content: number): number[] {
    return this.#contents.list(content);
  }

  /** The content after envelopes were sent into it, in this order; a set takes each only once. */
  with(content: number, sent: readonly number[]): number {
    const list = this.list(content);
    for (const envelope of sent) {
      const isSet = this.#envelopes.item(envelope).channel === 'duplicating';
      if (isSet && list.includes(envelope)) continue;
      list.splice(this.#placeIn(list, envelope), 0, envelope);
    }
    return this.number(list);
  }

  /** Where an envelope comes in: behind all that don't come after it. */
  #placeIn(list: readonly number[], envelope: number): number {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#order(list[middle] ?? 0, envelope) > 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The content without those that `isGone` names. */
  purged(content: number, isGone: (posted: Posted) => boolean): number {
    const list = this.list(content);
    const left = list.filter((envelope) => !isGone(this.#envelopes.item(envelope)));
    return left.length === list.length ? content : this.number(left);
  }

  /**
   * The envelopes that may be delivered, dropped or duplicated next, by text: one of equal messages,
   * and on a fifo channel only the oldest.
   */
  movable(content: number): readonly number[] {
    const known = this.#movable[content];
    if (known !== undefined) return known;
    const list = this.list(content);
    const movable: number[] = [];
    let queue = -1;
    for (let at = 0; at < list.length; at++) {
      const envelope = list[at] ?? 0;
      const { channel, sender } = this.#envelopes.item(envelope);
      if (channel === 'fifo' ? sender === queue : list[at - 1] === envelope) continue;
      if (channel === 'fifo') queue = sender;
      movable.push(envelope);
    }
    movable.sort((one, other) => byText(this.#textOf(one), this.#textOf(other)));
    this.#movable[content] = movable;
    return movable;
  }

  /**
   * The content without one of an envelope.
   * @throws Error where that may not be moved.
   */
  without(content: number, envelope: number): number {
    const place = this.#placeAmongMovable(content, envelope);
    const without = (this.#without[content] ??= this.movable(content).map(() => unknown));
    const known = without[place] ?? unknown;
    if (known !== unknown) return known;
    const list = this.list(content);
    list.splice(list.indexOf(envelope), 1);
    const left = this.number(list);
    without[place] = left;
    return left;
  }

  /**
   * The content with one more copy of an envelope, right behind the first.
   * @throws Error where that may not be moved.
   */
  doubled(content: number, envelope: number): number {
    this.#placeAmongMovable(content, envelope);
    const list = this.list(content);
    list.splice(list.indexOf(envelope), 0, envelope);
    return this.number(list);
  }

  #placeAmongMovable(content: number, envelope: number): number {
    const place = this.movable(content).indexOf(envelope);
    if (place === -1)
      throw new Error(`envelope ${envelope} can't be moved out of inbox ${content}`);
    return place;
  }

  /** The number of a content, of a list that is in its order. */
  number(list: readonly number[]): number {
    return this.#contents.number(list);
  }

  #textOf(envelope: number): string {
    return this.#envelopes.item(envelope).text;
  }

  #order(left: number, right: number): number {
    if (left === right) return 0;
    const [one, other] = [this.#envelopes.item(left), this.#envelopes.item(right)];
    if (one.sender !== other.sender) return byText(one.envelope.from, other.envelope.from);
    return one.channel === 'fifo' ? 0 : byText(one.text, other.text);
  }
}
