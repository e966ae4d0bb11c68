/** The steps of one host, each computed once; and the lint of R1, which computes them twice. */

import type { Json } from '../json.ts';
import { byText, canonical } from '../json.ts';
import type { Address } from '../machine/local.ts';
import type { Action } from '../state/action.ts';
import { messageJson } from '../state/action.ts';
import type { HostView } from '../state/view.ts';
import { hostViewOf } from '../state/view-of.ts';
import { inputsOf } from '../system/environment.ts';
import type { LoadedModel } from '../system/load.ts';
import { resolve } from '../system/load.ts';
import { shown } from '../watch/present-call.ts';
import type { HostStates, Instances } from './host-states.ts';
import type { HostOutcome, LocalOrder, Sent } from './host-step.ts';
import { HostStep } from './host-step.ts';
import { OfferWatch } from './offer-watch.ts';
import { PairTable } from './pair-table.ts';

/** Something that an up host may do without a message. */
export interface Spontaneous {
  /** The same object for the same action. */
  readonly action: Action;
  readonly label: string;
  readonly outcome: () => HostOutcome;
}

/** Why a host stepped. */
export type Cause =
  | { readonly kind: 'message'; readonly state: number; readonly envelope: number }
  | { readonly kind: 'spontaneous'; readonly state: number; readonly action: Action }
  /** `down` is the state that it boots from; null for no disks. */
  | { readonly kind: 'boot'; readonly down: number | null };

/** Who is told of each step of a host that is computed, and of what it may do by itself. */
export interface HostWatch {
  readonly stepped: (cause: Cause, outcome: HostOutcome) => void;
  readonly listed: (state: number, all: readonly Spontaneous[]) => void;
}

interface ArmedTimer {
  readonly at: Address;
  readonly id: string;
  readonly delay: string;
  readonly state: string;
}

/** The memoised steps of one host. */
export class HostMemo {
  readonly states: HostStates;
  /** Steps whose outcome depends on the order of local messages, in words. */
  readonly orderDependent = new Set<string>();
  watch: HostWatch | null = null;
  readonly #loaded: LoadedModel;
  readonly #deliveries = new PairTable();
  readonly #delivered: HostOutcome[] = [];
  readonly #boots = new Map<number | null, HostOutcome>();
  readonly #spontaneous = new Map<number, readonly Spontaneous[]>();
  readonly #actions = new Map<string, Action>();
  readonly #offers: OfferWatch;

  constructor(loaded: LoadedModel, states: HostStates) {
    this.#loaded = loaded;
    this.states = states;
    this.#offers = new OfferWatch(states, { model: loaded.model.name, host: states.host.id });
  }

  /** The number of the outcome of giving an up host an envelope, by the envelope's number. */
  given(state: number, envelope: number, sent: Sent): number {
    const known = this.#deliveries.get(envelope, state);
    if (known !== -1) return known;
    const outcome = this.#told(state, sent);
    const number = this.#delivered.push(outcome) - 1;
    this.#deliveries.set(envelope, state, number);
    this.watch?.stepped({ kind: 'message', state, envelope }, outcome);
    return number;
  }

  /** The outcome with a number that `given` answered. */
  outcome(number: number): HostOutcome {
    const outcome = this.#delivered[number];
    if (outcome === undefined) throw new Error(`no outcome has the number ${number}`);
    return outcome;
  }

  #told(state: number, sent: Sent): HostOutcome {
    return this.#outcome(sent.message.type, (order) => {
      const step = this.#begin(state, order);
      return { step, handled: step.give(sent) };
    });
  }

  #fired(state: number, { at, id, delay }: ArmedTimer): HostOutcome {
    return this.#outcome(`after ${delay}`, (order) => {
      const step = this.#begin(state, order);
      return { step, handled: step.fire(at, id) };
    });
  }

  /** The outcome of booting on the disks that a down state left, or on none. */
  booted(down: number | null): HostOutcome {
    const shape = down === null ? null : this.states.shape(down);
    const disks = shape !== null && !shape.up ? shape.disks : [];
    const known = this.#boots.get(down);
    if (known !== undefined) return known;
    const outcome = this.#outcome('boot', (order) => {
      const step = this.#begin(null, order);
      this.states.slots.forEach((_, slot) => this.#bootSlot(step, slot, disks[slot] ?? new Map()));
      return { step, handled: true };
    });
    this.#boots.set(down, outcome);
    this.watch?.stepped({ kind: 'boot', down }, outcome);
    return outcome;
  }

  #bootSlot(step: HostStep, slot: number, disks: Instances<Json>): void {
    const { kind } = this.states.slot(slot).loaded.slot;
    if (kind === 'resident') step.boot(slot, '', { disk: disks.get('') ?? null });
    else for (const [key, disk] of disks) step.boot(slot, key, { disk });
  }

  /** What an up host may do without a message, in the order of actions: timers, then inputs. */
  spontaneous(state: number): readonly Spontaneous[] {
    const known = this.#spontaneous.get(state);
    if (known !== undefined) return known;
    const all = [...this.#timers(state), ...this.#inputs(state)];
    this.#spontaneous.set(state, all);
    this.watch?.listed(state, all);
    return all;
  }

  #timers(state: number): readonly Spontaneous[] {
    const shape = this.states.shape(state);
    if (!shape.up) return [];
    const host = this.states.host.id;
    const timers = shape.slots.flatMap((instances, index) => {
      const { loaded, memo } = this.states.slot(index);
      return [...instances].flatMap(([key, local]) => {
        const at = {
          host,
          machine: loaded.name,
          key: loaded.slot.kind === 'resident' ? null : key,
        };
        return memo.locals.item(local).timers.map((id) => {
          const { delay = '', state: armedBy = '' } = loaded.chart.timers.get(id) ?? {};
          return { at, id, delay, state: armedBy };
        });
      });
    });
    return timers
      .map((timer) => ({ timer, text: canonical([{ ...timer.at }, timer.delay, timer.state]) }))
      .toSorted((one, other) => byText(one.text, other.text))
      .map(({ timer, text }) => this.#timer(state, timer, text));
  }

  #timer(state: number, timer: ArmedTimer, text: string): Spontaneous {
    const { at, delay, state: armedBy } = timer;
    const action = this.#action(text, { kind: 'timer', at, delay, state: armedBy });
    const fire = (): HostOutcome => this.#fired(state, timer);
    return { action, label: `timer:${delay}`, outcome: this.#once(state, action, fire) };
  }

  /** The distinct events that the environment may send an up host. */
  #inputs(state: number): readonly Spontaneous[] {
    const { id } = this.states.host;
    const view: HostView = hostViewOf(this.#loaded, id, this.states.decoded(state));
    const offered = inputsOf(this.#loaded, view);
    this.#offers.note(state, offered);
    return offered.map((message) => {
      const text = canonical(messageJson(message));
      const action = this.#action(text, { kind: 'input', host: id, event: message });
      const take = (): HostOutcome =>
        this.#told(state, { to: resolve(this.#loaded, id, message), message });
      return { action, label: `input:${message.type}`, outcome: this.#once(state, action, take) };
    });
  }

  #once(state: number, action: Action, compute: () => HostOutcome): () => HostOutcome {
    let known: HostOutcome | null = null;
    return () => {
      if (known !== null) return known;
      known = compute();
      this.watch?.stepped({ kind: 'spontaneous', state, action }, known);
      return known;
    };
  }

  /** The same object for the same action. */
  #action(text: string, action: Action): Action {
    const known = this.#actions.get(text) ?? Object.freeze(action);
    this.#actions.set(text, known);
    return known;
  }

  #begin(state: number | null, order: LocalOrder): HostStep {
    return new HostStep({ loaded: this.#loaded, states: this.states }, state, order);
  }

  #outcome(
    event: string,
    run: (order: LocalOrder) => { readonly step: HostStep; readonly handled: boolean },
  ): HostOutcome {
    return shown(
      () => `the host '${this.states.host.id}'`,
      () => {
        const { step, handled } = run('oldest-first');
        const outcome = step.concluded(handled);
        if (step.hadChoice) this.#compareOrders(outcome, event, run);
        return outcome;
      },
    );
  }

  #compareOrders(
    outcome: HostOutcome,
    event: string,
    run: (order: LocalOrder) => { readonly step: HostStep; readonly handled: boolean },
  ): void {
    const words = `${this.states.host.id} on ${event}`;
    if (this.orderDependent.has(words) || !this.#differs(outcome, run)) return;
    this.orderDependent.add(words);
  }

  /** Whether the other order of local messages ends otherwise, or breaks the model. */
  #differs(
    outcome: HostOutcome,
    run: (order: LocalOrder) => { readonly step: HostStep; readonly handled: boolean },
  ): boolean {
    try {
      const { step, handled } = run('newest-first');
      return comparable(step.concluded(handled)) !== comparable(outcome);
    } catch {
      return true;
    }
  }
}

/** What must not depend on the order of local messages: what is sent and observed, but as sets. */
function comparable({ next, sends, observed }: HostOutcome): string {
  const texts = sends.map(({ to, message }) => canonical([{ ...to }, messageJson(message)]));
  const seen = observed.map((event) => canonical(messageJson(event)));
  return canonical([next, texts.toSorted(), seen.toSorted()]);
}
