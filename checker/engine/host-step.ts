/**
 * One step of one host (R1 to R5): a message, a timer or a boot, and all that its machines tell each
 * other until none has anything to tell.
 */

import type { JsonRecord } from '../json.ts';
import type { Address, Effect, Message } from '../machine/local.ts';
import { messageJson } from '../state/action.ts';
import type { LoadedModel } from '../system/load.ts';
import { endlessTalk, mostLocalMessages, openedTwice } from '../system/host-faults.ts';
import { inputOf, resolve } from '../system/load.ts';
import type { EngineSlot, HostStates } from './host-states.ts';
import type { MachineStep } from './machine-memo.ts';

/** A message with the one machine that it is for. */
export interface Sent {
  readonly to: Address;
  readonly message: Message;
}

/** What a step of a host brings about. */
export interface HostOutcome {
  /** The number of the host's next state. */
  readonly next: number;
  /** What it sends to other hosts, in the order of sending. */
  readonly sends: readonly Sent[];
  readonly observed: readonly Message[];
  /** See `MachineStep`; of what was not handled, the outcomes of the guards that refused it. */
  readonly taken: readonly string[];
  /** Whether the message or timer itself was handled. */
  readonly handled: boolean;
}

/** The order in which local messages are handled: oldest first, but for the lint of R1. */
export type LocalOrder = 'oldest-first' | 'newest-first';

/** A host in the middle of a step. */
export class HostStep {
  readonly #loaded: LoadedModel;
  readonly #states: HostStates;
  readonly #order: LocalOrder;
  readonly #before: number | null;
  /** Whether some machine took a step. */
  #isMoved = false;
  readonly #slots: Map<string, number>[];
  readonly #local: Sent[] = [];
  readonly #sends: Sent[] = [];
  readonly #observed: Message[] = [];
  readonly #taken: string[] = [];
  /** Whether two local messages ever waited together, so that their order could matter. */
  hadChoice = false;

  /** Begins from an up state, or from nothing for a boot. */
  constructor(
    { loaded, states }: { readonly loaded: LoadedModel; readonly states: HostStates },
    state: number | null,
    order: LocalOrder,
  ) {
    this.#loaded = loaded;
    this.#states = states;
    this.#order = order;
    this.#before = state;
    const shape = state === null ? null : states.shape(state);
    this.#slots = states.slots.map((_, slot) =>
      shape?.up === true ? new Map(shape.slots[slot]) : new Map<string, number>(),
    );
  }

  /** Gives a machine a message; answers whether it was handled. */
  give({ to, message }: Sent): boolean {
    const index = this.#states.slotNamed(to.machine);
    const { loaded, memo } = this.#states.slot(index);
    const key = to.key ?? '';
    const { slot } = loaded;
    const local = this.#localOf(index, key);
    if (slot.kind === 'perRequest' && slot.opens === message.type) {
      if (local !== null && slot.rebirth === 'refused') throw openedTwice(to, message);
      if (local === null) {
        this.boot(index, key, { request: messageJson(message) });
        return true;
      }
    }
    // A machine that has ended takes nothing more, not even what its whole chart would handle.
    if (local === null || memo.locals.item(local).final) return false;
    const step = memo.react(local, message);
    // What isn't handled changes nothing, not even by an eventless transition that reads the event.
    if (step.handled) this.#take(index, key, step);
    else this.#taken.push(...step.taken);
    return step.handled;
  }

  /** Fires an armed timer; answers whether it was handled. */
  fire(at: Address, timer: string): boolean {
    const index = this.#states.slotNamed(at.machine);
    const key = at.key ?? '';
    const local = this.#localOf(index, key);
    if (local === null) throw new Error(`there is no '${at.machine}' to fire a timer of`);
    const step = this.#states.slot(index).memo.fire(local, timer);
    this.#take(index, key, step);
    return step.handled;
  }

  /** Boots an instance; `particular` is what its input has beside what is declared. */
  boot(index: number, key: string, particular: JsonRecord): void {
    const { loaded, memo } = this.#states.slot(index);
    const name = loaded.slot.kind === 'resident' ? null : key;
    this.#take(index, key, memo.boot(inputOf(loaded, name, particular)));
  }

  /** Handles the local messages until there are none, and closes the step. */
  concluded(handled: boolean): HostOutcome {
    let count = 0;
    while (this.#local.length > 0) {
      if (this.#local.length > 1) this.hadChoice = true;
      const next = this.#order === 'oldest-first' ? this.#local.shift() : this.#local.pop();
      if (next === undefined) break;
      count++;
      if (count > mostLocalMessages) throw endlessTalk(next.to, next.message);
      this.give(next);
    }
    return {
      next: this.#next(),
      sends: this.#sends,
      observed: this.#observed,
      taken: this.#taken,
      handled,
    };
  }

  #next(): number {
    if (this.#before !== null && !this.#isMoved) return this.#before;
    const slots = this.#slots.map((instances, index) => this.#kept(instances, index));
    return this.#states.numberUp(slots, this.#before);
  }

  #localOf(index: number, key: string): number | null {
    const known = this.#slots[index]?.get(key);
    if (known !== undefined) return known;
    const { kind } = this.#states.slot(index).loaded.slot;
    return kind === 'perKey' ? this.#states.fresh(index, key) : null;
  }

  #take(index: number, key: string, step: MachineStep): void {
    this.#isMoved = true;
    this.#slots[index]?.set(key, step.local);
    this.#taken.push(...step.taken);
    for (const effect of step.effects) this.#effect(effect);
  }

  #effect(effect: Effect): void {
    if (effect.kind === 'observe') {
      this.#observed.push(effect.event);
      return;
    }
    const to = resolve(this.#loaded, effect.to, effect.message);
    const sent = { to, message: effect.message };
    (to.host === this.#states.host.id ? this.#local : this.#sends).push(sent);
  }

  /** What of a slot's instances is part of the state once the step is over (R3). */
  #kept(instances: Map<string, number>, index: number): Map<string, number> {
    const slot = this.#states.slot(index);
    for (const [key, local] of instances) {
      if (this.#isOver(slot, local) || this.#isFresh(index, key, local)) instances.delete(key);
    }
    return instances;
  }

  #isOver({ loaded, memo }: EngineSlot, local: number): boolean {
    return loaded.slot.kind === 'perRequest' && memo.locals.item(local).final;
  }

  #isFresh(index: number, key: string, local: number): boolean {
    const { kind } = this.#states.slot(index).loaded.slot;
    return kind === 'perKey' && this.#states.fresh(index, key) === local;
  }
}
