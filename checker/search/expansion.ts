/**
 * The hot loop: everything that can happen in one state, as packed rows into the store. Integers and
 * typed arrays only; whatever isn't known yet is worked out by the tables behind it, once.
 */

import type { Message } from '../machine/local.ts';
import type { Action } from '../state/action.ts';
import { budgetOf, reaches } from '../system/system.ts';
import type { LoadedModel } from '../system/load.ts';
import type { ChannelColumn, Columns } from './columns.ts';
import { endsRequests, isHandled, menuSize, moveSize, noStep, numberOf } from './host-program.ts';
import { stepFlags, stepHeader, stepLog, stepNext, stepSends, stepUsed } from './host-program.ts';
import type { HostProgram, Shared } from './host-program.ts';
import { Layout } from './layout.ts';
import type { MonitorTable } from './monitor-table.ts';
import type { Properties } from './properties.ts';
import { StateStore } from './state-store.ts';

/** A budget of a label: its column (-1 where nothing is counted) and cap (0 never, -1 no limit). */
interface Allowance {
  readonly column: number;
  readonly cap: number;
}

interface GlobalAction {
  readonly action: number;
  readonly value: number;
  readonly log: number;
}

/** Expands states one by one. */
export class Expansion {
  readonly store: StateStore;
  transitions = 0;
  /** The unpacked row of the state that is expanded. */
  readonly row: Int32Array;
  readonly #next: Int32Array;
  #words: Int32Array;
  readonly #changedColumns: Int32Array;
  readonly #changedValues: Int32Array;
  #changes = 0;
  #state = 0;
  #quiet = true;
  readonly #columns: Columns;
  readonly #programs: readonly HostProgram[];
  readonly #shared: Shared;
  readonly #properties: Properties;
  readonly #monitors: readonly MonitorTable[];
  readonly #deliver: Allowance;
  readonly #drop: Allowance;
  readonly #duplicate: Allowance;
  readonly #partition: Allowance;
  readonly #heal: Allowance;
  readonly #groupings: readonly GlobalAction[];
  readonly #healing: GlobalAction | null;
  /** Per grouping, sender and receiver, 1 where the one reaches the other. */
  readonly #reach: Uint8Array;
  readonly #keeps: boolean;
  readonly #watchesSteps: boolean;
  /** Which fault kinds happened: drop, duplicate, partition; the others are seen by their steps. */
  readonly happened = new Uint8Array(3);

  constructor(
    programs: readonly HostProgram[],
    shared: Shared,
    parts: {
      readonly monitors: readonly MonitorTable[];
      readonly properties: Properties;
    },
  ) {
    const { loaded, columns } = shared;
    this.#programs = programs;
    this.#shared = shared;
    this.#columns = columns;
    this.#monitors = parts.monitors;
    this.#properties = parts.properties;
    this.#watchesSteps = parts.properties.watchesSteps;
    this.row = new Int32Array(columns.width);
    this.#next = new Int32Array(columns.width);
    this.store = new StateStore(new Layout(Array.from({ length: columns.width }, () => 2)));
    this.#words = new Int32Array(this.store.layout.words);
    this.#changedColumns = new Int32Array(columns.width * 2);
    this.#changedValues = new Int32Array(columns.width * 2);
    const allowance = (label: string): Allowance => allowanceOf(loaded, columns, label);
    this.#deliver = allowance('deliver');
    this.#drop = allowance('drop');
    this.#duplicate = allowance('duplicate');
    this.#partition = allowance('partition');
    this.#heal = allowance('heal');
    this.#keeps = loaded.system.unhandled === 'kept';
    const { partitions } = loaded.system;
    this.#groupings = partitions.map((_, grouping) =>
      this.#global({ kind: 'partition', grouping }, grouping + 1, { type: '@partition', grouping }),
    );
    this.#healing =
      partitions.length > 0 ? this.#global({ kind: 'heal' }, 0, { type: '@heal' }) : null;
    this.#reach = reachOf(loaded);
  }

  /** Puts the initial state into the store. */
  begin(): void {
    const { row } = this;
    for (const [index, { first }] of this.#monitors.entries()) {
      row[this.#columns.monitors[index] ?? 0] = first;
    }
    const steps = this.#programs.map((program) => program.bootStep());
    steps.forEach((step, host) => {
      row[host] = this.#shared.pool.data[step + stepNext] ?? 0;
    });
    steps.forEach((step, host) => {
      this.#changes = 0;
      this.#takeStep(host, step);
      this.#shared.pool.data[step + stepUsed] = 1;
      for (let change = 0; change < this.#changes; change++) {
        row[this.#changedColumns[change] ?? 0] = this.#changedValues[change] ?? 0;
      }
    });
    this.#changes = 0;
    this.#next.set(row);
    this.#fit(row);
    this.store.layout.pack(row, this.#words);
    this.store.add(this.#words, -1, -1);
    this.#properties.ofState(0, row);
  }

  #fit(row: Int32Array): void {
    for (let column = 0; column < row.length; column++) {
      const value = row[column] ?? 0;
      if (value > (this.store.layout.greatest[column] ?? 0)) this.#widen(column, value);
    }
  }

  #widen(column: number, value: number): void {
    this.store.widen(column, value);
    this.#words = new Int32Array(this.store.layout.words);
  }

  /** Finds all successors of a state. */
  expand(state: number): void {
    const { store, row } = this;
    store.layout.unpack(store.rows, state * store.layout.words, row);
    this.#state = state;
    this.#quiet = true;
    for (let host = 0; host < this.#programs.length; host++) this.#expandHost(host);
    if (this.#healing !== null) this.#expandGlobal(this.#healing);
    if (this.#quiet) this.#properties.ofQuietState(state, row);
  }

  #expandHost(host: number): void {
    const program = this.#programs[host];
    if (program === undefined) return;
    const state = this.row[host] ?? 0;
    const isUp = program.table.isUp(state);
    const menu = program.menu(state);
    const moves = program.moves(program.combination(this.row));
    if (isUp && moves.length > 0) this.#deliverAll(program, state, moves);
    if (menu.early.length > 0) this.#takeMenu(host, menu.early);
    if (moves.length > 0) {
      if (this.#drop.cap !== 0) this.#loseOrDouble(program, moves, 0);
      if (this.#duplicate.cap !== 0) this.#loseOrDouble(program, moves, 1);
    }
    if (menu.late.length > 0) this.#takeMenu(host, menu.late);
  }

  #deliverAll(program: HostProgram, state: number, moves: Int32Array): void {
    const { row } = this;
    if (!this.#within(this.#deliver)) return;
    const partition = this.#columns.partition === -1 ? 0 : (row[this.#columns.partition] ?? 0);
    const reach = (partition * this.#programs.length + program.index) * this.#programs.length;
    for (let at = 0; at < moves.length; at += moveSize) {
      if (partition !== 0 && this.#reach[reach + (moves[at + 4] ?? 0)] === 0) continue;
      const step = program.delivery(state, moves[at] ?? 0);
      const { data } = this.#shared.pool;
      const channel = program.channels[moves[at + 1] ?? 0];
      if (channel === undefined) continue;
      const handled = ((data[step + stepFlags] ?? 0) & isHandled) !== 0;
      if (!handled && (this.#keeps || (moves[at + 3] ?? 0) === -1)) continue;
      this.#quiet = false;
      this.#changes = 0;
      const after = moves[at + 2] ?? 0;
      if (after !== row[channel.column]) this.#change(channel.column, after);
      if (handled) {
        data[step + stepUsed] = 1;
        this.#takeStep(program.index, step);
      }
      this.#count(this.#deliver);
      this.#arrive(moves[at + 5] ?? 0);
    }
  }

  #takeMenu(host: number, menu: Int32Array): void {
    for (let at = 0; at < menu.length; at += menuSize) {
      const column = menu[at + 3] ?? -1;
      const cap = menu[at + 4] ?? 0;
      if (column !== -1 && (this.row[column] ?? 0) >= cap) continue;
      if (menu[at + 2] === 0) this.#quiet = false;
      const step = menu[at + 1] ?? 0;
      if (step === noStep) throw this.#programs[host]?.faults.get(menu[at] ?? 0);
      this.#shared.pool.data[step + stepUsed] = 1;
      this.#changes = 0;
      this.#takeStep(host, step);
      if (column !== -1) this.#change(column, (this.row[column] ?? 0) + 1);
      this.#arrive(menu[at] ?? 0);
    }
  }

  #loseOrDouble(program: HostProgram, moves: Int32Array, which: 0 | 1): void {
    const allowance = which === 0 ? this.#drop : this.#duplicate;
    if (!this.#within(allowance)) return;
    for (let at = 0; at < moves.length; at += moveSize) {
      if (moves[at + 3] === -1) continue;
      const channel = program.channels[moves[at + 1] ?? 0];
      if (channel === undefined) continue;
      this.#changes = 0;
      this.#change(channel.column, moves[at + 2 + which] ?? 0);
      this.#count(allowance);
      this.happened[which] = 1;
      this.#arrive(moves[at + 6 + which] ?? 0);
    }
  }

  #expandGlobal(healing: GlobalAction): void {
    const { partition } = this.#columns;
    if (this.row[partition] !== 0) {
      if (!this.#within(this.#heal)) return;
      this.#quiet = false;
      this.#takeGlobal(healing, this.#heal);
      return;
    }
    if (!this.#within(this.#partition)) return;
    for (const grouping of this.#groupings) {
      this.happened[2] = 1;
      this.#takeGlobal(grouping, this.#partition);
    }
  }

  #takeGlobal({ action, value, log }: GlobalAction, allowance: Allowance): void {
    this.#changes = 0;
    this.#change(this.#columns.partition, value);
    this.#count(allowance);
    this.#show(log);
    this.#arrive(action);
  }

  /** Notes what a step changes beside its own channel. */
  #takeStep(host: number, step: number): void {
    const { row } = this;
    const { data } = this.#shared.pool;
    const next = data[step + stepNext] ?? 0;
    if (next !== row[host]) this.#change(host, next);
    if (((data[step + stepFlags] ?? 0) & endsRequests) !== 0) this.#purge(host, next);
    const end = step + stepHeader + (data[step + stepSends] ?? 0) * 4;
    for (let at = step + stepHeader; at < end; at += 4) {
      const column = this.#shared.pool.data[at] ?? 0;
      this.#send(column, at);
    }
    const log = this.#shared.pool.data[step + stepLog] ?? 0;
    if (log !== 0) this.#show(log);
  }

  #send(column: number, at: number): void {
    const { data } = this.#shared.pool;
    const receiver = data[at + 1] ?? 0;
    const channel = data[at + 2] ?? 0;
    let fragment = data[at + 3] ?? 0;
    const program = this.#programs[receiver];
    if (program === undefined) return;
    if (fragment < 0) fragment = program.arriving(channel, -fragment, this.row[receiver] ?? 0);
    if (fragment === 0) return;
    const content = this.row[column] ?? 0;
    const sum = (program.channels[channel] as ChannelColumn).table.add(content, fragment);
    if (sum !== content) this.#change(column, sum);
  }

  /** Messages to what has ended vanish from the host's own channels. */
  #purge(host: number, next: number): void {
    const program = this.#programs[host];
    if (program === undefined) return;
    for (let channel = 0; channel < program.channels.length; channel++) {
      const column = program.channels[channel]?.column ?? 0;
      const content = this.#valueOf(column);
      const left = program.purged(channel, content, next);
      if (left !== content) this.#change(column, left);
    }
  }

  #valueOf(column: number): number {
    for (let change = this.#changes - 1; change >= 0; change--) {
      if (this.#changedColumns[change] === column) return this.#changedValues[change] ?? 0;
    }
    return this.row[column] ?? 0;
  }

  #show(log: number): void {
    if (log === 0) return;
    for (let index = 0; index < this.#monitors.length; index++) {
      const column = this.#columns.monitors[index] ?? 0;
      const before = this.#valueOf(column);
      const after =
        this.#monitors[index]?.after(before, log, this.#shared.logs.item(log)) ?? before;
      if (after !== before) this.#change(column, after);
    }
  }

  #within({ column, cap }: Allowance): boolean {
    return column === -1 ? cap !== 0 : (this.row[column] ?? 0) < cap;
  }

  #count({ column }: Allowance): void {
    if (column !== -1) this.#change(column, (this.row[column] ?? 0) + 1);
  }

  #change(column: number, value: number): void {
    this.#changedColumns[this.#changes] = column;
    this.#changedValues[this.#changes] = value;
    this.#changes += 1;
  }

  /** Adds the row with the noted changes to the store. */
  #arrive(action: number): void {
    this.transitions += 1;
    if (this.#changes === 0) {
      if (this.#watchesSteps) this.#properties.ofStep(this.#state, this.row, action, this.row);
      return;
    }
    const { store } = this;
    this.#packNext();
    const added = store.add(this.#words, this.#state, action);
    if (added === -1 && !this.#watchesSteps) return;
    const next = this.#next;
    next.set(this.row);
    for (let change = 0; change < this.#changes; change++) {
      next[this.#changedColumns[change] ?? 0] = this.#changedValues[change] ?? 0;
    }
    if (this.#watchesSteps) this.#properties.ofStep(this.#state, this.row, action, next);
    if (added !== -1) this.#properties.ofState(added, next);
  }

  #packNext(): void {
    for (let change = 0; change < this.#changes; change++) {
      const column = this.#changedColumns[change] ?? 0;
      const value = this.#changedValues[change] ?? 0;
      if (value > (this.store.layout.greatest[column] ?? 0)) this.#widen(column, value);
    }
    const { layout, rows } = this.store;
    const words = this.#words;
    const offset = this.#state * layout.words;
    for (let word = 0; word < layout.words; word++) words[word] = rows[offset + word] ?? 0;
    for (let change = 0; change < this.#changes; change++) {
      const column = this.#changedColumns[change] ?? 0;
      const word = layout.wordOf[column] ?? 0;
      const shift = layout.shiftOf[column] ?? 0;
      const mask = (layout.greatest[column] ?? 0) << shift;
      words[word] = ((words[word] ?? 0) & ~mask) | ((this.#changedValues[change] ?? 0) << shift);
    }
  }

  #global(
    action: Action,
    value: number,
    event: Message & { readonly grouping?: number },
  ): GlobalAction {
    const { logs, actions, loaded } = this.#shared;
    const list = loaded.monitors.length === 0 ? [] : [event];
    const log = logs.number(JSON.stringify(list), () => list);
    return { action: numberOf(actions, action), value, log };
  }
}

function allowanceOf(loaded: LoadedModel, columns: Columns, label: string): Allowance {
  const cap = budgetOf(loaded.system, label);
  if (cap === 'unlimited') return { column: -1, cap: -1 };
  return { column: columns.budgets.get(label) ?? -1, cap };
}

function reachOf(loaded: LoadedModel): Uint8Array {
  const hosts = [...loaded.hosts.keys()];
  const groupings = loaded.system.partitions.length + 1;
  const reach = new Uint8Array(groupings * hosts.length * hosts.length).fill(1);
  for (let grouping = 0; grouping < groupings - 1; grouping++) {
    hosts.forEach((receiver, to) => {
      hosts.forEach((sender, from) => {
        const at = ((grouping + 1) * hosts.length + to) * hosts.length + from;
        reach[at] = reaches(loaded.system, grouping, [sender, receiver]) ? 1 : 0;
      });
    });
  }
  return reach;
}
