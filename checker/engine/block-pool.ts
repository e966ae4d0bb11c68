/**
 * The steps of stations as integers in one pool, which is all that the search reads of them. A block
 * is what can happen at one station (or in one environment):
 *
 *     [unconditional steps, whether one of them is no fault, end, whether some are not plain, step, …]
 *
 * A step begins with a number whose two lowest bits say what follows:
 *
 *     plain        next << 3
 *     sending      next << 3, count, (host, parcel) × count
 *     logged       next << 3, log, count, (host, parcel) × count
 *     conditional  fault << 2, details, label, sender
 *
 * The details of a conditional step are worked out when it first is allowed: 0 until then, -1 if it is
 * no step, else where they stand: next, log, count, (host, parcel) × count.
 */

import type { Action } from '../state/action.ts';
import {
  actorColumns,
  conditional,
  faulty,
  feedsMonitors,
  headerLength,
  logged,
  nextShift,
  plain,
  readsEnvironment,
  sending,
  writesEnvironment,
} from './kernel/codes.ts';
import { actors, pool } from './kernel/fields.ts';
import type { LinearMemory } from './kernel/linear-memory.ts';
import { environmentSteps } from './environment-steps.ts';
import { StationSteps } from './station-steps.ts';
import type { Brought, Step } from './step.types.ts';
import type { World } from './world.ts';

const firstCapacity = 1 << 12;
/** How many numbers a conditional step has. */
const conditionalLength = 4;

/** A conditional step that wasn't allowed yet, and the station and state of the host that it is a step of. */
interface Pending {
  readonly step: Step;
  readonly station: number;
  readonly state: number;
}

/** All blocks of one search. */
export class BlockPool {
  /** At the place of each step, the number of its action. */
  readonly actions: number[] = [];
  readonly #memory: LinearMemory;
  /** Where the pool and the actors begin in the memory's `ints` and `bytes`. */
  #pool = 0;
  #actors = 0;
  #capacity = firstCapacity;
  readonly #world: World;
  readonly #stationSteps: readonly StationSteps[];
  readonly #keepsLoops: boolean;
  readonly #actions: Action[] = [];
  readonly #numbers = new Map<Action, number>();
  readonly #pending = new Map<number, Pending>();
  #end = 1;

  /** `keepsLoops`: whether steps that change nothing are listed, or only counted. */
  constructor(world: World, memory: LinearMemory, keepsLoops: boolean) {
    this.#world = world;
    this.#memory = memory;
    this.#settle(memory.reserve(firstCapacity * 4), memory.reserve(firstCapacity));
    this.#stationSteps = world.hosts.map((_, host) => new StationSteps(world, host));
    this.#keepsLoops = keepsLoops;
  }

  /** The action of the step that begins at a place. */
  action(place: number): Action {
    return this.actionNumbered(this.actions[place] ?? 0);
  }

  actionNumbered(number: number): Action {
    const action = this.#actions[number];
    if (action === undefined) throw new Error(`no action has the number ${number}`);
    return action;
  }

  /**
   * Compiles the block of a station; `host` one beyond the last is the environment. Answers where it
   * stands, and how many steps it has at the most.
   */
  compiled(host: number, station: number): { readonly block: number; readonly count: number } {
    const steps = this.#stationSteps[host]?.at(station) ?? environmentSteps(this.#world, station);
    const state = this.#world.hosts[host]?.stations.stateOf(station) ?? station;
    const column = Math.min(host, actorColumns);
    const block = this.#end;
    this.#reserve(headerLength);
    this.#end += headerLength;
    let count = 0;
    let busy = 0;
    let mixed = 0;
    for (const step of steps) {
      const { isFault, label } = step.kind;
      if (label >= 0 || step.sender >= 0) {
        const place = this.#putConditional(step);
        this.#register(place, step, column);
        this.#pending.set(place, { step, station, state });
        mixed = 1;
        continue;
      }
      const brought = step.brings(state);
      if (brought === null) continue;
      const next = step.leadsTo(station, brought);
      count++;
      if (!isFault) busy = 1;
      const isPlain = brought.sends.length === 0 && brought.log === 0;
      if (isPlain && next === station && !this.#keepsLoops) continue;
      if (!isPlain) mixed = 1;
      const place = this.#end;
      this.#encode(next, brought);
      this.#register(place, step, column);
    }
    const { ints } = this.#memory;
    const header = this.#pool + block;
    ints[header] = count;
    ints[header + 1] = busy;
    ints[header + 2] = this.#end;
    ints[header + 3] = mixed;
    return { block, count: steps.length };
  }

  #putConditional({ kind: { isFault, label }, sender }: Step): number {
    const place = this.#end;
    this.#reserve(conditionalLength);
    this.#put((isFault ? faulty : 0) | conditional);
    this.#put(0);
    this.#put(label);
    this.#put(sender);
    return place;
  }

  #encode(next: number, { log, sends }: Brought): void {
    const shifted = next << nextShift;
    this.#reserve(longest(sends));
    if (log !== 0) {
      this.#put(shifted | logged);
      this.#put(log);
    } else this.#put(shifted | (sends.length > 0 ? sending : plain));
    if (log !== 0 || sends.length > 0) this.#putParcels(sends);
  }

  #putParcels(sends: Brought['sends']): void {
    this.#put(sends.length);
    for (const { host, parcel } of sends) {
      this.#put(host);
      this.#put(parcel);
    }
  }

  /** The number that stands at a place. */
  at(place: number): number {
    return this.#memory.ints[this.#pool + place] ?? 0;
  }

  /** Works out a conditional step that is allowed for the first time; false where that was done. */
  resolve(place: number): boolean {
    const pending = this.#pending.get(place);
    if (pending === undefined) return false;
    this.#pending.delete(place);
    const { step, station, state } = pending;
    const brought = step.brings(state);
    const details = brought === null ? -1 : this.#end;
    if (brought !== null) {
      this.#reserve(longest(brought.sends));
      this.#put(step.leadsTo(station, brought));
      this.#put(brought.log);
      this.#putParcels(brought.sends);
      if (brought.log !== 0) this.#mark(place, feedsMonitors);
    }
    this.#memory.ints[this.#pool + place + 1] = details;
    return true;
  }

  #register(place: number, { action, kind }: Step, column: number): void {
    this.actions[place] = this.#numberOf(action);
    const code = this.at(place) & 3;
    let actor = column;
    if (code === logged) actor |= feedsMonitors;
    if (code === conditional) actor |= readsEnvironment | (kind.label >= 0 ? writesEnvironment : 0);
    if (action.kind === 'partition' || action.kind === 'heal') {
      actor |= readsEnvironment | writesEnvironment;
    }
    this.#memory.bytes[this.#actors + place] = actor;
  }

  #mark(place: number, bits: number): void {
    const at = this.#actors + place;
    this.#memory.bytes[at] = (this.#memory.bytes[at] ?? 0) | bits;
  }

  /** An action is one object wherever it is enabled. */
  #numberOf(action: Action): number {
    const known = this.#numbers.get(action);
    if (known !== undefined) return known;
    this.#numbers.set(action, this.#actions.length);
    return this.#actions.push(action) - 1;
  }

  /** Makes room for so many numbers more. */
  #reserve(length: number): void {
    while (this.#end + length > this.#capacity) this.#enlarge();
  }

  /** Puts a number at the end; there must be room. */
  #put(number: number): void {
    this.#memory.ints[this.#pool + this.#end] = number;
    this.#end++;
  }

  #enlarge(): void {
    const capacity = this.#capacity;
    const memory = this.#memory;
    this.#capacity = capacity * 2;
    this.#settle(
      memory.resized(this.#pool * 4, capacity * 4, capacity * 8),
      memory.resized(this.#actors, capacity, capacity * 2),
    );
  }

  #settle(poolAddress: number, actorsAddress: number): void {
    this.#pool = poolAddress >> 2;
    this.#actors = actorsAddress;
    this.#memory.set(pool, poolAddress);
    this.#memory.set(actors, actorsAddress);
  }
}

/** How many numbers the effects of a step have at the most: where it leads, a log, and its parcels. */
function longest(sends: Brought['sends']): number {
  return 3 + sends.length * 2;
}
