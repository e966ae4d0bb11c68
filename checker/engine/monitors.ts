/** Monitors as numbers: how a log moves each of them (R11). */

import { BrokenModel } from '../broken-model.ts';
import { canonical } from '../json.ts';
import type { Message } from '../machine/local.ts';
import { messageJson } from '../state/action.ts';
import type { LoadedModel, LoadedMonitor } from '../system/load.ts';
import { shown } from '../watch/present-call.ts';
import { Interner } from './interner.ts';
import type { MachineStep } from './machine-memo.ts';
import { MachineMemo } from './machine-memo.ts';
import { PairTable } from './pair-table.ts';

/** The events that one step feeds to the monitors; log 0 is empty. */
export class Logs {
  readonly #seen = new Interner<readonly Message[]>();

  constructor() {
    this.number([]);
  }

  /** How many logs there are so far. */
  get size(): number {
    return this.#seen.size;
  }

  number(events: readonly Message[]): number {
    return this.#seen.number(canonical(events.map(messageJson)), () => events);
  }

  item(log: number): readonly Message[] {
    return this.#seen.item(log);
  }
}

/** What a host observed, as monitors see it. */
export function observedAt(host: string, events: readonly Message[]): readonly Message[] {
  return events.map((event): Message & { readonly host: string; readonly event: Message } => ({
    type: 'observed',
    host,
    event,
  }));
}

/** One monitor: its local states, and which of them violate its property. */
export class MonitorMemo {
  readonly property: string;
  readonly memo: MachineMemo;
  /** Told of each step that is computed: the local state before, the log, the one after. */
  watch: ((before: number, log: number, after: number) => void) | null = null;
  readonly #monitor: LoadedMonitor;
  readonly #logs: Logs;
  readonly #fed = new PairTable();
  readonly #violated: (boolean | undefined)[] = [];

  constructor(monitor: LoadedMonitor, logs: Logs) {
    this.property = monitor.property;
    this.#monitor = monitor;
    this.memo = new MachineMemo(monitor.chart, false);
    this.#logs = logs;
  }

  get size(): number {
    return this.memo.locals.size;
  }

  /** The local state before anything was observed. */
  booted(): number {
    return this.#noted(this.memo.boot({}));
  }

  /** The local state after a log, if that is known; -1 otherwise. */
  knownFed(local: number, log: number): number {
    return this.#fed.get(log, local);
  }

  /** The local state after a log. */
  fed(local: number, log: number): number {
    let at = local;
    for (const event of this.#logs.item(log)) {
      // What it saw stands, though the same step should show it more.
      if (this.memo.locals.item(at).final || this.isViolated(at)) break;
      const step = this.#shown(at, event);
      // As with hosts: not even an eventless transition that reads the event makes a step of it.
      if (step.handled) at = this.#noted(step);
    }
    this.#fed.set(log, local, at);
    this.watch?.(local, log, at);
    return at;
  }

  #shown(local: number, event: Message): MachineStep {
    try {
      return shown(
        () => `the property '${this.property}'`,
        () => this.memo.react(local, event),
      );
    } catch (cause) {
      if (!(cause instanceof BrokenModel)) throw cause;
      throw cause.at({ property: this.property, seen: canonical(messageJson(event)) });
    }
  }

  /** Whether a local state carries the tag `violated`. */
  isViolated(local: number): boolean {
    const known = this.#violated[local];
    if (known !== undefined) return known;
    const { value, context } = this.memo.locals.item(local);
    const { machine } = this.#monitor.chart;
    const isTagged = machine.resolveState({ value, context }).hasTag('violated');
    this.#violated[local] = isTagged;
    return isTagged;
  }

  #noted(step: MachineStep): number {
    if (step.effects.length > 0) {
      throw new BrokenModel(
        'a monitor emits something, but monitors only watch: let its state tell what it saw',
        { machine: this.memo.chart.machine.id, property: this.property },
      );
    }
    return step.local;
  }
}

/** The monitors of a model, in the order of its properties. */
export function monitorsOf(loaded: LoadedModel, logs: Logs): readonly MonitorMemo[] {
  return loaded.monitors.map((monitor) => new MonitorMemo(monitor, logs));
}
