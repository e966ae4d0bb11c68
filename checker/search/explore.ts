/** The search: breadth first through all states of a model, on one core. */

import type { Action } from '../state/action.ts';
import type { LoadedModel, LoadedSlot } from '../system/load.ts';
import type { Chart } from '../machine/chart.ts';
import type { Message } from '../machine/local.ts';
import { deadlock } from '../model/property.ts';
import { columnsOf } from './columns.ts';
import { Envelopes } from './envelopes.ts';
import { Expansion } from './expansion.ts';
import { HostProgram, stepUsed } from './host-program.ts';
import type { Shared } from './host-program.ts';
import { HostTable } from './host-table.ts';
import { Interner } from './interner.ts';
import { MachineMemo } from './machine-memo.ts';
import { MonitorTable } from './monitor-table.ts';
import { Properties } from './properties.ts';
import type { Finding } from './properties.ts';
import type { StateStore } from './state-store.ts';
import { StepPool } from './step-pool.ts';

/** Why a search ended before it had seen everything. */
export type StoppedBy =
  | 'max-states'
  | 'max-depth'
  | 'max-seconds'
  | 'memory'
  | 'violation'
  | 'interrupted';

/** What a search is told beside the model. Absent limits are none. */
export interface ExploreOptions {
  readonly maxStates?: number;
  readonly maxDepth?: number;
  readonly maxSeconds?: number;
  /** Whether to go on after an unexpected violation (R17). */
  readonly keepGoing?: boolean;
  /** The properties whose violation is expected and doesn't end the search. */
  readonly expected?: ReadonlySet<string>;
  /** Called a few times a second. */
  readonly onProgress?: (progress: Progress) => void;
  /** Asked a few times a second; true ends the search with what it knows. */
  readonly stop?: () => boolean;
}

/** How far a search has come. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States found and not yet expanded. */
  readonly queue: number;
  readonly bytes: number;
}

/** What is known of a property. A `sometimes` that was never witnessed is violated without a run. */
export type Verdict =
  | { readonly verdict: 'holds' }
  | { readonly verdict: 'violated'; readonly run: readonly Action[] | null }
  | { readonly verdict: 'unknown' };

/** What a search found (R18). */
export interface Exploration {
  readonly complete: boolean;
  readonly stoppedBy: StoppedBy | null;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly seconds: number;
  /** Bytes of rows, visited set and parents, per state, as they stand after the search. */
  readonly bytesPerState: number;
  /** Every property of the model, and `Deadlock`. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** The chart transitions taken by hosts' machines, as `<machine>: <transition>`. */
  readonly taken: ReadonlySet<string>;
  /** The labels of actions that happened. */
  readonly happened: ReadonlySet<string>;
  /** Host steps that depend on the order of local messages, as `<host>: <event>` (R1). */
  readonly orderDependent: readonly string[];
}

const looksAtClockEvery = 1 << 11;

/** Explores a model breadth first; counts and runs don't depend on anything but the model. */
export function explore(loaded: LoadedModel, options: ExploreOptions = {}): Exploration {
  return new Search(loaded, options).run();
}

class Search {
  readonly #loaded: LoadedModel;
  readonly #options: ExploreOptions;
  readonly #shared: Shared;
  readonly #properties: Properties;
  readonly #expansion: Expansion;
  readonly #began = performance.now();
  #told = this.#began;
  #depth = 0;
  #stoppedBy: StoppedBy | null = null;

  constructor(loaded: LoadedModel, options: ExploreOptions) {
    this.#loaded = loaded;
    this.#options = options;
    const envelopes = new Envelopes(loaded);
    const columns = columnsOf(loaded, envelopes);
    const logs = new Interner<readonly Message[]>();
    logs.number('[]', () => []);
    this.#shared = {
      loaded,
      columns,
      envelopes,
      pool: new StepPool(),
      actions: new Interner<Action>(),
      logs,
      taken: new Map(),
      labelled: new Map(),
      orderDependent: new Set(),
    };
    const memos = new Map<Chart, MachineMemo>();
    const memoOf = (chart: Chart): MachineMemo => {
      const memo = memos.get(chart) ?? new MachineMemo(chart);
      memos.set(chart, memo);
      return memo;
    };
    const hosts = [...loaded.hosts.values()].map(
      (host) => new HostTable(loaded, host, ({ chart }: LoadedSlot) => memoOf(chart)),
    );
    const monitors = loaded.monitors.map((one) => new MonitorTable(one, memoOf(one.chart)));
    const decoder = { loaded, columns, envelopes, hosts, monitors };
    this.#properties = new Properties(decoder, this.#shared.actions, options.expected ?? new Set());
    const programs = hosts.map((table, index) => new HostProgram(index, table, this.#shared));
    this.#expansion = new Expansion(programs, this.#shared, {
      monitors,
      properties: this.#properties,
    });
  }

  run(): Exploration {
    try {
      this.#expansion.begin();
      this.#searchLevels();
    } catch (cause) {
      // Typed arrays that can't grow any more: a limit of this run, not a fault of the model.
      if (!(cause instanceof RangeError)) throw cause;
      this.#stoppedBy = 'memory';
    }
    return this.#conclusion();
  }

  #searchLevels(): void {
    const { store } = this.#expansion;
    let state = 0;
    for (let levelEnd = store.count; state < levelEnd; levelEnd = store.count, this.#depth++) {
      if (this.#depth === (this.#options.maxDepth ?? Infinity)) this.#stoppedBy = 'max-depth';
      if (this.#properties.unexpected && this.#options.keepGoing !== true)
        this.#stoppedBy = 'violation';
      if (this.#stoppedBy !== null) return;
      state = this.#searchLevel(state, levelEnd);
      if (this.#stoppedBy !== null) {
        if (store.count > levelEnd) this.#depth++;
        return;
      }
    }
    this.#depth--;
  }

  #searchLevel(first: number, end: number): number {
    const expansion = this.#expansion;
    const maxStates = this.#options.maxStates ?? Infinity;
    for (let state = first; state < end; state++) {
      expansion.expand(state);
      if (expansion.store.count > maxStates) this.#stoppedBy = 'max-states';
      if (state % looksAtClockEvery === 0) this.#look(state);
      if (this.#stoppedBy !== null) return state;
    }
    return end;
  }

  #look(state: number): void {
    const now = performance.now();
    const { maxSeconds = Infinity, stop, onProgress } = this.#options;
    if (now - this.#began > maxSeconds * 1000) this.#stoppedBy = 'max-seconds';
    if (now - this.#told < 200) return;
    this.#told = now;
    if (stop?.() === true) this.#stoppedBy = 'interrupted';
    const { store, transitions } = this.#expansion;
    const queue = store.count - state;
    onProgress?.({
      states: store.count,
      transitions,
      depth: this.#depth,
      queue,
      bytes: store.bytes(),
    });
  }

  #conclusion(): Exploration {
    const { store, transitions } = this.#expansion;
    const seconds = (performance.now() - this.#began) / 1000;
    store.trim();
    return {
      complete: this.#stoppedBy === null,
      stoppedBy: this.#stoppedBy,
      states: store.count,
      transitions,
      depth: this.#depth,
      seconds,
      bytesPerState: store.bytes() / store.count,
      verdicts: this.#verdicts(store),
      taken: this.#taken(),
      happened: this.#happened(),
      orderDependent: [...this.#shared.orderDependent].toSorted(),
    };
  }

  #verdicts(store: StateStore): ReadonlyMap<string, Verdict> {
    const { properties } = this.#loaded.model;
    const verdictOf = (name: string): Verdict => {
      const finding = this.#properties.findings.get(name);
      const isWitness = properties[name]?.kind === 'sometimes';
      if (finding === undefined) {
        if (this.#stoppedBy !== null) return { verdict: 'unknown' };
        return isWitness ? { verdict: 'violated', run: null } : { verdict: 'holds' };
      }
      return isWitness
        ? { verdict: 'holds' }
        : { verdict: 'violated', run: this.#run(store, finding) };
    };
    return new Map([...Object.keys(properties), deadlock].map((name) => [name, verdictOf(name)]));
  }

  #run(store: StateStore, { state, action }: Finding): readonly Action[] {
    const run = action === null ? [] : [this.#shared.actions.item(action)];
    for (let at = state; (store.parents[at] ?? -1) !== -1; at = store.parents[at] ?? -1) {
      run.push(this.#shared.actions.item(store.actions[at] ?? -1));
    }
    return run.toReversed();
  }

  #taken(): ReadonlySet<string> {
    const { pool, taken } = this.#shared;
    const used = [...taken].filter(([step]) => pool.data[step + stepUsed] === 1);
    return new Set(used.flatMap(([, names]) => names));
  }

  #happened(): ReadonlySet<string> {
    const counted = ['drop', 'duplicate', 'partition'];
    const labels = counted.filter((_, index) => this.#expansion.happened[index] === 1);
    const { pool, labelled } = this.#shared;
    const used = [...labelled].filter(([step]) => pool.data[step + stepUsed] === 1);
    return new Set([...labels, ...used.map(([, label]) => label)]);
  }
}
