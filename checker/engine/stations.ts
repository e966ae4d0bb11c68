/**
 * A host together with what is on its way to it: one column of a row. All that can happen at a host
 * depends on nothing else but partitions and budgets, so steps are looked up by this one number.
 */

import { Envelopes } from './envelopes.ts';
import type { Posted } from './envelopes.ts';
import type { HostStates } from './host-states.ts';
import { Inboxes } from './inboxes.ts';
import { PairTable } from './pair-table.ts';

/** The stations of one host, and how sending to it changes them. */
export class Stations {
  readonly states: HostStates;
  readonly inboxes: Inboxes;
  readonly #envelopes: Envelopes;
  readonly #losesWhileDown: boolean;
  readonly #numbers = new PairTable();
  readonly #stateOf: number[] = [];
  readonly #inboxOf: number[] = [];
  readonly #parcels = new Map<string, number>();
  readonly #parcelLists: (readonly number[])[] = [];
  readonly #after = new PairTable();

  constructor(states: HostStates, envelopes: Envelopes, losesWhileDown: boolean) {
    this.states = states;
    this.inboxes = new Inboxes(envelopes);
    this.#envelopes = envelopes;
    this.#losesWhileDown = losesWhileDown;
  }

  get size(): number {
    return this.#stateOf.length;
  }

  stateOf(station: number): number {
    return this.#stateOf[station] ?? 0;
  }

  inboxOf(station: number): number {
    return this.#inboxOf[station] ?? 0;
  }

  /** The number of a host state with an inbox, less the messages that vanish there (R3, R7). */
  number(state: number, inbox: number): number {
    const isSafe = !this.#losesWhileDown && !this.inboxes.needsRequest(inbox);
    const left = isSafe
      ? inbox
      : this.inboxes.purged(inbox, (posted) => this.#vanishes(state, posted));
    const known = this.#numbers.get(state, left);
    if (known !== -1) return known;
    const station = this.#stateOf.length;
    this.#stateOf.push(state);
    this.#inboxOf.push(left);
    this.#numbers.set(state, left, station);
    return station;
  }

  /** The number of a list of envelopes that one step sends to this host, in the order of sending. */
  parcel(envelopes: readonly number[]): number {
    const text = envelopes.join();
    const known = this.#parcels.get(text);
    if (known !== undefined) return known;
    this.#parcels.set(text, this.#parcelLists.length);
    return this.#parcelLists.push(envelopes) - 1;
  }

  /** What a parcel holds, in the order of sending. */
  envelopesOf(parcel: number): readonly number[] {
    return this.#parcelLists[parcel] ?? [];
  }

  /** The station after a parcel was sent to it, if that is known; -1 otherwise. */
  knownAfter(station: number, parcel: number): number {
    return this.#after.get(parcel, station);
  }

  /** The station after a parcel was sent to it. */
  after(station: number, parcel: number): number {
    const state = this.stateOf(station);
    const sent = (this.#parcelLists[parcel] ?? []).filter(
      (envelope) => !this.#vanishes(state, this.#envelopes.item(envelope)),
    );
    const inbox = this.inboxes.with(this.inboxOf(station), sent);
    const reached = this.number(state, inbox);
    this.#after.set(parcel, station, reached);
    return reached;
  }

  #vanishes(state: number, { needsRequest, slot, envelope }: Posted): boolean {
    if (this.#losesWhileDown && !this.states.isUp(state)) return true;
    return needsRequest && !this.states.isAlive(state, slot, envelope.to.key ?? '');
  }
}
