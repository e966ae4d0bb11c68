/**
 * Which steps may stay asleep after another one (see `sleep-sets.ts`), decided on the memoised steps of
 * the hosts at which they happen, for the one state in which both are enabled.
 */

import { PairTable } from '../pair-table.ts';
import type { World } from '../world.ts';
import type { ListedStep } from './listing.ts';
import type { Rehearsal, Rehearsed } from './rehearsal.ts';

/** What two orders of steps at one host come to; `absorbed`: the second leaves no trace of the first. */
const [different, same, absorbed] = [0, 1, 2];
const [isLeftAlone, isDisturbed] = [0, 1];

/** Compares orders of steps. */
export class Independence {
  readonly #world: World;
  readonly #rehearsal: Rehearsal;
  /** Listed steps by number as the second world knows them; null where it doesn't. */
  readonly #rehearsed: (Rehearsed | null | undefined)[] = [];
  /** By the numbers of two steps of one station. */
  readonly #atOneHost = new PairTable();
  /** By the number of a step and what is sent before it: whether that makes a difference to it. */
  readonly #disturbances = new PairTable();

  constructor(world: World, rehearsal: Rehearsal) {
    this.#world = world;
    this.#rehearsal = rehearsal;
  }

  /**
   * Whether `other` is still enabled after `step`, and leads from there to where it leads alone, or to
   * where `step` leads after it. Both are enabled in the row.
   */
  outlasts(row: Int32Array, step: ListedStep, other: ListedStep): boolean {
    const { hosts } = this.#world;
    // A partition decides about the steps of all hosts.
    if (step.column === hosts.length || other.column === hosts.length) return false;
    const first = this.#known(step);
    const second = this.#known(other);
    if (first === null || second === null) return false;
    if (step.column !== other.column) {
      if (this.#isDisturbed(other, second, first.sends)) return false;
      if (this.#isDisturbed(step, first, second.sends)) return false;
    } else {
      const orders = this.#orders(step, other);
      if (orders !== same) return orders === absorbed;
    }
    return this.#sharesBudget(row, step, other) && this.#logsCommute(row, step, other);
  }

  #known({ number, column, at, action }: ListedStep): Rehearsed | null {
    const known = this.#rehearsed[number];
    if (known !== undefined) return known;
    const station = this.#rehearsal.station(column, at);
    const steps = this.#rehearsal.met(column, station);
    const found = steps.find((one) => one.action === action && !one.isBroken) ?? null;
    this.#rehearsed[number] = found;
    return found;
  }

  /** Whether what was sent before a step keeps it from being what it is without. */
  #isDisturbed(listed: ListedStep, step: Rehearsed, sends: number): boolean {
    if (sends === 0) return false;
    const known = this.#disturbances.get(listed.number, sends);
    if (known !== -1) return known === isDisturbed;
    const found = this.#disturbs(listed, step, sends);
    this.#disturbances.set(listed.number, sends, found ? isDisturbed : isLeftAlone);
    return found;
  }

  #disturbs({ column, at }: ListedStep, step: Rehearsed, sends: number): boolean {
    let before = this.#rehearsal.station(column, at);
    let after = step.next;
    for (const { host, envelopes } of this.#rehearsal.sent(sends)) {
      if (host !== column) continue;
      for (const envelope of envelopes) {
        before = this.#rehearsal.arrived(column, before, envelope);
        after = this.#rehearsal.arrived(column, after, envelope);
      }
    }
    const later = this.#rehearsal.find(column, before, step.action);
    if (later === null || later.isBroken) return true;
    return later.next !== after || later.sends !== step.sends || later.log !== step.log;
  }

  #orders(step: ListedStep, other: ListedStep): number {
    const known = this.#atOneHost.get(step.number, other.number);
    if (known !== -1) return known;
    const [first, second] = [this.#known(step), this.#known(other)];
    const orders = first && second ? this.#compared(step.column, first, second) : different;
    this.#atOneHost.set(step.number, other.number, orders);
    return orders;
  }

  #compared(host: number, step: Rehearsed, other: Rehearsed): number {
    const rehearsal = this.#rehearsal;
    const later = rehearsal.find(host, step.next, other.action);
    if (later === null || later.isBroken || later.log !== other.log) return different;
    const sends = rehearsal.combined(step.sends, later.sends);
    const leavesNoMark = step.label < 0 && step.log === 0;
    if (leavesNoMark && later.next === other.next && sends === other.sends) return absorbed;
    const second = rehearsal.find(host, other.next, step.action);
    if (second === null || second.isBroken || second.log !== step.log) return different;
    if (second.next !== later.next) return different;
    return rehearsal.combined(other.sends, second.sends) === sends ? same : different;
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
  #logsCommute(row: Int32Array, { effects }: ListedStep, { effects: other }: ListedStep): boolean {
    const [first, second] = [effects?.log ?? 0, other?.log ?? 0];
    if (first === 0 || second === 0) return true;
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
