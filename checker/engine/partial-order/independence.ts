/**
 * Which steps may stay asleep after another one (see `sleep-sets.ts`), decided on the memoised steps of
 * the hosts at which they happen, for the one state in which both are enabled.
 */

import { PairTable } from '../pair-table.ts';
import type { World } from '../world.ts';
import type { ListedStep } from './listing.ts';
import type { Orders } from './orders.ts';
import { absorbed, different, same } from './orders.ts';
import type { PersistentSets } from './persistent-sets.ts';
import type { Rehearsal, Rehearsed } from './rehearsal.ts';

const [isLeftAlone, isDisturbed] = [0, 1];

/** Compares orders of steps. */
export class Independence {
  readonly #world: World;
  readonly #hostCount: number;
  readonly #rehearsal: Rehearsal;
  readonly #orders: Orders;
  /** By the numbers of two steps of one station. */
  readonly #atOneHost = new PairTable();
  /** By what is sent, and the host. */
  readonly #disturbing: (boolean | undefined)[] = [];
  /** By the number of a step and what is sent before it: whether that makes a difference to it. */
  readonly #disturbances = new PairTable();

  constructor(world: World, { rehearsal, orders }: Pick<PersistentSets, 'rehearsal' | 'orders'>) {
    this.#world = world;
    this.#hostCount = world.hosts.length;
    this.#rehearsal = rehearsal;
    this.#orders = orders;
  }

  /**
   * Whether `other` is still enabled after `step`, and leads from there to where it leads alone, or to
   * where `step` leads after it. Both are enabled in the row.
   */
  outlasts(row: Int32Array, step: ListedStep, other: ListedStep): boolean {
    // A partition decides about the steps of all hosts.
    if (step.column === this.#hostCount || other.column === this.#hostCount) return false;
    const first = step.rehearsed === undefined ? this.#rehearse(step) : step.rehearsed;
    const second = other.rehearsed === undefined ? this.#rehearse(other) : other.rehearsed;
    if (first === null || second === null) return false;
    if (step.column !== other.column) {
      if (first.sends !== 0 && this.#isDisturbed(other, second, first.sends)) return false;
      if (second.sends !== 0 && this.#isDisturbed(step, first, second.sends)) return false;
    } else {
      const orders = this.#compared(step, other);
      if (orders !== same) return orders === absorbed;
    }
    if (step.step.kind.label >= 0 && !this.#sharesBudget(row, step, other)) return false;
    const log = step.brought?.log ?? 0;
    const otherLog = other.brought?.log ?? 0;
    return log === 0 || otherLog === 0 || this.#logsCommute(row, log, otherLog);
  }

  #rehearse(listed: ListedStep): Rehearsed | null {
    const { column, at, action } = listed;
    const station = this.#rehearsal.station(column, at);
    const steps = this.#rehearsal.met(column, station);
    const found = steps.find((one) => one.action === action && !one.isBroken) ?? null;
    listed.rehearsed = found;
    return found;
  }

  /** Whether what was sent before a step keeps it from being what it is without. */
  #isDisturbed(listed: ListedStep, step: Rehearsed, sends: number): boolean {
    if (!this.#mayDisturb(sends, listed.column)) return false;
    const known = this.#disturbances.get(listed.number, sends);
    if (known !== -1) return known === isDisturbed;
    const found = this.#disturbs(listed, step, sends);
    this.#disturbances.set(listed.number, sends, found ? isDisturbed : isLeftAlone);
    return found;
  }

  /** Whether something is sent to a host that might make a difference to its steps. */
  #mayDisturb(sends: number, host: number): boolean {
    const at = Math.imul(sends, this.#hostCount) + host;
    const known = this.#disturbing[at];
    if (known !== undefined) return known;
    const found = this.#rehearsal.sendings
      .item(sends)
      .some(
        (one) => one.host === host && !one.envelopes.every((sent) => this.#orders.isLoose(sent)),
      );
    this.#disturbing[at] = found;
    return found;
  }

  #disturbs({ column, at }: ListedStep, step: Rehearsed, sends: number): boolean {
    let before = this.#rehearsal.station(column, at);
    let after = step.next;
    for (const { host, envelopes } of this.#rehearsal.sendings.item(sends)) {
      if (host !== column) continue;
      for (const envelope of envelopes) {
        if (this.#orders.isLoose(envelope)) continue;
        before = this.#rehearsal.arrived(column, before, envelope);
        after = this.#rehearsal.arrived(column, after, envelope);
      }
    }
    const later = this.#rehearsal.find(column, before, step.action);
    if (later === null || later.isBroken) return true;
    return later.next !== after || later.sends !== step.sends || later.log !== step.log;
  }

  #compared(step: ListedStep, other: ListedStep): number {
    const known = this.#atOneHost.get(step.number, other.number);
    if (known !== -1) return known;
    const { rehearsed: first } = step;
    const { rehearsed: second } = other;
    const station = this.#rehearsal.station(step.column, step.at);
    const orders =
      first && second ? this.#orders.of(step.column, station, first, second) : different;
    this.#atOneHost.set(step.number, other.number, orders);
    return orders;
  }

  /** Whether budgets allow both. */
  #sharesBudget(row: Int32Array, { step }: ListedStep, { step: other }: ListedStep): boolean {
    const { label } = step.kind;
    if (label < 0 || label !== other.kind.label) return true;
    const { environments, hosts } = this.#world;
    const spent = environments.spent(row[hosts.length] ?? 0, label);
    return environments.spent(spent, label) >= 0;
  }

  /** Whether monitors don't mind the order. */
  #logsCommute(row: Int32Array, first: number, second: number): boolean {
    const { hosts, monitors } = this.#world;
    return monitors.every((monitor, index) => {
      const fed = (local: number, log: number): number => {
        const known = monitor.knownFed(local, log);
        return known === -1 ? monitor.fed(local, log) : known;
      };
      const local = row[hosts.length + 1 + index] ?? 0;
      return fed(fed(local, first), second) === fed(fed(local, second), first);
    });
  }
}
