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
    const extra = new Set<number>();
    const vanishing = new Set<number>();
    const seen = new Set([start]);
    const open = [start];
    for (let station = open.pop(); station !== undefined; station = open.pop()) {
      const own = this.#ownSteps(station, vanishing);
      if (own === null) return null;
      if (seen.size > mostNodes) return this.#refused('effort');
      const steps = this.#rehearsal.steps(this.#host, station);
      for (const step of steps) {
        if (!this.#isPossible(step) || this.#set.includes(step.action)) continue;
        if (!this.#commutes(station, own, step)) return null;
        this.#note(step, extra);
        if (!seen.has(step.next)) open.push(step.next);
        seen.add(step.next);
      }
      for (const envelope of this.#around.arrivals) {
        const after = this.#afterArrival(station, own, envelope, extra);
        if (after === -2) return null;
        if (after === -1 || seen.has(after)) continue;
        seen.add(after);
        open.push(after);
      }
    }
    const host = this.#host;
    return { host, actions: [...this.#set], extra: [...extra], vanishing: [...vanishing] };
  }

  #refused(obstacle: Obstacle): null {
    this.#obstacle = obstacle;
    return null;
  }

  /** The set's steps as they are at a station; null where one can't happen there, or isn't fit. */
  #ownSteps(station: number, vanishing: Set<number>): readonly Rehearsed[] | null {
    const own: Rehearsed[] = [];
    for (const action of this.#set) {
      const step = this.#rehearsal.find(this.#host, station, action);
      if (step === null) return null;
      const objection = this.#objection(station, step);
      if (objection !== null) return this.#refused(objection);
      for (const { envelopes } of this.#rehearsal.sendings.item(step.sends)) {
        for (const envelope of envelopes) {
          if (this.#rehearsal.world.envelopes.item(envelope).needsRequest) vanishing.add(envelope);
        }
      }
      own.push(step);
    }
    return own;
  }

  #isPossible({ label }: Rehearsed): boolean {
    const { budgets } = this.#around;
    return label < 0 || budgets === -1 || ((budgets >>> label) & 1) === 1;
  }

  #note({ sends }: Rehearsed, extra: Set<number>): void {
    if (sends === 0) return;
    for (const { envelopes } of this.#rehearsal.sendings.item(sends)) {
      for (const envelope of envelopes) extra.add(envelope);
    }
  }

  /**
   * An envelope comes in and is delivered at once: the station after that; -1 where nothing comes of
   * it, -2 where the set doesn't commute with it.
   */
  #afterArrival(
    station: number,
    own: readonly Rehearsed[],
    envelope: number,
    extra: Set<number>,
  ): number {
    if (this.#isLoose(station, envelope)) return this.#afterLoose(station, own, envelope, extra);
    const arrived = this.#rehearsal.arrived(this.#host, station, envelope);
    if (this.#mindsArrival(envelope) && !this.#arrivalCommutes(station, own, envelope)) {
      return -2;
    }
    if (arrived === station) return -1;
    if (!this.#rehearsal.knows(this.#host, arrived)) {
      this.#obstacle = 'effort';
      return -2;
    }
    const delivery = this.#rehearsal
      .steps(this.#host, arrived)
      .find(({ delivers }) => delivers === envelope);
    if (delivery === undefined || this.#set.includes(delivery.action)) return -1;
    if (!this.#isPossible(delivery)) return -1;
    const there = this.#ownSteps(arrived, new Set());
    if (there === null || !this.#commutes(arrived, there, delivery)) return -2;
    this.#note(delivery, extra);
    return delivery.next;
  }

  /** Whether it makes no difference to an envelope's delivery what else is in the inbox, nor to that. */
  #isLoose(station: number, envelope: number): boolean {
    return this.#orders.isLoose(envelope) && this.#orders.isCalm(this.#host, station);
  }

  /** The same as `#afterArrival` of such an envelope: it need not be put into the inbox for that. */
  #afterLoose(
    station: number,
    own: readonly Rehearsed[],
    envelope: number,
    extra: Set<number>,
  ): number {
    const rehearsal = this.#rehearsal;
    const { stations } = rehearsal.world.host(this.#host);
    const alone = rehearsal.stationAlone(this.#host, stations.stateOf(station), envelope);
    if (!rehearsal.knows(this.#host, alone)) {
      this.#obstacle = 'effort';
      return -2;
    }
    const delivery = rehearsal
      .steps(this.#host, alone)
      .find(({ delivers }) => delivers === envelope);
    if (delivery === undefined || this.#set.includes(delivery.action)) return -1;
    if (!this.#isPossible(delivery)) return -1;
    for (const step of own) {
      const orders = this.#orders.of(this.#host, station, step, delivery);
      if (!delivery.isBroken && orders !== different) continue;
      this.#missing = delivery.action;
      return -2;
    }
    this.#note(delivery, extra);
    return stations.number(stations.stateOf(delivery.next), stations.inboxOf(station));
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
