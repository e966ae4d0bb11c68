/**
 * All that is enabled in a row, as single steps, and the row after one of them. Slower than the
 * expander and without its packed rows, for searches that choose among the steps of a state.
 */

import { reaches } from '../../system/system.ts';
import { environmentSteps } from '../environment-steps.ts';
import { StationSteps } from '../station-steps.ts';
import type { Brought, Step } from '../step.types.ts';
import type { World } from '../world.ts';
import type { ActionNumbers } from './action-numbers.ts';
import type { Rehearsed } from './rehearsal.ts';

/** One step of one column as the search met it. */
export interface ListedStep {
  /** Counted up from 0. */
  readonly number: number;
  readonly column: number;
  readonly action: number;
  readonly step: Step;
  /** The number of the station, or environment, that it is a step of. */
  readonly at: number;
  /** What it brings about: undefined until it was first allowed; null where it is no step after all. */
  brought: Brought | null | undefined;
  /** The station, or environment, that it leads to, once it is known what it brings about. */
  next: number;
  /** The same step as it is known in the second world, see `Independence`; undefined until it was asked for. */
  rehearsed: Rehearsed | null | undefined;
}

/** The steps enabled in the row listed last. */
export class Listing {
  readonly steps: ListedStep[] = [];
  /** Whether nothing but faults is enabled. */
  quiet = true;
  readonly #world: World;
  readonly #actions: ActionNumbers;
  readonly #stationSteps: readonly StationSteps[];
  readonly #known: (readonly ListedStep[] | undefined)[][];
  /** The steps that are enabled at a number of a column, where that depends on nothing else. */
  readonly #free: (readonly ListedStep[] | undefined)[][];
  readonly #numbered: ListedStep[] = [];
  /** By the number of an action, the column at which it happens. */
  readonly #columnOf: (number | undefined)[] = [];

  constructor(world: World, actions: ActionNumbers) {
    this.#world = world;
    this.#actions = actions;
    this.#stationSteps = world.hosts.map((_, host) => new StationSteps(world, host));
    this.#known = Array.from({ length: world.hosts.length + 1 }, () => []);
    this.#free = Array.from({ length: world.hosts.length + 1 }, () => []);
  }

  /** Lists what is enabled in a row of numbers, in the order of actions. */
  list(row: Int32Array): void {
    const { steps } = this;
    steps.length = 0;
    this.quiet = true;
    const hosts = this.#world.hosts.length;
    for (let column = 0; column <= hosts; column++) {
      const number = row[column] ?? 0;
      const all = this.#free[column]?.[number] ?? this.#enabled(column, number, row[hosts] ?? 0);
      for (let index = 0; index < all.length; index++) {
        const one = all[index];
        if (one === undefined) continue;
        steps.push(one);
        if (!one.step.kind.isFault) this.quiet = false;
      }
    }
  }

  /** The steps of a column that an environment allows. */
  #enabled(column: number, number: number, environment: number): readonly ListedStep[] {
    const all = this.#at(column, number);
    const enabled = all.filter((one) => this.#isEnabled(one, environment));
    const isFree = all.every(({ step }) => step.kind.label < 0 && step.sender < 0);
    const table = this.#free[column];
    if (isFree && table !== undefined) table[number] = enabled;
    return enabled;
  }

  /** How many steps are enabled in a row. */
  count(row: Int32Array): number {
    const hosts = this.#world.hosts.length;
    let count = 0;
    for (let column = 0; column <= hosts; column++) {
      const number = row[column] ?? 0;
      const all = this.#free[column]?.[number] ?? this.#enabled(column, number, row[hosts] ?? 0);
      count += all.length;
    }
    return count;
  }

  /** The step with a number. */
  numbered(number: number): ListedStep {
    const listed = this.#numbered[number];
    if (listed === undefined) throw new Error(`no step has the number ${number}`);
    return listed;
  }

  /** The step of a row with an action; null where that isn't enabled. */
  find(row: Int32Array, action: number): ListedStep | null {
    const column = this.#columnOf[action];
    if (column !== undefined) return this.#findAt(row, column, action);
    for (let other = 0; other <= this.#world.hosts.length; other++) {
      const found = this.#findAt(row, other, action);
      if (found !== null) return found;
    }
    return null;
  }

  #findAt(row: Int32Array, column: number, action: number): ListedStep | null {
    const all = this.#at(column, row[column] ?? 0);
    for (let index = 0; index < all.length; index++) {
      const one = all[index];
      if (one === undefined || one.action !== action) continue;
      return this.#isEnabled(one, row[this.#world.hosts.length] ?? 0) ? one : null;
    }
    return null;
  }

  /** Writes the row after an enabled step. */
  apply(row: Int32Array, { column, step, brought, next }: ListedStep, into: Int32Array): void {
    into.set(row);
    if (brought === null || brought === undefined) throw new Error('a step was not listed');
    const { hosts, environments } = this.#world;
    into[column] = next;
    if (step.kind.label >= 0) {
      into[hosts.length] = environments.spent(row[hosts.length] ?? 0, step.kind.label);
    }
    const { sends } = brought;
    for (let index = 0; index < sends.length; index++) {
      const { host = 0, parcel = 0 } = sends[index] ?? {};
      const station = into[host] ?? 0;
      into[host] = hosts[host]?.stations.recalledAfter(station, parcel) ?? station;
    }
    if (brought.log !== 0) this.#feed(brought.log, into);
  }

  #feed(log: number, into: Int32Array): void {
    const { hosts, monitors } = this.#world;
    monitors.forEach((monitor, index) => {
      const at = hosts.length + 1 + index;
      const known = monitor.knownFed(into[at] ?? 0, log);
      into[at] = known === -1 ? monitor.fed(into[at] ?? 0, log) : known;
    });
  }

  #at(column: number, number: number): readonly ListedStep[] {
    const known = this.#known[column]?.[number];
    if (known !== undefined) return known;
    const steps = this.#stationSteps[column]?.at(number) ?? environmentSteps(this.#world, number);
    const listed = steps.map((step) => this.#listed(column, number, step));
    const table = this.#known[column];
    if (table !== undefined) table[number] = listed;
    return listed;
  }

  #listed(column: number, at: number, step: Step): ListedStep {
    const action = this.#actions.number(step.action);
    const number = this.#numbered.length;
    const unknown = { brought: undefined, next: 0, rehearsed: undefined };
    const listed = { number, column, action, step, at, ...unknown };
    this.#columnOf[action] = column;
    this.#numbered.push(listed);
    return listed;
  }

  #isEnabled(listed: ListedStep, environment: number): boolean {
    const { step, column } = listed;
    const { environments, hosts, loaded } = this.#world;
    if (step.kind.label >= 0 && environments.spent(environment, step.kind.label) < 0) return false;
    if (step.sender >= 0) {
      const { partition } = environments.item(environment);
      const [from, to] = [hosts[step.sender]?.id ?? '', hosts[column]?.id ?? ''];
      if (!reaches(loaded.system, partition, [from, to])) return false;
    }
    if (listed.brought === undefined) this.#workOut(listed);
    return listed.brought !== null;
  }

  #workOut(listed: ListedStep): void {
    const { step, column, at } = listed;
    const state = this.#world.hosts[column]?.stations.stateOf(at) ?? at;
    const brought = step.brings(state);
    if (brought !== null) listed.next = step.leadsTo(at, brought);
    // Known as a whole or not at all, also where memory ends on the way.
    listed.brought = brought;
  }
}
