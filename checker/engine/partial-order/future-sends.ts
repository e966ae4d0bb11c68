/**
 * What may still be sent, as far as the steps met so far tell. A host in a given state may send what
 * some known path of its states sends; a message in flight may bring about what its delivery was ever
 * seen to send, and what these bring about, if the hosts on the way can still send it. That says too
 * little while steps are unknown: whoever relies on it must ask again once nothing new is met.
 */

import { PairTable } from '../pair-table.ts';
import type { World } from '../world.ts';
import type { Rehearsal, Rehearsed } from './rehearsal.ts';

interface Edges {
  readonly from: number[];
  readonly to: number[];
  readonly sends: number[];
  readonly isDelivery: boolean[];
  /** The requests born on each edge, by number. */
  readonly births: (readonly number[])[];
  readonly known: PairTable;
}

/** Per state of one host, three bit sets one after the other: sendable, spontaneous, births. */
interface Reach {
  states: number;
  bits: Uint32Array;
}

/** Collects steps, and answers what may come of a state. */
export class FutureSends {
  /** Grows whenever a step is met that wasn't known. */
  version = 0;
  readonly #world: World;
  readonly #edges: readonly Edges[];
  /** What the delivery of each envelope was ever seen to send. */
  readonly #caused: number[][] = [];
  readonly #receiver: number[] = [];
  readonly #births = new Map<string, number>();
  #reach: readonly Reach[];
  #digested = -1;
  /** Words of the first and second, and of the third bit set of a state. */
  #sendWords = 0;
  #birthWords = 0;
  #mask = new Uint32Array(0);
  #seen = new Int32Array(0);
  #round = 0;

  constructor(world: World) {
    this.#world = world;
    this.#edges = world.hosts.map(() => ({
      from: [],
      to: [],
      sends: [],
      isDelivery: [],
      births: [],
      known: new PairTable(),
    }));
    this.#reach = world.hosts.map(() => ({ states: 0, bits: new Uint32Array(0) }));
  }

  /** Notes a step of a host. */
  note(host: number, station: number, step: Rehearsed, rehearsal: Rehearsal): void {
    const edges = this.#edges[host];
    if (edges === undefined || step.isBroken) return;
    const { stations } = this.#world.host(host);
    const from = stations.stateOf(station);
    if (edges.known.get(step.action, from) !== -1) return;
    edges.known.set(step.action, from, 1);
    this.version++;
    edges.from.push(from);
    edges.to.push(stations.stateOf(step.next));
    edges.sends.push(step.sends);
    edges.isDelivery.push(step.delivers >= 0);
    edges.births.push(this.#born(host, from, stations.stateOf(step.next)));
    for (const { host: to, envelopes } of rehearsal.sent(step.sends)) {
      for (const envelope of envelopes) {
        this.#receiver[envelope] = to;
        if (step.delivers < 0) continue;
        const caused = (this.#caused[step.delivers] ??= []);
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

  /** Works out what every known state may lead to. Linear in the steps, times the longest path. */
  digest(rehearsal: Rehearsal): void {
    if (this.#digested === this.version) return;
    this.#digested = this.version;
    const envelopes = this.#receiver.length;
    this.#sendWords = (envelopes >>> 5) + 1;
    this.#birthWords = (this.#births.size >>> 5) + 1;
    this.#mask = new Uint32Array(this.#sendWords);
    this.#seen = new Int32Array(envelopes);
    this.#round = 0;
    this.#reach = this.#edges.map((edges) => this.#reachOf(edges, rehearsal));
  }

  #reachOf(edges: Edges, rehearsal: Rehearsal): Reach {
    const words = this.#sendWords * 2 + this.#birthWords;
    let states = 0;
    for (const state of [...edges.from, ...edges.to]) states = Math.max(states, state + 1);
    const bits = new Uint32Array(states * words);
    edges.from.forEach((from, edge) => {
      for (const { envelopes } of rehearsal.sent(edges.sends[edge] ?? 0)) {
        for (const envelope of envelopes) {
          addBit(bits, from * words, envelope);
          if (edges.isDelivery[edge] === true) continue;
          addBit(bits, from * words + this.#sendWords, envelope);
        }
      }
      for (const birth of edges.births[edge] ?? []) {
        addBit(bits, from * words + this.#sendWords * 2, birth);
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

  /** Whether a request may be born from a state of its host on. */
  mayBeBorn(host: number, state: number, request: number): boolean {
    const reach = this.#reach[host];
    if (reach === undefined || state >= reach.states) return false;
    const words = this.#sendWords * 2 + this.#birthWords;
    if (request >= this.#birthWords * 32) return false;
    return hasBit(reach.bits, state * words + this.#sendWords * 2, request);
  }

  /**
   * The envelopes that may come in at a host while it does nothing but send what is in `extra`, in no
   * particular order. `states` and `inboxes` (lists of envelopes) are of all hosts.
   */
  arrivals(
    at: number,
    states: readonly number[],
    inboxes: readonly (readonly number[])[],
    extra: readonly number[],
  ): number[] {
    const words = this.#sendWords * 2 + this.#birthWords;
    const mask = this.#mask;
    mask.fill(0);
    this.#round++;
    const found: number[] = [];
    const open: number[] = [];
    for (let host = 0; host < states.length; host++) {
      const reach = this.#reach[host];
      const state = states[host] ?? 0;
      if (host === at || reach === undefined || state >= reach.states) continue;
      const from = state * words;
      for (let word = 0; word < this.#sendWords; word++) {
        mask[word] = (mask[word] ?? 0) | (reach.bits[from + word] ?? 0);
      }
      for (let word = 0; word < this.#sendWords; word++) {
        let bits = reach.bits[from + this.#sendWords + word] ?? 0;
        for (; bits !== 0; bits &= bits - 1) {
          this.#meet(word * 32 + 31 - Math.clz32(bits & -bits), at, open, found);
        }
      }
    }
    for (let host = 0; host < states.length; host++) {
      if (host === at) continue;
      for (const envelope of inboxes[host] ?? []) this.#meet(envelope, -1, open, found);
    }
    for (const envelope of extra) this.#meet(envelope, -1, open, found);
    for (let envelope = open.pop(); envelope !== undefined; envelope = open.pop()) {
      for (const caused of this.#caused[envelope] ?? []) {
        if (hasBit(mask, 0, caused)) this.#meet(caused, at, open, found);
      }
    }
    return found;
  }

  #meet(envelope: number, at: number, open: number[], found: number[]): void {
    if (envelope < this.#seen.length) {
      if (this.#seen[envelope] === this.#round) return;
      this.#seen[envelope] = this.#round;
    }
    (at >= 0 && this.#receiver[envelope] === at ? found : open).push(envelope);
  }
}

function addBit(bits: Uint32Array, at: number, bit: number): void {
  const word = at + (bit >>> 5);
  bits[word] = (bits[word] ?? 0) | (1 << (bit & 31));
}

function hasBit(bits: Uint32Array, at: number, bit: number): boolean {
  return ((bits[at + (bit >>> 5)] ?? 0) & (1 << (bit & 31))) !== 0;
}

/** Adds one set to another; whether that grew it. */
function joinBits(bits: Uint32Array, at: number, from: number, words: number): boolean {
  let grew = false;
  for (let word = 0; word < words; word++) {
    const before = bits[at + word] ?? 0;
    const after = (before | (bits[from + word] ?? 0)) >>> 0;
    if (after === before) continue;
    bits[at + word] = after;
    grew = true;
  }
  return grew;
}
