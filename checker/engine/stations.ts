/**
 * A host together with what is on its way to it: one column of a row. All that can happen at a host
 * depends on nothing else but partitions and budgets, so steps are looked up by this one number.
 */

import type { Posted } from './envelopes.ts';
import { Envelopes } from './envelopes.ts';
import type { HostStates } from './host-states.ts';
import { Inboxes } from './inboxes.ts';
import { PairTable } from './pair-table.ts';
import { Sequences } from './sequences.ts';

/** The stations of one host, and how sending to it changes them. */
export class Stations {
  readonly states: HostStates;
  readonly inboxes: Inboxes;
  readonly #envelopes: Envelopes;
  readonly #losesWhileDown: boolean;
  readonly #numbers = new PairTable();
  readonly #stateOf: number[] = [];
  readonly #inboxOf: number[] = [];
  /** The envelopes to this host that one step sends, and whether some vanish where a request isn't alive. */
  readonly #parcels = new Sequences();
  readonly #needsRequest: boolean[] = [];
  readonly #after = new PairTable();
  /** By parcel and inbox, the inbox after all of the parcel came in. */
  readonly #filled = new PairTable();

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
    const known = this.#numbers.get(state, inbox);
    if (known !== -1) return known;
    const left = this.#left(state, inbox);
    const station = left === inbox ? this.#add(state, inbox) : this.number(state, left);
    this.#numbers.set(state, inbox, station);
    return station;
  }

  #left(state: number, inbox: number): number {
    if (this.#losesWhileDown && !this.states.isUp(state)) return 0;
    if (!this.inboxes.needsRequest(inbox)) return inbox;
    return this.inboxes.purged(inbox, (posted) => this.#vanishes(state, posted));
  }

  #add(state: number, inbox: number): number {
    this.#stateOf.push(state);
    return this.#inboxOf.push(inbox) - 1;
  }

  /** The number of a list of envelopes that one step sends to this host, in the order of sending. */
  parcel(envelopes: readonly number[]): number {
    const parcel = this.#parcels.number(envelopes);
    if (parcel === this.#needsRequest.length) {
      this.#needsRequest.push(envelopes.some((one) => this.#envelopes.item(one).needsRequest));
    }
    return parcel;
  }

  /** How many parcels there are so far. */
  get parcelCount(): number {
    return this.#parcels.size;
  }

  /** A new list of what a parcel holds, in the order of sending. */
  envelopesOf(parcel: number): number[] {
    return this.#parcels.list(parcel);
  }

  /** The station after a parcel was sent to it. */
  after(station: number, parcel: number): number {
    const state = this.stateOf(station);
    const inbox = this.inboxOf(station);
    if (this.#losesWhileDown && !this.states.isUp(state)) return station;
    if (this.#needsRequest[parcel] === false) return this.number(state, this.#fill(inbox, parcel));
    const sent = this.envelopesOf(parcel);
    const left = sent.filter((envelope) => !this.#vanishes(state, this.#envelopes.item(envelope)));
    const filled =
      left.length === sent.length ? this.#fill(inbox, parcel) : this.inboxes.with(inbox, left);
    return this.number(state, filled);
  }

  /** The same, remembered: for those who ask again and again and have no memo of their own. */
  recalledAfter(station: number, parcel: number): number {
    const known = this.#after.get(parcel, station);
    if (known !== -1) return known;
    const reached = this.after(station, parcel);
    this.#after.set(parcel, station, reached);
    return reached;
  }

  #fill(inbox: number, parcel: number): number {
    const known = this.#filled.get(parcel, inbox);
    if (known !== -1) return known;
    const filled = this.inboxes.with(inbox, this.envelopesOf(parcel));
    this.#filled.set(parcel, inbox, filled);
    return filled;
  }

  #vanishes(state: number, { needsRequest, slot, envelope }: Posted): boolean {
    if (this.#losesWhileDown && !this.states.isUp(state)) return true;
    return needsRequest && !this.states.isAlive(state, slot, envelope.to.key ?? '');
  }
}
