/** Whether a set of steps of one host may go first: they are compared with all that the host may do without them. */

import type { Obstacle } from './obstacles.ts';
import type { Orders } from './orders.ts';
import { different } from './orders.ts';
import type { Rehearsal, Rehearsed } from './rehearsal.ts';
import type { Surroundings } from './surroundings.ts';

/** A set of steps that may go first, and what that rests on. */
export interface ClosedSet {
  readonly host: number;
  /** The actions of the set. */
  readonly actions: readonly number[];
  /** What the host may send without them. */
  readonly extra: readonly number[];
  /** Envelopes of the set's that vanish where their request isn't alive. */
  readonly vanishing: readonly number[];
}

/** Beyond so many stations a set is given up. */
const mostNodes = 128;
const [nowhere, refused] = [-1, -2];

/** Whether a step between two states of a host changes anything that properties may notice. */
export type IsVisible = (host: number, before: number, after: number) => boolean;

/** What closures are made with. */
export interface Terms {
  readonly rehearsal: Rehearsal;
  readonly orders: Orders;
  readonly isVisible: IsVisible;
}

/** One attempt to close a set of steps of a host. */
export class Closure {
  readonly #rehearsal: Rehearsal;
  readonly #orders: Orders;
  readonly #isVisible: IsVisible;
  readonly #losesMessages: boolean;
  readonly #host: number;
  readonly #around: Surroundings;
  readonly #set: number[] = [];
  /** What the host may send without the set, and what of the set's vanishes, see `ClosedSet`. */
  readonly #extra = new Set<number>();
  readonly #vanishing = new Set<number>();
  /** The stations that were come upon, and those of them that weren't looked at yet. */
  readonly #seen = new Set<number>();
  readonly #open: number[] = [];
  /** By state, where what may come in at any time leads from there. */
  readonly #afterLoose = new Map<number, readonly number[]>();
  /** What stands in the way of the present set and could be part of it. */
  #missing = -1;
  #obstacle: Obstacle = 'order';

  constructor({ rehearsal, orders, isVisible }: Terms, host: number, around: Surroundings) {
    this.#rehearsal = rehearsal;
    this.#orders = orders;
    this.#isVisible = isVisible;
    this.#losesMessages = rehearsal.world.loaded.system.whileDown === 'lost';
    this.#host = host;
    this.#around = around;
  }

  from(station: number, seed: Rehearsed): ClosedSet | Obstacle {
    this.#set.push(seed.action);
    const enabled = this.#rehearsal.steps(this.#host, station);
    for (;;) {
      this.#missing = -1;
      this.#obstacle = 'order';
      const set = this.#closed(station);
      if (set !== null) return set;
      const missing = this.#missing;
      if (!enabled.some(({ action }) => action === missing)) return this.#obstacle;
      this.#set.push(missing);
    }
  }

  /** Follows all that the host may do without the set, and compares orders on the way. */
  #closed(start: number): ClosedSet | null {
    this.#extra.clear();
    this.#vanishing.clear();
    this.#seen.clear();
    this.#afterLoose.clear();
    this.#open.length = 0;
    this.#visit(start);
    for (let station = this.#open.pop(); station !== undefined; station = this.#open.pop()) {
      const own = this.#ownSteps(station);
      if (own === null) return null;
      if (this.#seen.size > mostNodes) return this.#refused('effort');
      for (const { sends } of own) this.#noteVanishing(sends);
      if (!this.#followSteps(station, own) || !this.#followArrivals(station, own)) return null;
    }
    const [host, extra, vanishing] = [this.#host, [...this.#extra], [...this.#vanishing]];
    return { host, actions: [...this.#set], extra, vanishing };
  }

  #visit(station: number): void {
    if (this.#seen.has(station)) return;
    this.#seen.add(station);
    this.#open.push(station);
  }

  /** Follows the steps of a station that aren't the set's; false where these don't commute with one. */
  #followSteps(station: number, own: readonly Rehearsed[]): boolean {
    for (const step of this.#rehearsal.steps(this.#host, station)) {
      if (!this.#isPossible(step) || this.#set.includes(step.action)) continue;
      if (!this.#commutes(station, own, step)) return false;
      this.#note(step);
      this.#visit(step.next);
    }
    return true;
  }

  /** The same of what may come in. */
  #followArrivals(station: number, own: readonly Rehearsed[]): boolean {
    const orders = this.#orders;
    const isCalm = orders.isCalm(this.#host, station) && own.every((step) => orders.isPlain(step));
    if (isCalm && !this.#followLoose(station, own)) return false;
    for (const envelope of this.#around.arrivals) {
      if (isCalm && orders.isLoose(envelope)) continue;
      const after = this.#afterArrival(station, own, envelope);
      if (after === refused) return false;
      if (after !== nowhere) this.#visit(after);
    }
    return true;
  }

  /**
   * The same of what makes no difference to other steps, nor these to its delivery: it need not be put into the
   * inbox, and what comes of it is the same wherever the host is in that state.
   */
  #followLoose(station: number, own: readonly Rehearsed[]): boolean {
    const { stations } = this.#rehearsal.world.host(this.#host);
    const state = stations.stateOf(station);
    const known = this.#afterLoose.get(state) ?? this.#looseFrom(state, station, own);
    if (known === null) return false;
    this.#afterLoose.set(state, known);
    for (const next of known) this.#visit(stations.number(next, stations.inboxOf(station)));
    return true;
  }

  /** The other states that it leads to; null where the set doesn't commute with it. */
  #looseFrom(state: number, station: number, own: readonly Rehearsed[]): readonly number[] | null {
    const { stations } = this.#rehearsal.world.host(this.#host);
    const reached = new Set<number>();
    for (const envelope of this.#around.arrivals) {
      if (!this.#orders.isLoose(envelope)) continue;
      const alone = this.#rehearsal.stationAlone(this.#host, state, envelope);
      if (!this.#rehearsal.knows(this.#host, alone)) return this.#refused('effort');
      const delivery = this.#delivery(alone, envelope);
      if (delivery === null) continue;
      for (const step of own) {
        const found = this.#orders.of(this.#host, station, step, delivery);
        if (!delivery.isBroken && found !== different) continue;
        this.#missing = delivery.action;
        return null;
      }
      this.#note(delivery);
      reached.add(stations.stateOf(delivery.next));
    }
    reached.delete(state);
    return [...reached];
  }

  /** The delivery of an envelope at a station, if it may happen there and isn't the set's. */
  #delivery(station: number, envelope: number): Rehearsed | null {
    const steps = this.#rehearsal.steps(this.#host, station);
    const delivery = steps.find(({ delivers }) => delivers === envelope);
    if (delivery === undefined || this.#set.includes(delivery.action)) return null;
    return this.#isPossible(delivery) ? delivery : null;
  }

  #refused(obstacle: Obstacle): null {
    this.#obstacle = obstacle;
    return null;
  }

  /** The set's steps as they are at a station; null where one can't happen there, or isn't fit. */
  #ownSteps(station: number): readonly Rehearsed[] | null {
    const own: Rehearsed[] = [];
    for (const action of this.#set) {
      const step = this.#rehearsal.find(this.#host, station, action);
      if (step === null) return null;
      const objection = this.#objection(station, step);
      if (objection !== null) return this.#refused(objection);
      own.push(step);
    }
    return own;
  }

  #noteVanishing(sends: number): void {
    for (const { envelopes } of this.#rehearsal.sendings.item(sends)) {
      for (const envelope of envelopes) {
        if (this.#rehearsal.world.envelopes.item(envelope).needsRequest) {
          this.#vanishing.add(envelope);
        }
      }
    }
  }

  #isPossible({ label }: Rehearsed): boolean {
    const { budgets } = this.#around;
    return label < 0 || budgets === -1 || ((budgets >>> label) & 1) === 1;
  }

  #note({ sends }: Rehearsed): void {
    if (sends === 0) return;
    for (const { envelopes } of this.#rehearsal.sendings.item(sends)) {
      for (const envelope of envelopes) this.#extra.add(envelope);
    }
  }

  /**
   * An envelope comes in and is delivered at once: the station after that, `nowhere` where nothing comes of
   * it, `refused` where the set doesn't commute with it.
   */
  #afterArrival(station: number, own: readonly Rehearsed[], envelope: number): number {
    const arrived = this.#rehearsal.arrived(this.#host, station, envelope);
    if (this.#mindsArrival(envelope) && !this.#arrivalCommutes(station, own, envelope)) {
      return refused;
    }
    if (arrived === station) return nowhere;
    if (!this.#rehearsal.knows(this.#host, arrived)) {
      this.#obstacle = 'effort';
      return refused;
    }
    const delivery = this.#delivery(arrived, envelope);
    if (delivery === null) return nowhere;
    const there = this.#ownSteps(arrived);
    if (there === null || !this.#commutes(arrived, there, delivery)) return refused;
    this.#note(delivery);
    return delivery.next;
  }

  #arrivalCommutes(station: number, own: readonly Rehearsed[], envelope: number): boolean {
    const arrived = this.#rehearsal.arrived(this.#host, station, envelope);
    return own.every((step) => {
      const later = this.#rehearsal.find(this.#host, arrived, step.action);
      return (
        later !== null &&
        later.sends === step.sends &&
        later.next === this.#rehearsal.arrived(this.#host, step.next, envelope)
      );
    });
  }

  #commutes(station: number, own: readonly Rehearsed[], other: Rehearsed): boolean {
    for (const step of own) {
      if (this.#commute(station, step, other)) continue;
      this.#missing = other.action;
      return false;
    }
    return true;
  }

  /** Whether the order of two steps doesn't matter, or the set's makes up for the other. */
  #commute(station: number, step: Rehearsed, other: Rehearsed): boolean {
    if (other.isBroken) return false;
    const isFree = other.label < 0 && other.log === 0;
    if (isFree && other.next === station && other.sends === 0) return true;
    if (isFree && !other.isFault && other.next === step.next && other.sends === step.sends)
      return true;
    return this.#orders.of(this.#host, station, step, other) !== different;
  }

  /** Why a step, as it is at one station, may be part of no set; null where it may. */
  #objection(station: number, step: Rehearsed): Obstacle | null {
    if (step.isBroken) return 'order';
    if (step.isFault || step.label >= 0) return 'budgets';
    if (step.needsReach) return 'partitions';
    if (this.#losesMessages && step.sends !== 0) return 'losses';
    const host = this.#host;
    const { stations } = this.#rehearsal.world.host(host);
    const isVisible = this.#isVisible(host, stations.stateOf(station), stations.stateOf(step.next));
    return isVisible || step.log !== 0 ? 'visibility' : null;
  }

  /** Whether messages may be lost on their way in, so that their coming in is a step to look at. */
  #mindsArrival(envelope: number): boolean {
    return this.#losesMessages || this.#rehearsal.world.envelopes.item(envelope).needsRequest;
  }
}
