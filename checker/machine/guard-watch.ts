/** Guards that tell how they were answered, so that a run can say which of their outcomes it saw. */

import { and } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import { ownField } from '../own-field.ts';
import { calledWords } from './missing-params.ts';
import type { Called } from './missing-params.ts';

/** The two outcomes of the guard of a transition, by name: `<transition> guard true`, and `… false`. */
export function guardOutcomes(transition: string): readonly [string, string] {
  return [`${transition} guard true`, `${transition} guard false`];
}

/** Notes how the guards of one machine are answered, while it steps. */
export class GuardWatch {
  /** The transitions that have a guard. */
  readonly guarded: string[] = [];
  readonly #seen = new Set<string>();
  #thrown: unknown = null;

  /**
   * Watches the guard of a transition, if it has one. The transition must be of a machine of our own
   * (`withNamedActions`), since its guard is put in another's place. What the guard answers stays the same.
   */
  watch(transition: AnyTransitionDefinition, name: string): void {
    const { guard, source } = transition;
    if (guard === undefined) return;
    this.guarded.push(name);
    const [whenTrue, whenFalse] = guardOutcomes(name);
    const note = (isTrue: boolean): void => void this.#seen.add(isTrue ? whenTrue : whenFalse);
    const fail = (thrown: unknown): void => {
      this.#thrown = thrown;
    };
    Object.assign(transition, { guard: watched(guard, source.machine, note, fail) });
  }

  /** Forgets what was seen. */
  begin(): void {
    this.#seen.clear();
    this.#thrown = null;
  }

  /** What a guard threw since `begin`, as it threw it: XState throws another error. Null where none did. */
  thrown(): unknown {
    return this.#thrown;
  }

  /** The outcomes seen since `begin`, in the order in which they came. */
  seen(): readonly string[] {
    return [...this.#seen];
  }
}

type Guard = NonNullable<AnyTransitionDefinition['guard']>;

/** How XState asks guards that are made of others: those of `and`, `or` and `not`. */
interface Combined {
  readonly check: (
    snapshot: AnyMachineSnapshot,
    asked: { readonly context: unknown; readonly event: unknown },
    self: unknown,
  ) => boolean;
}

function watched(
  guard: Guard,
  machine: AnyStateMachine,
  note: (isTrue: boolean) => void,
  fail: (thrown: unknown) => void,
): object {
  // `and` of one guard, named or combined, is that guard. That it has a `check` is not in its type.
  const alone = and([guard as never]) as unknown as Combined;
  const check: Combined['check'] = (snapshot, asked) => {
    const isTrue = asking(guard, machine, () => alone.check(snapshot, asked, alone), fail);
    note(isTrue);
    return isTrue;
  };
  return Object.assign(() => false, { check });
}

/** XState names the guard that throws, but knows it only by the name that stood in the chart. */
function asking(
  guard: Guard,
  machine: AnyStateMachine,
  ask: () => boolean,
  fail: (thrown: unknown) => void,
): boolean {
  try {
    return ask();
  } catch (cause) {
    const name = typeof guard === 'object' ? guard.type : guard;
    const params = typeof guard === 'object' ? guard.params : undefined;
    const thrown =
      typeof name === 'string'
        ? new Error(guardWords({ name, params, computes: guardNamed(machine, name) }, cause), {
            cause,
          })
        : cause;
    fail(thrown);
    throw thrown;
  }
}

function guardNamed(machine: AnyStateMachine, name: string): unknown {
  return ownField(machine.implementations.guards, name);
}

function guardWords(called: Called, cause: unknown): string {
  return `the guard '${called.name}' threw: ${calledWords(called, cause)}`;
}
