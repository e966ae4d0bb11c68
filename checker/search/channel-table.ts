/**
 * What one channel column can hold, as numbers, and how it changes (R6). A column is the bag of all
 * messages to a host that are on no fifo channel, or the queue of one fifo pair. Content 0 is empty.
 */

import { byText } from '../json.ts';
import type { Envelopes } from './envelopes.ts';
import { Interner } from './interner.ts';
import { PairTable } from './pair-table.ts';

type Content = readonly number[];

/** What may move next out of a content: the envelope, and the content after each way of moving. */
export interface Move {
  readonly envelope: number;
  readonly afterTaking: number;
  /** Content with one more copy; -1 on a duplicating channel, which neither drops nor duplicates. */
  readonly afterDuplicating: number;
}

/** The contents of one column. */
export class ChannelTable {
  /** Content as envelope numbers: a queue oldest first, a bag in the order of their texts. */
  readonly contents = new Interner<Content>();
  /** Lists of envelopes that are sent in one step. */
  readonly fragments = new Interner<Content>();
  readonly kind: 'bag' | 'queue';
  readonly #envelopes: Envelopes;
  readonly #sums = new PairTable();
  readonly #moves: (readonly Move[])[] = [];

  constructor(kind: 'bag' | 'queue', envelopes: Envelopes) {
    this.kind = kind;
    this.#envelopes = envelopes;
    this.#number([]);
    this.fragment([]);
  }

  /** The number of a list of envelopes sent together, in the order of sending; 0 is none. */
  fragment(envelopes: Content): number {
    return this.fragments.number(envelopes.join(), () => envelopes);
  }

  /** The content after a fragment was sent into it. */
  add(content: number, fragment: number): number {
    const known = this.#sums.get(content, fragment);
    if (known !== -1) return known;
    const list = [...this.contents.item(content)];
    for (const envelope of this.fragments.item(fragment)) {
      const isSet = this.#envelopes.item(envelope).channel === 'duplicating';
      if (!isSet || !list.includes(envelope)) list.push(envelope);
    }
    const sum = this.#number(list);
    this.#sums.set(content, fragment, sum);
    return sum;
  }

  /** What may move next, a bag's in the order of their texts. */
  moves(content: number): readonly Move[] {
    const known = this.#moves[content];
    if (known !== undefined) return known;
    const list = this.contents.item(content);
    const movable = this.kind === 'queue' ? list.slice(0, 1) : [...new Set(list)];
    const moves = movable.map((envelope) => this.#move(list, envelope));
    this.#moves[content] = moves;
    return moves;
  }

  /** The content without the envelopes that `goes` names. */
  without(content: number, goes: (envelope: number) => boolean): number {
    return this.#number(this.contents.item(content).filter((envelope) => !goes(envelope)));
  }

  #move(list: Content, envelope: number): Move {
    if (this.#envelopes.item(envelope).channel === 'duplicating') {
      return { envelope, afterTaking: this.#number(list), afterDuplicating: -1 };
    }
    const index = list.indexOf(envelope);
    return {
      envelope,
      afterTaking: this.#number(list.toSpliced(index, 1)),
      afterDuplicating: this.#number(list.toSpliced(index, 0, envelope)),
    };
  }

  #number(list: Content): number {
    const ordered =
      this.kind === 'queue' ? list : list.toSorted((left, right) => this.#byText(left, right));
    return this.contents.number(ordered.join(), () => ordered);
  }

  #byText(left: number, right: number): number {
    return byText(this.#envelopes.item(left).text, this.#envelopes.item(right).text);
  }
}
