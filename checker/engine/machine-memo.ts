/** The local states of one machine as numbers; XState is asked once for each distinct step. */

import type { AnyStateNode } from 'xstate';
import type { Json } from '../json.ts';
import { asJson, canonical } from '../json.ts';
import type { Chart } from '../machine/chart.ts';
import type { ChartValue, Effect, Local, LocalStep, Message } from '../machine/local.ts';
import { formatValue } from '../machine/local.ts';
import { boot, fire, react } from '../machine/step.ts';
import { ownField } from '../own-field.ts';
import { messageJson } from '../state/action.ts';
import type { GhostlyStep } from './ghosts.ts';
import { GhostWatch } from './ghosts.ts';
import { Interner } from './interner.ts';

/** A step of a machine, its next local state as a number. */
export interface MachineStep {
  readonly local: number;
  readonly effects: readonly Effect[];
  /** Chart transitions taken and outcomes of guards, as `<machine>: <transition>`, `… guard true`. */
  readonly taken: readonly string[];
  readonly handled: boolean;
}

/** What a machine did: boot, react, or time out. */
type Kind = 'b' | 'r' | 't';

/** The steps of one machine, wherever it runs. */
export class MachineMemo {
  readonly chart: Chart;
  readonly locals = new Interner<Local>();
  readonly #steps = new Map<string, MachineStep>();
  readonly #named = new Map<string, ReadonlySet<string>>();
  /** The same by local state. */
  readonly #namedIn: (ReadonlySet<string> | undefined)[] = [];
  readonly #texts = new WeakMap<Message, string>();
  readonly #ghosts: GhostWatch | null;
  /** What XState answered this memo or another one, by what it was asked; null where it has no twin. */
  #answers: Map<string, LocalStep> | null = null;

  /** Nobody watches ghosts of a monitor: properties are what they are carried for (R11, R12). */
  constructor(chart: Chart, watchesGhosts = true) {
    this.chart = chart;
    this.#ghosts = watchesGhosts
      ? new GhostWatch((local) => asJson(this.locals.item(local)))
      : null;
  }

  /** Lets a memo of the same machine make use of what XState answers this one, and the other way round. */
  shareWith(other: MachineMemo): void {
    this.#answers ??= new Map();
    other.#answers = this.#answers;
  }

  boot(input: Json): MachineStep {
    const cause = { from: null, given: input };
    return this.#step('b', canonical(input), cause, () => boot(this.chart, input));
  }

  react(local: number, event: Message): MachineStep {
    const before = this.locals.item(local);
    if (!before.final && !this.#namedAt(local).has(event.type)) {
      return { local, effects: [], taken: [], handled: false };
    }
    const cause = { from: local, given: messageJson(event) };
    return this.#step('r', this.#textOf(event), cause, () => react(this.chart, before, event));
  }

  /** The event types that the active states name; any other is unhandled, which XState needn't say. */
  #namedAt(local: number): ReadonlySet<string> {
    const known = this.#namedIn[local];
    if (known !== undefined) return known;
    const { value } = this.locals.item(local);
    // As it is printed, a state named 'a.b' is no other than the state 'b' of 'a'.
    const text = canonical(value);
    const named =
      this.#named.get(text) ??
      new Set(activeNodes(this.chart.machine.root, value).flatMap(typesOf));
    this.#named.set(text, named);
    this.#namedIn[local] = named;
    return named;
  }

  #textOf(event: Message): string {
    const known = this.#texts.get(event);
    if (known !== undefined) return known;
    const text = canonical(messageJson(event));
    this.#texts.set(event, text);
    return text;
  }

  /** Fires an armed timer, named by its id in the chart. */
  fire(local: number, timer: string): MachineStep {
    const before = this.locals.item(local);
    const cause = { from: local, given: timer };
    return this.#step('t', timer, cause, () => fire(this.chart, before, timer));
  }

  /** The number of what a local state is without ghosts; of a monitor's, which may read them, the state itself. */
  shadow(local: number): number {
    return this.#ghosts?.shadow(local) ?? local;
  }

  /** Whether a local state holds ghosts that are watched. */
  hasGhost(local: number): boolean {
    return this.#ghosts?.hasGhostIn(local) ?? false;
  }

  /** The number of a local state, however it came about. */
  number(local: Local): number {
    return this.locals.number(canonical(asJson(local)), () => local);
  }

  /**
   * Takes every step that was ever taken once more, from data read back from its text, and answers
   * for each whether the outcome is the same. So fields stand in another order than they did, which
   * must make no difference either: equal data is one state.
   */
  *repeated(): Generator<{ readonly step: string; readonly isSame: boolean }> {
    for (const [key, known] of this.#steps) {
      const { local, effects, handled } = this.#again(key);
      const before = this.locals.item(known.local);
      const isSame =
        handled === known.handled &&
        canonical(asJson({ local, effects, handled })) ===
          canonical(asJson({ local: before, effects: known.effects, handled }));
      yield { step: this.#words(key), isSame };
    }
  }

  /** All steps that were taken, as texts for `retake`, in their order. */
  steps(): Iterable<readonly [string, MachineStep]> {
    return this.#steps;
  }

  /** Takes a step that a memo with the same local states took. */
  retake(key: string): MachineStep {
    const [kind, local = '', ...rest] = key.split(' ');
    if (kind === 'b') return this.boot(JSON.parse(key.slice(2)));
    const text = rest.join(' ');
    if (kind === 't') return this.fire(Number(local), text);
    return this.react(Number(local), JSON.parse(text));
  }

  #again(key: string): LocalStep {
    const [kind, local = '', ...rest] = key.split(' ');
    if (kind === 'b') return boot(this.chart, JSON.parse(key.slice(2)));
    const before: Local = JSON.parse(canonical(asJson(this.locals.item(Number(local)))));
    const text = rest.join(' ');
    return kind === 't'
      ? fire(this.chart, before, text)
      : react(this.chart, before, JSON.parse(text));
  }

  /** A step in words: the machine, the state that it was in, and what it was given. */
  #words(key: string): string {
    const [kind, local = '', ...rest] = key.split(' ');
    const { id } = this.chart.machine;
    if (kind === 'b') return `${id} boots with ${key.slice(2)}`;
    const { value, context } = this.locals.item(Number(local));
    return `${id} in ${formatValue(value)} ${canonical(context)} given ${rest.join(' ')}`;
  }

  /** Local states have other numbers in other memos, so that their texts stand in their places. */
  #answer(kind: Kind, text: string, from: number | null, compute: () => LocalStep): LocalStep {
    const answers = this.#answers;
    if (answers === null || from === null) return compute();
    const asked = `${kind} ${canonical(asJson(this.locals.item(from)))} ${text}`;
    const answer = answers.get(asked) ?? compute();
    answers.set(asked, answer);
    return answer;
  }

  #step(
    kind: Kind,
    text: string,
    cause: Pick<GhostlyStep, 'from' | 'given'>,
    compute: () => LocalStep,
  ): MachineStep {
    const { from } = cause;
    const key = from === null ? `${kind} ${text}` : `${kind} ${from} ${text}`;
    const known = this.#steps.get(key);
    if (known !== undefined) return known;
    const { local, effects, taken, guards, handled } = this.#answer(kind, text, from, compute);
    const { id } = this.chart.machine;
    const to = this.number(local);
    this.#ghosts?.note(
      { ...cause, to, effects: asJson(effects), handled },
      { machine: id, state: formatValue(local.value) },
    );
    const step = {
      local: to,
      effects,
      // An unhandled step is none: of it only what made it so is told.
      taken: [...(handled ? taken : []), ...guards].map((name) => `${id}: ${name}`),
      handled,
    };
    this.#steps.set(key, step);
    return step;
  }
}

function activeNodes(node: AnyStateNode, value: ChartValue): readonly AnyStateNode[] {
  const inner: readonly (readonly [string, ChartValue])[] =
    typeof value === 'string' ? [[value, {}]] : Object.entries(value);
  const below = inner.flatMap(([name, rest]) => {
    const child = ownField(node.states, name);
    return child === undefined ? [] : activeNodes(child, rest);
  });
  return [node, ...below];
}

function typesOf(node: AnyStateNode): readonly string[] {
  return [...node.transitions.keys()];
}
