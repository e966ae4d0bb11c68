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
import { StationSteps, environmentSteps } from './station-steps.ts';
import type { Effects, Step } from './station-steps.ts';
import type { World } from './world.ts';

/** What the two lowest bits of a step say. */
export const plain = 0;
/** See `plain`. */
export const sending = 1;
/** See `plain`. */
export const logged = 2;
/** See `plain`. */
export const conditional = 3;
/** How far a step's next number is shifted. */
export const nextShift = 3;
/** How many numbers a block has before its first step. */
export const headerLength = 4;

/** The lowest bits of an actor: the column at which the step happens; more columns count as this. */
export const actorColumns = 31;
/** A bit of an actor: whether partition or budgets decide if the step is allowed. */
export const readsEnvironment = 32;
/** A bit of an actor: whether the step uses a budget, or is a partition or a heal. */
export const writesEnvironment = 64;
/** A bit of an actor: whether monitors are told of the step. */
export const feedsMonitors = 128;

/** All blocks of one search. */
export class BlockPool {
  pool = new Int32Array(1 << 12);
  /** At the place of each step, the number of its action. */
  actions = new Int32Array(1 << 12);
  /** At the place of each step, its actor: the column, and what else the step touches. */
  actors = new Uint8Array(1 << 12);
  readonly #world: World;
  readonly #stationSteps: readonly StationSteps[];
  readonly #keepsLoops: boolean;
  readonly #actions: Action[] = [];
  readonly #numbers = new Map<Action, number>();
  readonly #pending = new Map<number, Step>();
  #end = 1;

  /** `keepsLoops`: whether steps that change nothing are listed, or only counted. */
  constructor(world: World, keepsLoops: boolean) {
    this.#world = world;
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

  /** Compiles the block of a station; `host` one beyond the last is the environment. */
  compiled(host: number, station: number): number {
    const steps = this.#stationSteps[host]?.at(station) ?? environmentSteps(this.#world, station);
    const column = Math.min(host, actorColumns);
    const block = this.#end;
    this.#append(0, 0, 0, 0);
    let count = 0;
    let busy = 0;
    let mixed = 0;
    for (const step of steps) {
      const place = this.#end;
      const { isFault, label } = step.kind;
      if (label >= 0 || step.sender >= 0) {
        this.#append((isFault ? 4 : 0) | conditional, 0, label, step.sender);
        this.#register(place, step, column);
        this.#pending.set(place, step);
        mixed = 1;
        continue;
      }
      const effects = this.#effects(step);
      if (effects === null) continue;
      count++;
      if (!isFault) busy = 1;
      const isPlain = effects.sends.length === 0 && effects.log === 0;
      if (isPlain && effects.next === station && !this.#keepsLoops) continue;
      if (!isPlain) mixed = 1;
      this.#encode(effects);
      this.#register(place, step, column);
    }
    this.pool.set([count, busy, this.#end, mixed], block);
    return block;
  }

  #encode({ next, log, sends }: Effects): void {
    const shifted = next << nextShift;
    if (log !== 0) this.#append(shifted | logged, log);
    else this.#append(shifted | (sends.length > 0 ? sending : plain));
    if (log !== 0 || sends.length > 0) this.#appendParcels(sends);
  }

  #appendParcels(sends: Effects['sends']): void {
    this.#append(sends.length);
    for (const { host, parcel } of sends) this.#append(host, parcel);
  }

  /** Works out a conditional step that is allowed for the first time; answers its details. */
  resolved(place: number): number {
    const step = this.#pending.get(place);
    if (step === undefined) throw new Error('a step is worked out twice');
    this.#pending.delete(place);
    const effects = this.#effects(step);
    const details = effects === null ? -1 : this.#end;
    if (effects !== null) {
      this.#append(effects.next, effects.log);
      this.#appendParcels(effects.sends);
      if (effects.log !== 0) this.#mark(place, feedsMonitors);
    }
    this.pool[place + 1] = details;
    return details;
  }

  #register(place: number, { action, kind }: Step, column: number): void {
    this.actions[place] = this.#numberOf(action);
    const code = (this.pool[place] ?? 0) & 3;
    let actor = column;
    if (code === logged) actor |= feedsMonitors;
    if (code === conditional) actor |= readsEnvironment | (kind.label >= 0 ? writesEnvironment : 0);
    if (action.kind === 'partition' || action.kind === 'heal') {
      actor |= readsEnvironment | writesEnvironment;
    }
    this.actors[place] = actor;
  }

  #mark(place: number, bits: number): void {
    this.actors[place] = (this.actors[place] ?? 0) | bits;
  }

  /** An action is one object wherever it is enabled. */
  #numberOf(action: Action): number {
    const known = this.#numbers.get(action);
    if (known !== undefined) return known;
    this.#numbers.set(action, this.#actions.length);
    return this.#actions.push(action) - 1;
  }

  #effects(step: Step): Effects | null {
    const effects = step.effects();
    if (effects === null) return null;
    this.#world.happened.add(step.kind.name);
    for (const name of effects.taken) this.#world.taken.add(name);
    return effects;
  }

  #append(...numbers: readonly number[]): void {
    if (this.#end + numbers.length > this.pool.length) this.#enlarge();
    for (const number of numbers) {
      this.pool[this.#end] = number;
      this.#end++;
    }
  }

  #enlarge(): void {
    const length = this.pool.length * 2;
    this.pool = enlarged(this.pool, length);
    this.actions = enlarged(this.actions, length);
    const actors = new Uint8Array(length);
    actors.set(this.actors);
    this.actors = actors;
  }
}

function enlarged(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
