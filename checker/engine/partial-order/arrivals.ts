/** What may still come in at a host, by what is known at one time (see `future-sends.ts`), as sets of bits. */

import { GrowingList } from '../growing-list.ts';

/** Per state of one host, three bit sets one after the other: sendable, spontaneous, births. */
export interface Reach {
  readonly states: number;
  readonly bits: Int32Array;
}

/** What is known of all hosts and envelopes. */
export interface Outlook {
  readonly reach: readonly Reach[];
  /** How many words a set of envelopes has, and a set of births. */
  readonly sendWords: number;
  readonly birthWords: number;
  /** By envelope, what its delivery was ever seen to send; nothing where that is a gap. */
  readonly caused: readonly (readonly number[])[];
  /** By envelope, the host that it is sent to. */
  readonly receiver: readonly number[];
}

/** Answers for one row after another, whose hosts are given as places. */
export class Arrivals {
  /** The envelopes that may come in, by number, as it was found last. */
  readonly found: Int32Array;
  readonly #outlook: Outlook;
  readonly #words: number;
  /** By host the envelopes sent to it; by envelope what its delivery causes. */
  readonly #sentTo: Int32Array;
  readonly #caused: Int32Array;
  /** The envelopes whose delivery causes anything. */
  readonly #causing: Int32Array;
  /** Of each place two sets: what may be sent there, and what is certain to be or is on its way. */
  readonly #places = new GrowingList();
  readonly #mask: Int32Array;
  readonly #seen: Int32Array;
  readonly #open: Int32Array;

  constructor(outlook: Outlook) {
    const { reach, sendWords: words, caused, receiver } = outlook;
    this.#outlook = outlook;
    this.#words = words;
    this.found = new Int32Array(words);
    this.#mask = new Int32Array(words);
    this.#seen = new Int32Array(words);
    this.#open = new Int32Array(words);
    this.#sentTo = new Int32Array(reach.length * words);
    receiver.forEach((host, envelope) => addBit(this.#sentTo, host * words, envelope));
    this.#caused = new Int32Array(words * 32 * words);
    this.#causing = new Int32Array(words);
    caused.forEach((sent, envelope) => {
      if (sent.length > 0) addBit(this.#causing, 0, envelope);
      for (const one of sent) addBit(this.#caused, envelope * words, one);
    });
  }

  /** A place for a host in a state with an inbox, a list of envelopes. */
  place(host: number, state: number, inbox: readonly number[]): number {
    const place = this.#places.length;
    const words = this.#words;
    const { reach, birthWords } = this.#outlook;
    const { states = 0, bits = this.found } = reach[host] ?? {};
    const from = state * (words * 2 + birthWords);
    for (let word = 0; word < words * 2; word++) {
      this.#places.push(state < states ? (bits[from + word] ?? 0) : 0);
    }
    for (const envelope of inbox) {
      // Of what nobody was seen to send nobody was seen to make anything.
      if (envelope < words * 32) addBit(this.#places.items, place + words, envelope);
    }
    return place;
  }

  /**
   * Finds the envelopes that may come in at a host while it does nothing but send what is in `extra`, and all
   * other hosts are at their places.
   */
  find(at: number, places: Int32Array, extra: readonly number[]): void {
    this.#gather(at, places, extra);
    const words = this.#words;
    const open = this.#open;
    for (let word = 0; word < words; ) {
      const bits = open[word] ?? 0;
      if (bits === 0) {
        word++;
        continue;
      }
      open[word] = bits & (bits - 1);
      const first = this.#follow(at, word * 32 + 31 - Math.clz32(bits & -bits));
      if (first < word) word = first;
    }
  }

  #gather(at: number, places: Int32Array, extra: readonly number[]): void {
    const words = this.#words;
    const from = this.#places.items;
    for (let word = 0; word < words; word++) {
      let mask = 0;
      let open = 0;
      for (let host = 0; host < places.length; host++) {
        if (host === at) continue;
        const place = (places[host] ?? 0) + word;
        mask |= from[place] ?? 0;
        open |= from[place + words] ?? 0;
      }
      this.#mask[word] = mask;
      this.#open[word] = open;
    }
    for (let index = 0; index < extra.length; index++) {
      const envelope = extra[index] ?? 0;
      if (envelope < words * 32) addBit(this.#open, 0, envelope);
    }
    for (let word = 0; word < words; word++) {
      const all = this.#open[word] ?? 0;
      const here = all & (this.#sentTo[at * words + word] ?? 0);
      this.#seen[word] = all;
      this.found[word] = here;
      this.#open[word] = all & ~here & (this.#causing[word] ?? 0);
    }
  }

  /** Adds what the delivery of an envelope may cause; the first word in which more is open by that. */
  #follow(at: number, envelope: number): number {
    const words = this.#words;
    let first = words;
    for (let word = words - 1; word >= 0; word--) {
      const seen = this.#seen[word] ?? 0;
      const caused = this.#caused[envelope * words + word] ?? 0;
      const more = caused & (this.#mask[word] ?? 0) & ~seen;
      if (more === 0) continue;
      const here = more & (this.#sentTo[at * words + word] ?? 0);
      this.#seen[word] = seen | more;
      this.found[word] = (this.found[word] ?? 0) | here;
      this.#open[word] = (this.#open[word] ?? 0) | (more & ~here & (this.#causing[word] ?? 0));
      first = word;
    }
    return first;
  }

  /** Whether a request may be born from a state of its host on. */
  mayBeBorn(host: number, state: number, request: number): boolean {
    const { reach, birthWords } = this.#outlook;
    const { states = 0, bits = this.found } = reach[host] ?? {};
    if (state >= states || request >= birthWords * 32) return false;
    const words = this.#words * 2;
    return hasBit(bits, state * (words + birthWords) + words, request);
  }
}

/** Adds a number to a set that begins at a word. */
export function addBit(bits: Int32Array, at: number, bit: number): void {
  const word = at + (bit >>> 5);
  bits[word] = (bits[word] ?? 0) | (1 << (bit & 31));
}

function hasBit(bits: Int32Array, at: number, bit: number): boolean {
  return ((bits[at + (bit >>> 5)] ?? 0) & (1 << (bit & 31))) !== 0;
}
