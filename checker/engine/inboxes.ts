/**
 * What is on its way to one host, as numbers, and how it changes (R6). A content is a list of
 * envelope numbers: sender by sender, a fifo sender's oldest first, others' in the order of their
 * texts. Content 0 is empty.
 */

import { byText } from '../json.ts';
import type { Envelopes, Posted } from './envelopes.ts';
import { Interner } from './interner.ts';

/** A message that may be delivered, dropped or duplicated next, by its place in the content. */
export interface Movable {
  readonly at: number;
  readonly envelope: number;
  readonly posted: Posted;
}

/** The contents of one host's inbox. */
export class Inboxes {
  readonly #envelopes: Envelopes;
  readonly #contents = new Interner<readonly number[]>();
  readonly #needing: (boolean | undefined)[] = [];
  readonly #movable: (readonly Movable[] | undefined)[] = [];

  constructor(envelopes: Envelopes) {
    this.#envelopes = envelopes;
    this.#number([]);
  }

  /** How many contents there are so far. */
  get size(): number {
    return this.#contents.size;
  }

  /** Whether a content holds a message that vanishes where its request isn't alive. */
  needsRequest(content: number): boolean {
    const known = this.#needing[content];
    if (known !== undefined) return known;
    const needs = this.list(content).some((one) => this.#envelopes.item(one).needsRequest);
    this.#needing[content] = needs;
    return needs;
  }

  /** The envelope numbers of a content, in its order. */
  list(content: number): readonly number[] {
    return this.#contents.item(content);
  }

  /** The content after envelopes were sent into it, in this order; a set takes each only once. */
  with(content: number, sent: readonly number[]): number {
    const list = [...this.list(content)];
    for (const envelope of sent) {
      const isSet = this.#envelopes.item(envelope).channel === 'duplicating';
      if (!isSet || !list.includes(envelope)) list.push(envelope);
    }
    return this.#number(list);
  }

  /** The content without those that `isGone` names. */
  purged(content: number, isGone: (posted: Posted) => boolean): number {
    const list = this.list(content);
    const left = list.filter((envelope) => !isGone(this.#envelopes.item(envelope)));
    return left.length === list.length ? content : this.#number(left);
  }

  /** What may move next, by text: one of equal messages, and on a fifo channel only the oldest. */
  movable(content: number): readonly Movable[] {
    const known = this.#movable[content];
    if (known !== undefined) return known;
    const fifoSenders = new Set<number>();
    const list = this.list(content).flatMap((envelope, at, all): readonly Movable[] => {
      const posted = this.#envelopes.item(envelope);
      if (posted.channel !== 'fifo') {
        return all[at - 1] === envelope ? [] : [{ at, envelope, posted }];
      }
      if (fifoSenders.has(posted.sender)) return [];
      fifoSenders.add(posted.sender);
      return [{ at, envelope, posted }];
    });
    const movable = list.toSorted((one, other) => byText(one.posted.text, other.posted.text));
    this.#movable[content] = movable;
    return movable;
  }

  /** The content without the message at a place. */
  without(content: number, at: number): number {
    return this.#number(this.list(content).toSpliced(at, 1));
  }

  /** The content with one more copy of the message at a place, right behind it. */
  doubled(content: number, at: number): number {
    const list = this.list(content);
    return this.#number(list.toSpliced(at, 0, list[at] ?? 0));
  }

  #number(list: readonly number[]): number {
    const ordered = list.toSorted((left, right) => this.#order(left, right));
    return this.#contents.number(ordered.join(), () => ordered);
  }

  #order(left: number, right: number): number {
    if (left === right) return 0;
    const [one, other] = [this.#envelopes.item(left), this.#envelopes.item(right)];
    if (one.sender !== other.sender) return byText(one.envelope.from, other.envelope.from);
    return one.channel === 'fifo' ? 0 : byText(one.text, other.text);
  }
}
