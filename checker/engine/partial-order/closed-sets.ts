/**
 * Which steps of one host may go first, whatever else may happen: sets of its enabled steps that
 * commute with everything the host may do without them. Decided on the host's own steps alone, from its
 * station and what may still come in; see `persistent-sets.ts` for why that is enough.
 */

import { PairTable } from '../pair-table.ts';
import type { Obstacle } from './obstacles.ts';
import { later } from './obstacles.ts';
import type { Rehearsal, Rehearsed } from './rehearsal.ts';

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

/** What may come about at a host from outside. */
export interface Surroundings {
  /** The envelopes that may still come in. */
  readonly arrivals: readonly number[];
  /** A bit for each budget that isn't used up; -1 where that isn't known. */
  readonly budgets: number;
}

/** Beyond so many stations a set is given up. */
const mostNodes = 128;

/** Whether a step between two states of a host changes anything that properties may notice. */
export type IsVisible = (host: number, before: number, after: number) => boolean;

/** Finds closed sets, each once for a station and its surroundings. */
export class ClosedSets {
  readonly #rehearsal: Rehearsal;
  readonly #isVisible: IsVisible;
  readonly #losesMessages: boolean;
  readonly #surroundings: Surroundings[] = [];
  /** The surroundings with a hash. */
  readonly #numbers = new Map<number, readonly number[]>();
  readonly #found: PairTable[];
  readonly #sets: (ClosedSet | Obstacle)[] = [];

  constructor(rehearsal: Rehearsal, isVisible: IsVisible) {
    this.#rehearsal = rehearsal;
    this.#isVisible = isVisible;
    const { hosts, loaded } = rehearsal.world;
    this.#losesMessages = loaded.system.whileDown === 'lost';
    this.#found = hosts.map(() => new PairTable());
  }

  /** The number of surroundings; arrivals in any order, each once. They are put in order in place. */
  surroundings(arrivals: number[], budgets: number): number {
    arrivals.sort((one, other) => one - other);
    let hash = budgets;
    for (let index = 0; index < arrivals.length; index++) {
      hash = Math.imul(hash ^ (arrivals[index] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    const alike = this.#numbers.get(hash) ?? [];
    for (const number of alike) {
      const known = this.#surroundings[number];
      if (known?.budgets === budgets && isSame(known.arrivals, arrivals)) return number;
    }
    const number = this.#surroundings.push({ arrivals: [...arrivals], budgets }) - 1;
    this.#numbers.set(hash, [...alike, number]);
    return number;
  }

  /** The smallest closed set of a station's steps, or what is in the way of any. */
  of(host: number, station: number, surroundings: number): ClosedSet | Obstacle {
    const table = this.#found[host];
    const known = this.#sets[table?.get(surroundings, station) ?? -1];
    if (known !== undefined) return known;
    const around = this.#surroundings[surroundings];
    if (around === undefined) throw new Error(`nothing surrounds under ${surroundings}`);
    const set = this.#smallest(host, station, around);
    table?.set(surroundings, station, this.#sets.push(set) - 1);
    return set;
  }

  #smallest(host: number, station: number, around: Surroundings): ClosedSet | Obstacle {
    let smallest: ClosedSet | null = null;
    let obstacle: Obstacle = 'faults';
    for (const seed of this.#rehearsal.steps(host, station)) {
      if (smallest?.actions.includes(seed.action) === true) continue;
      if (seed.next === station && seed.sends === 0) continue;
      const set = new Closure(this.#rehearsal, this, host, around).from(station, seed);
      if (typeof set === 'string') obstacle = later(obstacle, set);
      else if (set.actions.length === 1) return set;
      else if (smallest === null || set.actions.length < smallest.actions.length) smallest = set;
    }
    return smallest ?? obstacle;
  }

  /** Why a step, as it is at one station, may be part of no set; null where it may. */
  objection(host: number, station: number, step: Rehearsed): Obstacle | null {
    if (step.isBroken) return 'order';
    if (step.isFault || step.label >= 0) return 'budgets';
    if (step.needsReach) return 'partitions';
    if (this.#losesMessages && step.sends !== 0) return 'losses';
    const { stations } = this.#rehearsal.world.host(host);
    const isVisible = this.#isVisible(host, stations.stateOf(station), stations.stateOf(step.next));
    return isVisible || step.log !== 0 ? 'visibility' : null;
  }

  /** Whether messages may be lost on their way in, so that their coming in is a step to look at. */
  mindsArrival(envelope: number): boolean {
    return this.#losesMessages || this.#rehearsal.world.envelopes.item(envelope).needsRequest;
  }
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((number, index) => number === other[index]);
}

/** One attempt to close a set. */
class Closure {
  readonly #rehearsal: Rehearsal;
  readonly #sets: ClosedSets;
  readonly #host: number;
  readonly #around: Surroundings;
  readonly #set: number[] = [];
  /** What stands in the way of the present set and could be part of it. */
  #missing = -1;
  #obstacle: Obstacle = 'order';

  constructor(rehearsal: Rehearsal, sets: ClosedSets, host: number, around: Surroundings) {
    this.#rehearsal = rehearsal;
    this.#sets = sets;
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
      const objection = this.#sets.objection(this.#host, station, step);
      if (objection !== null) return this.#refused(objection);
      for (const { envelopes } of this.#rehearsal.sent(step.sends)) {
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
    for (const { envelopes } of this.#rehearsal.sent(sends)) {
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
    const arrived = this.#rehearsal.arrived(this.#host, station, envelope);
    if (this.#sets.mindsArrival(envelope) && !this.#arrivalCommutes(station, own, envelope)) {
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
    const rehearsal = this.#rehearsal;
    const isFree = other.label < 0 && other.log === 0;
    if (isFree && other.next === station && other.sends === 0) return true;
    if (isFree && !other.isFault && other.next === step.next && other.sends === step.sends)
      return true;
    const later = rehearsal.find(this.#host, step.next, other.action);
    if (later === null || later.isBroken || later.log !== other.log) return false;
    const ends = rehearsal.combined(step.sends, later.sends);
    if (later.next === other.next && ends === other.sends) return true;
    const second = rehearsal.find(this.#host, other.next, step.action);
    if (second === null || second.isBroken || second.log !== 0) return false;
    return second.next === later.next && ends === rehearsal.combined(other.sends, second.sends);
  }
}
