/**
 * One machine's steps, each computed once: local states are numbers, XState is asked only for what is
 * new. Watches that ghosts influence nothing else (R12).
 */

import { BrokenModel } from '../broken-model.ts';
import { canonical } from '../json.ts';
import type { Json } from '../json.ts';
import type { Chart } from '../machine/chart.ts';
import type { Effect, Local, LocalStep, Message } from '../machine/local.ts';
import { formatValue } from '../machine/local.ts';
import { boot, fire, react } from '../machine/step.ts';
import { Interner } from './interner.ts';

/** A machine's step with its local state as a number. */
export interface MachineStep {
  readonly local: number;
  readonly effects: readonly Effect[];
  readonly taken: readonly string[];
  readonly handled: boolean;
}

interface GhostFree {
  readonly outcome: string;
  readonly whole: string;
}

/** The memo of one machine, shared by all places that run it. */
export class MachineMemo {
  readonly chart: Chart;
  readonly #locals = new Interner<Local>();
  readonly #steps = new Map<string, MachineStep>();
  readonly #ghostFree = new Map<string, GhostFree>();

  constructor(chart: Chart) {
    this.chart = chart;
  }

  /** The local state with a number. */
  local(number: number): Local {
    return this.#locals.item(number);
  }

  /** Boots the machine with an input. */
  boot(input: Json): MachineStep {
    return this.#once(['boot', input], () => boot(this.chart, input));
  }

  /** Lets it react to a message. */
  react(local: number, event: Message): MachineStep {
    const before = this.local(local);
    return this.#once(['react', localJson(before), event as Message & Json], () =>
      react(this.chart, before, event),
    );
  }

  /** Fires one of its armed timers. */
  fire(local: number, timer: string): MachineStep {
    const before = this.local(local);
    return this.#once(['fire', localJson(before), timer], () => fire(this.chart, before, timer));
  }

  #once(question: Json, ask: () => LocalStep): MachineStep {
    const text = canonical(question);
    const known = this.#steps.get(text);
    if (known !== undefined) return known;
    const { local, effects, taken, handled } = ask();
    this.#refuseMeddlingGhosts(question, { local, effects, taken, handled });
    const number = this.#locals.number(canonical(localJson(local)), () => local);
    const step = { local: number, effects, taken, handled };
    this.#steps.set(text, step);
    return step;
  }

  /** Two questions that are equal up to ghosts must have answers that are. */
  #refuseMeddlingGhosts(question: Json, { local, effects, handled }: LocalStep): void {
    const bare = canonical(withoutGhosts(question));
    // Effects are JSON; their interfaces merely lack an index signature.
    const answer = [localJson(local), effects as unknown as Json, handled];
    const outcome = canonical(withoutGhosts(answer));
    const known = this.#ghostFree.get(bare);
    if (known === undefined) {
      this.#ghostFree.set(bare, { outcome, whole: canonical(question) });
    } else if (known.outcome !== outcome) {
      throw new BrokenModel(
        `a ghost influences what is real: two steps that differ in ghosts alone have different outcomes. The one: ${known.whole}; the other: ${canonical(question)}. Let nothing outside 'ghost' read what is inside`,
        { machine: this.chart.machine.id, state: formatValue(local.value) },
      );
    }
  }
}

/** A local state as JSON. */
export function localJson({ value, context, final, timers }: Local): Json {
  return [value, context, final, timers];
}

/** A value without what stands under a key `ghost`, anywhere in it. */
export function withoutGhosts(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutGhosts);
  const fields = Object.entries(value).filter(([name]) => name !== 'ghost');
  return Object.fromEntries(fields.map(([name, part]) => [name, withoutGhosts(part)]));
}
