/**
 * All that is enabled in a row, as single steps, and the row after one of them. Slower than the
 * expander and without its packed rows, for searches that choose among the steps of a state.
 */

import { reaches } from '../../system/system.ts';
import type { Effects, Step } from '../station-steps.ts';
import { environmentSteps, StationSteps } from '../station-steps.ts';
import type { World } from '../world.ts';
import type { ActionNumbers } from './action-numbers.ts';

/** One step of one column as the search met it. */
export interface ListedStep {
  /** Counted up from 0. */
  readonly number: number;
  readonly column: number;
  readonly action: number;
  readonly step: Step;
  /** The number of the station, or environment, that it is a step of. */
  readonly at: number;
  /** Undefined until it was first allowed; null where it is no step after all. */
  effects: Effects | null | undefined;
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
  #count = 0;

  constructor(world: World, actions: ActionNumbers) {
    this.#world = world;
    this.#actions = actions;
    this.#stationSteps = world.hosts.map((_, host) => new StationSteps(world, host));
    this.#known = Array.from({ length: world.hosts.length + 1 }, () => []);
  }

  /** Lists what is enabled in a row of numbers, in the order of actions. */
  list(row: Int32Array): void {
    const { steps } = this;
    steps.length = 0;
    this.quiet = true;
    const environment = row[this.#world.hosts.length] ?? 0;
    for (let column = 0; column <= this.#world.hosts.length; column++) {
      const all = this.#at(column, row[column] ?? 0);
      for (let index = 0; index < all.length; index++) {
        const one = all[index];
        if (one === undefined || !this.#isEnabled(one, environment)) continue;
        steps.push(one);
        if (!one.step.kind.isFault) this.quiet = false;
      }
    }
  }

  /** Writes the row after an enabled step. */
  apply(row: Int32Array, { column, step, effects }: ListedStep, into: Int32Array): void {
    into.set(row);
    if (effects === null || effects === undefined) throw new Error('a step was not listed');
    const { hosts, environments, monitors } = this.#world;
    into[column] = effects.next;
    if (step.kind.label >= 0) {
      into[hosts.length] = environments.spent(row[hosts.length] ?? 0, step.kind.label);
    }
    for (const { host, parcel } of effects.sends) {
      const stations = hosts[host]?.stations;
      const station = into[host] ?? 0;
      if (stations === undefined) continue;
      into[host] = stations.recalledAfter(station, parcel);
    }
    if (effects.log === 0) return;
    monitors.forEach((monitor, index) => {
      const at = hosts.length + 1 + index;
      const known = monitor.knownFed(into[at] ?? 0, effects.log);
      into[at] = known === -1 ? monitor.fed(into[at] ?? 0, effects.log) : known;
    });
  }

  #at(column: number, number: number): readonly ListedStep[] {
    const known = this.#known[column]?.[number];
    if (known !== undefined) return known;
    const steps = this.#stationSteps[column]?.at(number) ?? environmentSteps(this.#world, number);
    const listed = steps.map(
      (step): ListedStep => ({
        number: this.#count++,
        column,
        action: this.#actions.number(step.action),
        step,
        at: number,
        effects: undefined,
      }),
    );
    const table = this.#known[column];
    if (table !== undefined) table[number] = listed;
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
    if (listed.effects === undefined) listed.effects = this.#worked(listed);
    return listed.effects !== null;
  }

  #worked({ step, at }: ListedStep): Effects | null {
    const effects = step.effects(at);
    if (effects === null) return null;
    this.#world.happened.add(step.kind.name);
    for (const name of effects.taken) this.#world.taken.add(name);
    return effects;
  }
}
