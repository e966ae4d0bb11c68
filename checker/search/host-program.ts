/**
 * What one host can do, written out as integers for the search: per state its timers, inputs and
 * faults, per state and message its delivery, per content of its channels what may move next. Every
 * part is worked out when it is first needed and then only read.
 */

import { BrokenModel } from '../broken-model.ts';
import { canonical, byText } from '../json.ts';
import type { Json } from '../json.ts';
import type { Message } from '../machine/local.ts';
import { actionText, byAction, labelOf, messageJson } from '../state/action.ts';
import type { Action } from '../state/action.ts';
import type { Envelope } from '../state/state.ts';
import { hostViewOf } from '../state/view-of.ts';
import { resolve } from '../system/load.ts';
import type { LoadedModel } from '../system/load.ts';
import { budgetOf } from '../system/system.ts';
import type { ChannelColumn, Columns } from './columns.ts';
import type { Envelopes } from './envelopes.ts';
import type { HostOutcome, HostTable, LocalOrder } from './host-table.ts';
import { Interner } from './interner.ts';
import { PairTable } from './pair-table.ts';
import type { StepPool } from './step-pool.ts';

/** What all hosts of a model share. */
export interface Shared {
  readonly loaded: LoadedModel;
  readonly columns: Columns;
  readonly envelopes: Envelopes;
  readonly pool: StepPool;
  readonly actions: Interner<Action>;
  /** Logs as monitors are shown them; number 0 is the empty one. */
  readonly logs: Interner<readonly Message[]>;
  /** Transitions taken in each step, by the step's offset. */
  readonly taken: Map<number, readonly string[]>;
  /** The label of each step that isn't a delivery, by the step's offset. */
  readonly labelled: Map<number, string>;
  readonly orderDependent: Set<string>;
}

/** A step's record: where its fields stand. */
export const stepNext = 0;
export const stepFlags = 1;
export const stepLog = 2;
export const stepUsed = 3;
export const stepSends = 4;
export const stepHeader = 5;

/** Flags of a step. */
export const isHandled = 1;
export const endsRequests = 2;

/** The longest record of a menu or of a list of moves. */
export const menuSize = 5;
export const moveSize = 8;

/** Steps that only the host itself takes: timers, inputs, restart, crash, amnesia. */
export interface Menu {
  /** Before drops and duplicates in the order of actions: timers, inputs, restart. */
  readonly early: Int32Array;
  /** After them: crash, amnesia. */
  readonly late: Int32Array;
}

/** The step of an action that breaks the model. */
export const noStep = -1;

const never = -2;

/** The program of one host. */
export class HostProgram {
  readonly index: number;
  readonly table: HostTable;
  readonly channels: readonly ChannelColumn[];
  /** What breaks the model where an action is taken whose step is `noStep`. */
  readonly faults = new Map<number, BrokenModel>();
  readonly #shared: Shared;
  readonly #deliveries = new PairTable();
  readonly #menus: Menu[] = [];
  readonly #combined: PairTable[];
  readonly #combinations = new Interner<readonly number[]>();
  readonly #moves: Int32Array[] = [];
  readonly #purged: PairTable[];
  readonly #late: PairTable[];

  constructor(index: number, table: HostTable, shared: Shared) {
    this.index = index;
    this.table = table;
    this.#shared = shared;
    this.channels = shared.columns.channels[index] ?? [];
    this.#combined = this.channels.map(() => new PairTable());
    this.#purged = this.channels.map(() => new PairTable());
    this.#late = this.channels.map(() => new PairTable());
  }

  /** The offset of the step that a delivery is. */
  delivery(state: number, envelope: number): number {
    const known = this.#deliveries.get(state, envelope);
    return known === -1 ? this.#deliver(state, envelope) : known;
  }

  #deliver(state: number, envelope: number): number {
    const { to, message } = this.#shared.envelopes.item(envelope).envelope;
    const step = this.#twice(
      (order) => this.table.deliver(state, to, message, order),
      message.type,
    );
    this.#deliveries.set(state, envelope, step);
    return step;
  }

  /** The menu of a state: records `[action, step or -1, next state, budget column or -1, cap]`. */
  menu(state: number): Menu {
    const known = this.#menus[state];
    if (known !== undefined) return known;
    const menu = this.table.isUp(state) ? this.#upMenu(state) : this.#downMenu(state);
    this.#menus[state] = menu;
    return menu;
  }

  /**
   * What may move on the host's channels, in the order of actions: records `[envelope, channel,
   * content after taking, after duplicating or -1, sending host, deliver, drop, duplicate action]`.
   */
  moves(combination: number): Int32Array {
    return this.#moves[combination] ?? this.#listMoves(combination);
  }

  /** One number for the contents of all the host's channels. */
  combination(row: Int32Array): number {
    const first = this.channels[0];
    if (this.channels.length === 1 && first !== undefined) {
      const content = row[first.column] ?? 0;
      if (this.#moves[content] === undefined) this.#listMoves(content);
      return content;
    }
    let combined = 0;
    for (let channel = 0; channel < this.channels.length; channel++) {
      const content = row[this.channels[channel]?.column ?? 0] ?? 0;
      const known = this.#combined[channel]?.get(combined, content) ?? -1;
      if (known === -1) return this.#combine(row);
      combined = known;
    }
    return combined;
  }

  #combine(row: Int32Array): number {
    let combined = 0;
    const contents: number[] = [];
    this.channels.forEach(({ column }, channel) => {
      const content = row[column] ?? 0;
      contents.push(content);
      const number = this.#combinations.number(contents.join(), () => [...contents]);
      this.#combined[channel]?.set(combined, content, number);
      combined = number;
    });
    return combined;
  }

  #contentsOf(combination: number): readonly number[] {
    return this.channels.length === 1 ? [combination] : this.#combinations.item(combination);
  }

  #listMoves(combination: number): Int32Array {
    const { envelopes, actions } = this.#shared;
    const contents = this.#contentsOf(combination);
    const moves = this.channels
      .flatMap(({ table }, channel) =>
        table.moves(contents[channel] ?? 0).map((move) => ({ ...move, channel })),
      )
      .map((move) => ({ ...move, known: envelopes.item(move.envelope) }))
      .toSorted((left, right) => byText(left.known.text, right.known.text));
    const list = moves.flatMap(({ envelope, channel, afterTaking, afterDuplicating, known }) => {
      const number = (kind: 'deliver' | 'drop' | 'duplicate'): number =>
        numberOf(actions, { kind, ...known.envelope });
      const faults = afterDuplicating === -1 ? [-1, -1] : [number('drop'), number('duplicate')];
      return [
        envelope,
        channel,
        afterTaking,
        afterDuplicating,
        known.from,
        number('deliver'),
        ...faults,
      ];
    });
    const written = Int32Array.from(list);
    this.#moves[combination] = written;
    return written;
  }

  /** A channel's content when messages to what isn't alive in a state have vanished. */
  purged(channel: number, content: number, state: number): number {
    const table = this.#purged[channel];
    const known = table?.get(content, state) ?? -1;
    if (known !== -1) return known;
    const column = this.channels[channel];
    if (column === undefined) return content;
    const left = column.table.without(content, (envelope) => this.#vanishes(envelope, state));
    table?.set(content, state, left);
    return left;
  }

  /** A fragment sent to this host when what vanishes in a state is taken out; 0 where all does. */
  arriving(channel: number, fragment: number, state: number): number {
    const memo = this.#late[channel];
    const known = memo?.get(fragment, state) ?? -1;
    if (known !== -1) return known;
    const table = this.channels[channel]?.table;
    if (table === undefined) return fragment;
    const list = table.fragments.item(fragment).filter((one) => !this.#vanishes(one, state));
    const left = table.fragment(list);
    memo?.set(fragment, state, left);
    return left;
  }

  #vanishes(envelope: number, state: number): boolean {
    const { mayBeLate, envelope: message } = this.#shared.envelopes.item(envelope);
    if (!this.table.isUp(state) && this.#shared.loaded.system.whileDown === 'lost') return true;
    return mayBeLate && !this.table.holds(state, message.to);
  }

  #upMenu(state: number): Menu {
    const { loaded } = this.#shared;
    const id = this.table.host.id;
    const timers = this.table.timers(state).map(({ at, timer }) => {
      const named = loaded.hosts.get(at.host)?.slots.get(at.machine)?.chart.timers.get(timer);
      const action: Action = {
        kind: 'timer',
        at,
        delay: named?.delay ?? '',
        state: named?.state ?? '',
      };
      return { action, run: (order: LocalOrder) => this.table.fire(state, at, timer, order) };
    });
    const view = hostViewOf(loaded, id, this.table.decode(state));
    const inputs = distinct(loaded.system.inputs(id, view)).map((event) => {
      const action: Action = { kind: 'input', host: id, event };
      const to = resolve(loaded, id, event);
      return { action, run: (order: LocalOrder) => this.table.deliver(state, to, event, order) };
    });
    const inOrder = byAction([...loaded.hosts.keys()]);
    const early = [...timers, ...inputs]
      .filter(({ action }) => this.#isAllowed(action))
      .toSorted((left, right) => inOrder(left.action, right.action))
      .flatMap(({ action, run }) => this.#handledEntry(action, run));
    const crash: Action = { kind: 'crash', host: id };
    const crashes = loaded.system.crashable.includes(id) && this.#isAllowed(crash);
    const late = crashes
      ? this.#entry(crash, this.#record(this.#crashed(state), [{ type: '@crash', host: id }]))
      : [];
    return { early: Int32Array.from(early), late: Int32Array.from(late) };
  }

  #crashed(state: number): HostOutcome {
    const next = this.table.crash(state);
    return { next, sends: [], log: [], taken: [], handled: true, ended: true };
  }

  #downMenu(state: number): Menu {
    const host = this.table.host.id;
    const back = (kind: 'restart' | 'amnesia', disks: number | null): readonly number[] => {
      const action: Action = { kind, host };
      if (!this.#isAllowed(action)) return [];
      const run = (order: LocalOrder): HostOutcome => this.table.boot(disks, order);
      return this.#entry(action, this.#twice(run, kind, [{ type: `@${kind}`, host }]));
    };
    return {
      early: Int32Array.from(back('restart', state)),
      late: Int32Array.from(back('amnesia', null)),
    };
  }

  #isAllowed(action: Action): boolean {
    return budgetOf(this.#shared.loaded.system, labelOf(action)) !== 0;
  }

  #handledEntry(action: Action, run: (order: LocalOrder) => HostOutcome): readonly number[] {
    try {
      const step = this.#twice(run, action.kind);
      const handled = ((this.#shared.pool.data[step + stepFlags] ?? 0) & isHandled) !== 0;
      return handled ? this.#entry(action, step) : [];
    } catch (cause) {
      // It is the model's fault only if a state is reached whose budgets allow the action.
      if (!(cause instanceof BrokenModel)) throw cause;
      this.faults.set(numberOf(this.#shared.actions, action), cause);
      return this.#entry(action, noStep);
    }
  }

  #entry(action: Action, step: number): readonly number[] {
    const { columns, loaded, actions, labelled } = this.#shared;
    const label = labelOf(action);
    labelled.set(step, label);
    const cap = budgetOf(loaded.system, label);
    const fault = faultOf(loaded, action) ? 1 : 0;
    const column = columns.budgets.get(label) ?? -1;
    return [numberOf(actions, action), step, fault, column, cap === 'unlimited' ? never : cap];
  }

  /** The number of a step, after a look whether it depends on the order of local messages (R1). */
  #twice(
    run: (order: LocalOrder) => HostOutcome,
    what: string,
    befell: readonly Record<string, Json>[] = [],
  ): number {
    const outcome = run('oldest-first');
    if (!isSameInReverse(outcome, run)) {
      this.#shared.orderDependent.add(`${this.table.host.id}: ${what}`);
    }
    return this.#record(outcome, befell);
  }

  #record(outcome: HostOutcome, befell: readonly Record<string, Json>[]): number {
    const { pool, logs, loaded, taken } = this.#shared;
    const host = this.table.host.id;
    const observed = outcome.log.map((event) => ({
      type: 'observed',
      host,
      event: messageJson(event),
    }));
    const log = loaded.monitors.length === 0 ? [] : [...befell, ...observed];
    const flags = (outcome.handled ? isHandled : 0) | (outcome.ended ? endsRequests : 0);
    const sends = this.#sends(outcome);
    const number = logs.number(canonical(log), () => log as readonly (Message & Json)[]);
    const offset = pool.add([outcome.next, flags, number, 0, sends.length / 4, ...sends]);
    taken.set(offset, outcome.taken);
    return offset;
  }

  /** Per channel that is sent on: `[column, receiving host, channel there, fragment]`, the last
   * negative where some of it may vanish on arrival. */
  #sends(outcome: HostOutcome): readonly number[] {
    const { envelopes, columns, loaded } = this.#shared;
    const parts = new Map<ChannelColumn, { readonly list: number[]; late: boolean }>();
    for (const { to, message } of outcome.sends) {
      const envelope: Envelope = { from: this.table.host.id, to, message };
      const number = envelopes.number(envelope);
      const known = envelopes.item(number);
      const receiver = [...loaded.hosts.keys()].indexOf(to.host);
      const channel = columns.channels[receiver]?.find(({ from }) =>
        known.channel === 'fifo' ? from === this.index : from === null,
      );
      if (channel === undefined) throw new Error(`no channel leads to '${to.host}'`);
      const part = parts.get(channel) ?? { list: [], late: loaded.system.whileDown === 'lost' };
      part.list.push(number);
      part.late ||= known.mayBeLate;
      parts.set(channel, part);
    }
    return [...parts].flatMap(([channel, { list, late }]) => {
      const fragment = channel.table.fragment(list);
      const place = (columns.channels[channel.to] ?? []).indexOf(channel);
      return [channel.column, channel.to, place, late ? -fragment : fragment];
    });
  }

  /** The step that is the host's first boot. */
  bootStep(): number {
    return this.#twice((order) => this.table.boot(null, order), 'boot');
  }
}

function isSameInReverse(outcome: HostOutcome, run: (order: LocalOrder) => HostOutcome): boolean {
  try {
    return outcomeText(outcome) === outcomeText(run('newest-first'));
  } catch (cause) {
    if (cause instanceof BrokenModel) return false;
    throw cause;
  }
}

function outcomeText({ next, sends, log, handled }: HostOutcome): string {
  // All parts are JSON; their interfaces merely lack an index signature.
  return canonical([next, sends as unknown as Json, log as unknown as Json, handled]);
}

function distinct(events: readonly Message[]): readonly Message[] {
  return [...new Map(events.map((event) => [canonical(messageJson(event)), event])).values()];
}

/** The number of an action. */
export function numberOf(actions: Interner<Action>, action: Action): number {
  return actions.number(actionText(action), () => action);
}

function faultOf(loaded: LoadedModel, action: Action): boolean {
  if (action.kind === 'input') return loaded.system.faultInputs.includes(action.event.type);
  return action.kind === 'crash' || action.kind === 'amnesia';
}
