/** Everything of a model that was given numbers, and the first row. */

import { asJson, canonical } from '../json.ts';
import type { Chart } from '../machine/chart.ts';
import type { State } from '../state/state.ts';
import type { LoadedModel, LoadedSlot } from '../system/load.ts';
import { Envelopes } from './envelopes.ts';
import { Environments } from './environment.ts';
import { HostMemo } from './host-memo.ts';
import { HostStates } from './host-states.ts';
import type { Sent } from './host-step.ts';
import { MachineMemo } from './machine-memo.ts';
import type { MonitorMemo } from './monitors.ts';
import { Logs, monitorsOf, observedAt } from './monitors.ts';
import { Stations } from './stations.ts';

/** One host with its memos. */
export interface WorldHost {
  readonly id: string;
  readonly memo: HostMemo;
  readonly stations: Stations;
}

/** A list of envelopes to one host, sent in one step. */
export interface Parcel {
  /** The index of the receiving host. */
  readonly host: number;
  readonly parcel: number;
}

/** The numbers behind the rows of one model: columns are hosts, environment, monitors. */
export class World {
  readonly loaded: LoadedModel;
  readonly hosts: readonly WorldHost[];
  readonly envelopes: Envelopes;
  readonly environments: Environments;
  readonly logs = new Logs();
  readonly monitors: readonly MonitorMemo[];
  /** Chart transitions of hosts' machines that some step took, and outcomes of guards, see `MachineStep`. */
  readonly taken = new Set<string>();
  /** Labels of the actions that happened. */
  readonly happened = new Set<string>();
  readonly #memos = new Map<Chart, MachineMemo>();

  constructor(loaded: LoadedModel) {
    this.loaded = loaded;
    this.envelopes = new Envelopes(loaded);
    this.environments = new Environments(loaded.system);
    this.monitors = monitorsOf(loaded, this.logs);
    const memoOf = ({ chart }: LoadedSlot): MachineMemo => {
      const memo = this.#memos.get(chart) ?? new MachineMemo(chart);
      this.#memos.set(chart, memo);
      return memo;
    };
    const losesWhileDown = loaded.system.whileDown === 'lost';
    this.hosts = [...loaded.hosts.values()].map((host) => {
      const states = new HostStates(host, memoOf);
      return {
        id: host.id,
        memo: new HostMemo(loaded, states),
        stations: new Stations(states, this.envelopes, losesWhileDown),
      };
    });
  }

  /** Another world of the same model, with numbers of its own: only what XState answers is known to both. */
  twin(): World {
    const other = new World(this.loaded);
    for (const [chart, memo] of this.#memos) {
      const same = other.#memos.get(chart);
      if (same !== undefined) memo.shareWith(same);
    }
    return other;
  }

  host(index: number): WorldHost {
    const host = this.hosts[index];
    if (host === undefined) throw new Error(`there is no host ${index}`);
    return host;
  }

  /** How many columns a row has. */
  get width(): number {
    return this.hosts.length + 1 + this.monitors.length;
  }

  /** How many numbers each column has so far. */
  sizes(): readonly number[] {
    return [
      ...this.hosts.map(({ stations }) => stations.size),
      this.environments.size,
      ...this.monitors.map(({ size }) => size),
    ];
  }

  /** What a host sends in one step, as a parcel for each receiver. */
  parcels(from: number, sends: readonly Sent[]): readonly Parcel[] {
    const lists = new Map<number, number[]>();
    for (const { to, message } of sends) {
      const receiver = this.hosts.findIndex(({ id }) => id === to.host);
      const list = lists.get(receiver) ?? [];
      list.push(this.envelopes.number({ from: this.host(from).id, to, message }));
      lists.set(receiver, list);
    }
    return [...lists].map(([host, list]) => ({
      host,
      parcel: this.host(host).stations.parcel(list),
    }));
  }

  /** The initial row: all hosts booted in declared order, what they sent on its way (R1). */
  initial(): Int32Array {
    const outcomes = this.hosts.map(({ memo }) => memo.booted(null));
    const row = new Int32Array(this.width);
    outcomes.forEach(({ next, taken }, host) => {
      row[host] = this.host(host).stations.number(next, 0);
      for (const name of taken) this.taken.add(name);
    });
    outcomes.forEach(({ sends }, from) => {
      for (const { host, parcel } of this.parcels(from, sends)) {
        row[host] = this.host(host).stations.after(row[host] ?? 0, parcel);
      }
    });
    const log = this.logs.number(
      outcomes.flatMap(({ observed }, host) => observedAt(this.host(host).id, observed)),
    );
    this.monitors.forEach((monitor, index) => {
      row[this.hosts.length + 1 + index] = monitor.fed(monitor.booted(), log);
    });
    return row;
  }

  /** The plain state that a row stands for. */
  decoded(row: Int32Array): State {
    const at = (column: number): number => row[column] ?? 0;
    const { used, partition } = this.environments.item(at(this.hosts.length));
    return {
      hosts: Object.fromEntries(
        this.hosts.map(({ id, memo, stations }, host) => [
          id,
          memo.states.decoded(stations.stateOf(at(host))),
        ]),
      ),
      inFlight: this.hosts.flatMap(({ stations }, host) =>
        stations.inboxes
          .list(stations.inboxOf(at(host)))
          .map((envelope) => this.envelopes.item(envelope).envelope),
      ),
      monitors: Object.fromEntries(
        this.monitors.map(({ property, memo }, index) => [
          property,
          memo.locals.item(at(this.hosts.length + 1 + index)),
        ]),
      ),
      partition,
      used: Object.fromEntries(
        this.environments.labels.map((label, index) => [label, used[index] ?? 0]),
      ),
    };
  }

  /** A row as text, for error messages. */
  text(row: Int32Array): string {
    return canonical(asJson(this.decoded(row)));
  }
}
