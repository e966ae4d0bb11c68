/**
 * What may still be sent, as far as the steps met so far tell. A host in a given state may send what
 * some known path of its states sends; a message in flight may bring about what its delivery was ever
 * seen to send, and what these bring about, if the hosts on the way can still send it. That says too
 * little while steps are unknown: whoever relies on it must ask again whenever more is known.
 */

import type { World } from '../world.ts';
import type { Reach } from './arrivals.ts';
import { Arrivals, addBit } from './arrivals.ts';
import type { LocalEdge } from './local-steps.ts';
import type { Sendings } from './sendings.ts';

interface Edges {
  readonly from: number[];
  readonly to: number[];
  readonly sends: number[];
  readonly isDelivery: boolean[];
  /** The requests born on each edge, by number. */
  readonly births: (readonly number[])[];
}

/** Collects steps, and answers what may come of a state. */
export class FutureSends {
  /** Grows whenever a step is met that wasn't known. */
  #version = 0;
  /** How much is known to be possible: what is told of states only ever grows, so as much is the same. */
  #known = 0;
  readonly #world: World;
  readonly #edges: readonly Edges[];
  /** What the delivery of each envelope was ever seen to send. */
  readonly #caused: number[][] = [];
  readonly #receiver: number[] = [];
  readonly #births = new Map<string, number>();
  #digested = -1;
  #arrivals: Arrivals;

  constructor(world: World) {
    this.#world = world;
    this.#edges = world.hosts.map(() => ({
      from: [],
      to: [],
      sends: [],
      isDelivery: [],
      births: [],
    }));
    this.#arrivals = this.#told(world.hosts.map(() => ({ states: 0, bits: new Int32Array(0) })));
  }

  /** What may come in, by what was known when it was last digested. */
  get arrivals(): Arrivals {
    return this.#arrivals;
  }

  get #sendWords(): number {
    return (this.#receiver.length >>> 5) + 1;
  }

  get #birthWords(): number {
    return (this.#births.size >>> 5) + 1;
  }

  /** Notes a step that wasn't known. */
  note({ host, from, to, sends, delivers }: LocalEdge, sendings: Sendings): void {
    const edges = this.#edges[host];
    if (edges === undefined) return;
    this.#version++;
    edges.from.push(from);
    edges.to.push(to);
    edges.sends.push(sends);
    edges.isDelivery.push(delivers >= 0);
    edges.births.push(this.#born(host, from, to));
    for (const { host: receiver, envelopes } of sendings.item(sends)) {
      for (const envelope of envelopes) {
        this.#receiver[envelope] = receiver;
        if (delivers < 0) continue;
        const caused = (this.#caused[delivers] ??= []);
        if (!caused.includes(envelope)) caused.push(envelope);
      }
    }
  }

  /** The number of a request, as births are told. */
  request(host: number, slot: number, key: string): number {
    const text = `${host} ${slot} ${key}`;
    const known = this.#births.get(text) ?? this.#births.size;
    this.#births.set(text, known);
    return known;
  }

  #born(host: number, from: number, to: number): readonly number[] {
    const { states } = this.#world.host(host).memo;
    if (this.#world.loaded.system.lateReplies !== 'vanish') return [];
    const shape = states.shape(to);
    if (!shape.up) return [];
    return shape.slots.flatMap((instances, slot) =>
      states.slot(slot).loaded.slot.kind === 'perRequest'
        ? [...instances.keys()]
            .filter((key) => !states.isAlive(from, slot, key))
            .map((key) => this.request(host, slot, key))
        : [],
    );
  }

  /**
   * Works out what every known state may lead to; whether that is more than it was said to be before. Linear in
   * the steps, times the longest path.
   */
  digest(sendings: Sendings): boolean {
    if (this.#digested === this.#version) return false;
    this.#digested = this.#version;
    const reach = this.#edges.map((edges) => this.#reachOf(edges, sendings));
    const before = this.#known;
    this.#known = this.#size(reach);
    if (this.#known === before) return false;
    this.#arrivals = this.#told(reach);
    return true;
  }

  #told(reach: readonly Reach[]): Arrivals {
    return new Arrivals({
      reach,
      sendWords: this.#sendWords,
      birthWords: this.#birthWords,
      caused: this.#caused,
      receiver: this.#receiver,
    });
  }

  #size(reach: readonly Reach[]): number {
    let size = 0;
    for (let one = 0; one < this.#caused.length; one++) size += this.#caused[one]?.length ?? 0;
    for (const { bits } of reach) for (const word of bits) size += bitCount(word);
    return size;
  }

  #reachOf(edges: Edges, sendings: Sendings): Reach {
    const sendWords = this.#sendWords;
    const words = sendWords * 2 + this.#birthWords;
    let states = 0;
    for (const state of [...edges.from, ...edges.to]) states = Math.max(states, state + 1);
    const bits = new Int32Array(states * words);
    edges.from.forEach((from, edge) => {
      for (const { envelopes } of sendings.item(edges.sends[edge] ?? 0)) {
        for (const envelope of envelopes) {
          addBit(bits, from * words, envelope);
          if (edges.isDelivery[edge] === true) continue;
          addBit(bits, from * words + sendWords, envelope);
        }
      }
      for (const birth of edges.births[edge] ?? []) {
        addBit(bits, from * words + sendWords * 2, birth);
      }
    });
    for (let isOpen = true; isOpen; ) {
      isOpen = false;
      for (let edge = edges.from.length - 1; edge >= 0; edge--) {
        const at = (edges.from[edge] ?? 0) * words;
        const next = (edges.to[edge] ?? 0) * words;
        if (at !== next && joinBits(bits, at, next, words)) isOpen = true;
      }
    }
    return { states, bits };
  }
}
/** Adds one set to another; whether that grew it. */
function joinBits(bits: Int32Array, at: number, from: number, words: number): boolean {
  let grew = false;
  for (let word = 0; word < words; word++) {
    const before = bits[at + word] ?? 0;
    const after = before | (bits[from + word] ?? 0);
    if (after === before) continue;
    bits[at + word] = after;
    grew = true;
  }
  return grew;
}

function bitCount(word: number): number {
  let count = 0;
  for (let bits = word; bits !== 0; bits &= bits - 1) count++;
  return count;
}
