/** The states of one monitor, and how logs move it (R11), as numbers. */

import type { Message } from '../machine/local.ts';
import type { LoadedMonitor } from '../system/load.ts';
import { BrokenModel } from '../broken-model.ts';
import type { MachineMemo } from './machine-memo.ts';
import { PairTable } from './pair-table.ts';

/** A monitor's states are its machine's local states. */
export class MonitorTable {
  readonly monitor: LoadedMonitor;
  readonly memo: MachineMemo;
  readonly first: number;
  readonly #moves = new PairTable();
  readonly #violated: boolean[] = [];

  constructor(monitor: LoadedMonitor, memo: MachineMemo) {
    this.monitor = monitor;
    this.memo = memo;
    this.first = memo.boot({}).local;
  }

  /** The state after a log, given by number and entries. */
  after(state: number, log: number, entries: readonly Message[]): number {
    const known = this.#moves.get(state, log);
    if (known !== -1) return known;
    const next = entries.reduce((local, event) => this.#shown(local, event), state);
    this.#moves.set(state, log, next);
    return next;
  }

  /** Whether a state is tagged `violated`. */
  isViolated(state: number): boolean {
    const known = this.#violated[state];
    if (known !== undefined) return known;
    const { value, context } = this.memo.local(state);
    const { machine } = this.monitor.chart;
    const violated = machine.resolveState({ value, context }).hasTag('violated');
    this.#violated[state] = violated;
    return violated;
  }

  #shown(local: number, event: Message): number {
    if (this.memo.local(local).final) return local;
    const step = this.memo.react(local, event);
    if (step.effects.length === 0) return step.local;
    throw new BrokenModel('a monitor emits, but monitors only watch: remove the emit', {
      machine: this.monitor.chart.machine.id,
      property: this.monitor.property,
    });
  }
}
