/**
 * One host's states and steps as numbers (R1 to R5, R7). A host state is the tuple of its machines'
 * local states; a step is a record in a pool of integers that the search reads:
 *
 *     [next host state, flags, log, used, sends, (column, fragment) × sends]
 *
 * The second text of the semantics: it shares nothing with the reference but the door to XState.
 */

import { BrokenModel } from '../broken-model.ts';
import { byText, canonical } from '../json.ts';
import type { Json } from '../json.ts';
import type { Address, Effect, Local, Message } from '../machine/local.ts';
import type { HostState } from '../state/state.ts';
import { inputOf, resolve } from '../system/load.ts';
import type { LoadedHost, LoadedModel, LoadedSlot } from '../system/load.ts';
import { Interner } from './interner.ts';
import type { MachineMemo, MachineStep } from './machine-memo.ts';

/** The instances of one slot: one under '' for a resident machine, by key for a family. */
type Instances = ReadonlyMap<string, number>;

/** A host as its machines' numbers, in the order of its slots; while down, the disks. */
export type HostShape =
  | { readonly up: true; readonly slots: readonly Instances[] }
  | { readonly up: false; readonly disks: readonly ReadonlyMap<string, Json>[] };

/** What a step of a host brought about, before it is written into the pool. */
export interface HostOutcome {
  readonly next: number;
  readonly sends: readonly { readonly to: Address; readonly message: Message }[];
  readonly log: readonly Message[];
  readonly taken: readonly string[];
  readonly handled: boolean;
  /** Whether a request or a whole host ended, so that messages to it vanish. */
  readonly ended: boolean;
}

/** Runs a host's local messages oldest first, or newest first for the lint of R1. */
export type LocalOrder = 'oldest-first' | 'newest-first';

const cap = 100;

/** The states of one host, and its steps computed from its machines' memos. */
export class HostTable {
  readonly host: LoadedHost;
  readonly states = new Interner<HostShape>();
  readonly #loaded: LoadedModel;
  readonly #slots: readonly LoadedSlot[];
  readonly #memos: readonly MachineMemo[];

  constructor(loaded: LoadedModel, host: LoadedHost, memoOf: (slot: LoadedSlot) => MachineMemo) {
    this.#loaded = loaded;
    this.host = host;
    this.#slots = [...host.slots.values()];
    this.#memos = this.#slots.map(memoOf);
  }

  /** The plain state with a number. */
  decode(number: number): HostState {
    const shape = this.states.item(number);
    const parts = shape.up
      ? shape.slots.map((instances, slot) => this.#locals(instances, slot))
      : shape.disks;
    const residents: Record<string, Local | Json> = {};
    const families: Record<string, Record<string, Local | Json>> = {};
    this.#slots.forEach(({ name, slot }, index) => {
      const part: ReadonlyMap<string, Local | Json> = parts[index] ?? new Map();
      if (slot.kind !== 'resident') families[name] = Object.fromEntries(part);
      else if (part.has('')) residents[name] = part.get('') ?? null;
    });
    // A resident machine has a disk only if its context does; a family that is none has no disks.
    for (const { name, slot } of this.#slots) {
      if (!shape.up && slot.kind === 'perRequest') delete families[name];
    }
    return { up: shape.up, residents, families } as HostState;
  }

  /** The timers that are armed in a state, in the order of actions. */
  timers(state: number): readonly { readonly at: Address; readonly timer: string }[] {
    const shape = this.states.item(state);
    if (!shape.up) return [];
    return shape.slots.flatMap((instances, slot) =>
      [...instances].flatMap(([key, local]) => {
        const at = this.#address(slot, key);
        return this.#memo(slot)
          .local(local)
          .timers.map((timer) => ({ at, timer }));
      }),
    );
  }

  /** Whether an address names a machine that is part of an up host's state. */
  holds(state: number, { machine, key }: Address): boolean {
    const shape = this.states.item(state);
    const slot = this.#slots.findIndex(({ name }) => name === machine);
    return shape.up && shape.slots[slot]?.has(key ?? '') === true;
  }

  isUp(state: number): boolean {
    return this.states.item(state).up;
  }

  /** A machine is given a message; null where its chart doesn't handle it. */
  deliver(state: number, to: Address, message: Message, order: LocalOrder): HostOutcome {
    const run = new HostRun(this, state, order);
    const handled = run.give(to, message);
    return run.conclude(handled);
  }

  /** An armed timer fires. */
  fire(state: number, at: Address, timer: string, order: LocalOrder): HostOutcome {
    const run = new HostRun(this, state, order);
    const slot = this.slotIndex(at.machine);
    const local = run.instance(slot, at.key ?? '');
    if (local === null) throw new Error(`no machine at ${canonical({ ...at })}`);
    const step = this.#memo(slot).fire(local, timer);
    run.take(slot, at.key ?? '', step);
    return run.conclude(step.handled);
  }

  /** The host boots on the disks of a down state, or on none. */
  boot(down: number | null, order: LocalOrder): HostOutcome {
    const shape = down === null ? null : this.states.item(down);
    const run = new HostRun(this, null, order);
    this.#slots.forEach(({ slot }, index) => {
      const disks = shape !== null && !shape.up ? shape.disks[index] : undefined;
      if (slot.kind === 'resident') {
        run.boot(index, '', { disk: disks?.get('') ?? null });
        return;
      }
      for (const [key, disk] of disks ?? []) run.boot(index, key, { disk });
    });
    return run.conclude(true);
  }

  /** The host crashes: its disks are left. */
  crash(state: number): number {
    const shape = this.states.item(state);
    if (!shape.up) throw new Error('a host that is down cannot crash');
    const disks = shape.slots.map((instances, index) => {
      const kept = new Map<string, Json>();
      if (this.#slot(index).slot.kind === 'perRequest') return kept;
      for (const [key, local] of instances) {
        const { context } = this.#memo(index).local(local);
        if (typeof context !== 'object' || context === null || !('disk' in context)) continue;
        kept.set(key, context['disk'] ?? null);
      }
      return kept;
    });
    return this.intern({ up: false, disks });
  }

  /** The number of a host's shape. */
  intern(shape: HostShape): number {
    const text = shape.up
      ? JSON.stringify(shape.slots.map((instances) => [...instances]))
      : canonical([false, ...shape.disks.map((disks) => [...disks].map((entry) => [...entry]))]);
    return this.states.number(text, () => shape);
  }

  slotIndex(name: string): number {
    const index = this.#slots.findIndex((slot) => slot.name === name);
    if (index === -1) throw new Error(`no machine is called '${name}'`);
    return index;
  }

  slotCount(): number {
    return this.#slots.length;
  }

  #slot(index: number): LoadedSlot {
    const slot = this.#slots[index];
    if (slot === undefined) throw new Error(`the host has no slot ${index}`);
    return slot;
  }

  #memo(index: number): MachineMemo {
    const memo = this.#memos[index];
    if (memo === undefined) throw new Error(`the host has no slot ${index}`);
    return memo;
  }

  #locals(instances: Instances, slot: number): ReadonlyMap<string, Local> {
    return new Map([...instances].map(([key, local]) => [key, this.#memo(slot).local(local)]));
  }

  #address(slot: number, key: string): Address {
    const { name, slot: declared } = this.#slot(slot);
    return { host: this.host.id, machine: name, key: declared.kind === 'resident' ? null : key };
  }

  /** What a run needs of a slot. */
  slotAt(index: number): { readonly loaded: LoadedSlot; readonly memo: MachineMemo } {
    return { loaded: this.#slot(index), memo: this.#memo(index) };
  }

  /** Where a message of this host goes. */
  route(to: string | Address, message: Message): Address {
    return resolve(this.#loaded, to, message);
  }
}

/** A host in the middle of a step. */
class HostRun {
  readonly #table: HostTable;
  readonly #order: LocalOrder;
  readonly #slots: Map<string, number>[];
  readonly #queue: { readonly to: Address; readonly message: Message }[] = [];
  readonly #sends: { readonly to: Address; readonly message: Message }[] = [];
  readonly #log: Message[] = [];
  readonly #taken: string[] = [];
  #requestEnded = false;

  constructor(table: HostTable, state: number | null, order: LocalOrder) {
    this.#table = table;
    this.#order = order;
    const shape = state === null ? null : table.states.item(state);
    this.#slots =
      shape?.up === true
        ? shape.slots.map((instances) => new Map(instances))
        : Array.from({ length: table.slotCount() }, () => new Map<string, number>());
  }

  /** The local state of an instance, fresh for an untouched key; null for a request that isn't. */
  instance(slot: number, key: string): number | null {
    const known = this.#slots[slot]?.get(key);
    if (known !== undefined) return known;
    return this.#table.slotAt(slot).loaded.slot.kind === 'perKey' ? this.#fresh(slot, key) : null;
  }

  #fresh(slot: number, key: string): number {
    const { loaded, memo } = this.#table.slotAt(slot);
    return memo.boot(inputOf(loaded, key, { disk: null })).local;
  }

  /** Gives a machine a message; whether it was handled. */
  give(to: Address, message: Message): boolean {
    const slot = this.#table.slotIndex(to.machine);
    const key = to.key ?? '';
    const { loaded, memo } = this.#table.slotAt(slot);
    const declared = loaded.slot;
    const local = this.instance(slot, key);
    const opens = declared.kind === 'perRequest' && declared.opens === message.type;
    if (local === null) {
      if (opens) this.boot(slot, key, { request: message as Message & Json });
      return opens;
    }
    if (opens && declared.rebirth === 'refused') throw openedTwice(to, message);
    if (memo.local(local).final) return false;
    const step = memo.react(local, message);
    this.take(slot, key, step);
    return step.handled;
  }

  /** Boots an instance. */
  boot(slot: number, key: string, particular: { readonly [field: string]: Json }): void {
    const { loaded, memo } = this.#table.slotAt(slot);
    const self = loaded.slot.kind === 'resident' ? null : key;
    this.take(slot, key, memo.boot(inputOf(loaded, self, particular)));
  }

  /** Takes in what a machine's step brought. */
  take(slot: number, key: string, step: MachineStep): void {
    this.#slots[slot]?.set(key, step.local);
    const { id } = this.#table.slotAt(slot).memo.chart.machine;
    for (const transition of step.taken) this.#taken.push(`${id}: ${transition}`);
    for (const effect of step.effects) this.#follow(effect);
  }

  #follow(effect: Effect): void {
    if (effect.kind === 'observe') {
      this.#log.push(effect.event);
      return;
    }
    const to = this.#table.route(effect.to, effect.message);
    const post = to.host === this.#table.host.id ? this.#queue : this.#sends;
    post.push({ to, message: effect.message });
  }

  /** Handles what the host told itself, then lets go of what is over. */
  conclude(handled: boolean): HostOutcome {
    for (let count = 0; this.#queue.length > 0; count++) {
      const next = this.#order === 'oldest-first' ? this.#queue.shift() : this.#queue.pop();
      if (next === undefined) break;
      if (count === cap) throw talksToItself(this.#table.host.id, next.message);
      this.give(next.to, next.message);
    }
    const slots = this.#slots.map((instances, slot) => this.#lasting(instances, slot));
    const next = this.#table.intern({ up: true, slots });
    const ended = this.#requestEnded;
    return { next, sends: this.#sends, log: this.#log, taken: this.#taken, handled, ended };
  }

  #lasting(instances: Instances, slot: number): Instances {
    const { loaded, memo } = this.#table.slotAt(slot);
    const lasting = [...instances].filter(([key, local]) => {
      switch (loaded.slot.kind) {
        case 'resident':
          return true;
        case 'perKey':
          return local !== this.#fresh(slot, key);
        case 'perRequest':
          if (memo.local(local).final) this.#requestEnded = true;
          return !memo.local(local).final;
      }
    });
    return new Map(lasting.toSorted(([left], [right]) => byText(left, right)));
  }
}

function openedTwice(to: Address, message: Message): BrokenModel {
  return new BrokenModel(
    `the request '${to.key}' of '${to.machine}' is opened a second time while it is alive. Likely cause: an id used twice, or a duplicated message. Give each request its own id, or say rebirth: 'allowed'`,
    { host: to.host, machine: to.machine, event: message.type },
  );
}

function talksToItself(host: string, message: Message): BrokenModel {
  return new BrokenModel(
    `a host sends itself more than ${cap} messages in one step. Likely cause: two of its machines answer each other for ever`,
    { host, event: message.type },
  );
}
