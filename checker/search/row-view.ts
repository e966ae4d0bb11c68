/** A view of a row: decodes what a predicate asks for, and notes which columns it read. */

import type { AnyStateMachine } from 'xstate';
import { byText, deepFreeze } from '../json.ts';
import type { Envelope, HostState } from '../state/state.ts';
import { hostViewOf, localView, slotsRunning, disksOf } from '../state/view-of.ts';
import type { DiskView, HostView, LocalView, View } from '../state/view.ts';
import type { LoadedModel } from '../system/load.ts';
import type { ChannelColumn, Columns } from './columns.ts';
import type { Envelopes } from './envelopes.ts';
import type { HostTable } from './host-table.ts';
import type { MonitorTable } from './monitor-table.ts';

/** What a view decodes with. */
export interface Decoder {
  readonly loaded: LoadedModel;
  readonly columns: Columns;
  readonly envelopes: Envelopes;
  readonly hosts: readonly HostTable[];
  readonly monitors: readonly MonitorTable[];
}

/** Decodes parts of rows, each once, so that equal parts are the same object. */
export class Parts {
  readonly #decoder: Decoder;
  readonly #states = new Map<number, HostState>();
  readonly #views = new Map<number, HostView>();
  readonly #disks = new Map<AnyStateMachine, Map<number, readonly DiskView[]>>();
  readonly #flights = new Map<string, readonly Envelope[]>();
  readonly #monitors = new Map<number, LocalView>();

  constructor(decoder: Decoder) {
    this.#decoder = decoder;
  }

  host(index: number, state: number): HostView {
    const key = state * 4096 + index;
    const known = this.#views.get(key);
    if (known !== undefined) return known;
    const id = this.#table(index).host.id;
    const view = memoised(hostViewOf(this.#decoder.loaded, id, this.#state(index, state)));
    this.#views.set(key, view);
    return view;
  }

  disks(machine: AnyStateMachine, index: number, state: number): readonly DiskView[] {
    const byState = this.#disks.get(machine) ?? new Map<number, readonly DiskView[]>();
    this.#disks.set(machine, byState);
    const key = state * 4096 + index;
    const known = byState.get(key);
    if (known !== undefined) return known;
    const { loaded } = this.#decoder;
    const { id } = this.#table(index).host;
    const disks = deepFreeze(disksOf(loaded, id, this.#state(index, state), machine));
    byState.set(key, disks);
    return disks;
  }

  /** The messages to a host, in canonical order, given the contents of its channels. */
  flight(index: number, contents: readonly number[]): readonly Envelope[] {
    const key = `${index}:${contents.join()}`;
    const known = this.#flights.get(key);
    if (known !== undefined) return known;
    const { columns, envelopes } = this.#decoder;
    const channels: readonly ChannelColumn[] = columns.channels[index] ?? [];
    const all = channels
      .flatMap(({ table }, channel) => table.contents.item(contents[channel] ?? 0))
      .map((number) => envelopes.item(number).envelope);
    const flight = deepFreeze(all.toSorted((left, right) => byText(left.from, right.from)));
    this.#flights.set(key, flight);
    return flight;
  }

  monitor(index: number, state: number): LocalView {
    const key = state * 4096 + index;
    const known = this.#monitors.get(key);
    if (known !== undefined) return known;
    const table = this.#decoder.monitors[index];
    if (table === undefined) throw new Error(`no monitor ${index}`);
    const view = localView(table.monitor.property, null, table.memo.local(state));
    this.#monitors.set(key, view);
    return view;
  }

  #state(index: number, state: number): HostState {
    const key = state * 4096 + index;
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    const decoded = deepFreeze(this.#table(index).decode(state));
    this.#states.set(key, decoded);
    return decoded;
  }

  #table(index: number): HostTable {
    const table = this.#decoder.hosts[index];
    if (table === undefined) throw new Error(`no host ${index}`);
    return table;
  }
}

// `each` is asked over and over of the same host state: its answers are kept, per machine.
function memoised(view: HostView): HostView {
  const answers = new Map<AnyStateMachine, readonly LocalView<never>[]>();
  const each = ((machine: AnyStateMachine) => {
    const known = answers.get(machine);
    if (known !== undefined) return known;
    const answer = view.each(machine) as readonly LocalView<never>[];
    answers.set(machine, answer);
    return answer;
  }) as HostView['each'];
  const at = ((machine: AnyStateMachine, key?: string) =>
    each(machine).find((one) => one.key === (key ?? null)) ?? null) as HostView['at'];
  return { ...view, each, at };
}

/** A row that predicates look at through a view; `read` is told every column that they look at. */
export class RowView implements View {
  row: Int32Array;
  read: (column: number) => void;
  readonly hosts: View['hosts'];
  readonly #decoder: Decoder;
  readonly #parts: Parts;
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #running = new Map<AnyStateMachine, readonly number[]>();

  constructor(decoder: Decoder, parts: Parts, read: (column: number) => void) {
    this.#decoder = decoder;
    this.#parts = parts;
    this.read = read;
    this.row = new Int32Array(decoder.columns.width);
    this.hosts = decoder.hosts.map(({ host: { id, client } }) => ({ id, client }));
    this.#indexes = new Map(this.hosts.map(({ id }, index) => [id, index]));
  }

  readonly host = (id: string): HostView => {
    const index = this.#index(id);
    return this.#parts.host(index, this.#value(index));
  };

  readonly isFinal = (id: string): boolean => this.host(id).final;

  readonly each = ((machine: AnyStateMachine) =>
    this.#hostsRunning(machine).flatMap((index) =>
      this.#parts.host(index, this.#value(index)).each(machine),
    )) as View['each'];

  readonly disks = (machine: AnyStateMachine): readonly DiskView[] =>
    this.#hostsRunning(machine).flatMap((index) =>
      this.#parts.disks(machine, index, this.#value(index)),
    );

  readonly inFlight = (to?: string): readonly Envelope[] => {
    if (to !== undefined) return this.#flightTo(this.#index(to));
    return this.hosts.flatMap((_, index) => this.#flightTo(index));
  };

  readonly messages = (type: string): readonly Envelope[] =>
    this.inFlight().filter(({ message }) => message.type === type);

  readonly monitor = ((machine: AnyStateMachine) => {
    const index = this.#decoder.monitors.findIndex(({ monitor }) => monitor.original === machine);
    if (index === -1) throw new Error(`no property is monitored by '${machine.id}'`);
    return this.#parts.monitor(index, this.#value(this.#decoder.columns.monitors[index] ?? -1));
  }) as View['monitor'];

  get partition(): number | null {
    const { partition } = this.#decoder.columns;
    if (partition === -1) return null;
    const value = this.#value(partition);
    return value === 0 ? null : value - 1;
  }

  /** The hosts and messages as plain data, for a message about this row. */
  plain(): unknown {
    this.read = (): void => undefined;
    const states = this.#decoder.hosts.map((table, index) => table.decode(this.#value(index)));
    const hosts = Object.fromEntries(this.hosts.map(({ id }, index) => [id, states[index]]));
    return { hosts, inFlight: this.inFlight(), partition: this.partition };
  }

  #hostsRunning(machine: AnyStateMachine): readonly number[] {
    const known = this.#running.get(machine);
    if (known !== undefined) return known;
    const running = this.#decoder.hosts.flatMap(({ host }, index) =>
      slotsRunning(host, machine).length > 0 ? [index] : [],
    );
    this.#running.set(machine, running);
    return running;
  }

  #flightTo(index: number): readonly Envelope[] {
    const channels = this.#decoder.columns.channels[index] ?? [];
    return this.#parts.flight(
      index,
      channels.map(({ column }) => this.#value(column)),
    );
  }

  #index(id: string): number {
    const index = this.#indexes.get(id);
    if (index === undefined) throw new Error(`the system has no host '${id}'`);
    return index;
  }

  #value(column: number): number {
    this.read(column);
    return this.row[column] ?? 0;
  }
}
