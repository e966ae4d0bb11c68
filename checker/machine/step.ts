/**
 * The one door to XState: boots a machine and lets it react to an event, as pure functions over
 * plain data. It runs XState's own algorithm with an inert scope of ours, which is what
 * `initialTransition` and `transition` do, and reads the transitions taken from XState's microstep
 * inspection. (A test pins that the outcomes are those of XState's public functions.)
 */

import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import { BrokenModel } from '../broken-model.ts';
import { thrownWords } from '../import-hint.ts';
import { asJson, byText, deepFreeze, isEqual, jsonFault } from '../json.ts';
import type { Json } from '../json.ts';
import type { Chart } from './chart.ts';
import { transitionName } from './chart.ts';
import type { ChartValue, Local, LocalStep, Message } from './local.ts';
import { formatValue } from './local.ts';
import { withoutChance } from './chance.ts';
import { broughtAbout } from './effects.ts';
import type { Requested } from './effects.ts';
import { endless, mostMicrosteps } from './endless.ts';
import { changes } from '../trace/difference.ts';
import { shown } from '../watch/present-call.ts';

/** Boots a machine with an input; the outcome is computed twice and must be the same. */
export function boot(chart: Chart, input: Json): LocalStep {
  const place = { machine: chart.machine.id, state: '(boot)' };
  return repeated(chart, place, () => bootOnce(chart, input));
}

/** Lets a machine react to an event (a message, an input); computed twice, must be the same. */
export function react(chart: Chart, local: Local, event: Message): LocalStep {
  const place = { machine: chart.machine.id, state: formatValue(local.value), event: event.type };
  let before: Before | null = null;
  return repeated(chart, place, () =>
    reactOnce(chart, (before ??= beginning(chart, local)), event),
  );
}

/** Fires an armed timer: it is disarmed, and the machine reacts to it. Unhandled: no step at all. */
export function fire(chart: Chart, local: Local, timer: string): LocalStep {
  const timers = local.timers.filter((armed) => armed !== timer);
  return react(chart, { ...local, timers }, { type: timer });
}

type Place = { readonly machine: string; readonly state: string; readonly event?: string };

function repeated(chart: Chart, place: Place, once: () => LocalStep): LocalStep {
  try {
    const [first, second] = shown(
      () => wordsFor(place),
      () => withoutChance(() => [once(), once()] as const),
    );
    if (!isEqual(asJson(first), asJson(second))) throw differs(place, first, second);
    return deepFreeze(first);
  } catch (cause) {
    if (cause instanceof BrokenModel) throw cause.at(place);
    const thrown = chart.guards.thrown() ?? cause;
    const origin = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
    const words = thrownWords(thrown);
    throw new BrokenModel(`the machine threw while it stepped: ${words}`, place, origin);
  }
}

function wordsFor({ machine, state, event }: Place): string {
  if (event === undefined) return `the machine '${machine}' as it boots`;
  return `the machine '${machine}'${state === '' ? '' : ` in ${state},`} on '${event}'`;
}

function differs(place: Place, first: LocalStep, second: LocalStep): BrokenModel {
  return new BrokenModel(
    'the same step gave two different outcomes. Likely cause: a guard or assign that keeps state outside the context or reads something that changes. Move it into the context, or make it an input',
    { ...place, differences: changes(partsOf(first), partsOf(second)) },
  );
}

/** An outcome under the names that readers of reports know its parts by. */
function partsOf({ local, effects, taken, guards, handled }: LocalStep): Json {
  const { value, context, final, timers } = local;
  const state = formatValue(value);
  return asJson({ state, context, final, timers, effects, transitions: taken, guards, handled });
}

interface Taken {
  readonly source: {
    readonly id: string;
    readonly transitions: ReadonlyMap<string, readonly unknown[]>;
    readonly always?: readonly unknown[];
  };
  readonly eventType: string;
}

interface Scope {
  readonly requested: Requested[];
  readonly microsteps: (readonly Taken[])[];
  /** How guards were answered to select the transitions of the first microstep. */
  readonly first: string[];
  readonly xstate: Parameters<AnyStateMachine['transition']>[2];
}

interface Inspected {
  readonly type: string;
  readonly _transitions?: readonly Taken[];
}

const nothing = (): void => undefined;

function inertScope(chart: Chart): Scope {
  const { guards } = chart;
  const requested: Requested[] = [];
  const microsteps: (readonly Taken[])[] = [];
  const first: string[] = [];
  guards.begin();
  const xstate = {
    self: {},
    id: '',
    sessionId: '',
    system: {
      _sendInspectionEvent: ({ type, _transitions: transitions = [] }: Inspected): void => {
        if (type !== '@xstate.microstep') return;
        if (microsteps.length === 0) first.push(...guards.seen());
        microsteps.push(transitions);
        if (microsteps.length > mostMicrosteps)
          throw endless(namesOf(chart, microsteps.slice(-100)));
      },
    },
    logger: nothing,
    defer: nothing,
    stopChild: nothing,
    emit: nothing,
    actionExecutor: ({ type, params }: Requested): void => void requested.push({ type, params }),
  };
  // An inert scope has no actor behind it; only the members above are reached by the effects that
  // `refusals.ts` lets through.
  return { requested, microsteps, first, xstate: xstate as unknown as Scope['xstate'] };
}

function bootOnce(chart: Chart, input: Json): LocalStep {
  const scope = inertScope(chart);
  const snapshot: AnyMachineSnapshot = chart.machine.getInitialSnapshot(
    scope.xstate,
    deepFreeze(input),
  );
  return outcome(chart, scope, { snapshot, timers: [], handled: true });
}

function beginning(chart: Chart, { value, context, final, timers }: Local): Before {
  const status = final ? 'done' : 'active';
  return { snapshot: chart.machine.resolveState({ value, context, status }), timers };
}

function reactOnce(chart: Chart, before: Before, event: Message): LocalStep {
  const scope = inertScope(chart);
  const snapshot: AnyMachineSnapshot = chart.machine.transition(
    before.snapshot,
    deepFreeze(event) as EventObject,
    scope.xstate,
  );
  const handled = (scope.microsteps[0]?.length ?? 0) > 0;
  return outcome(chart, scope, { snapshot, timers: before.timers, handled });
}

/** What a reaction begins with; XState leaves a snapshot as it is. */
interface Before {
  readonly snapshot: AnyMachineSnapshot;
  readonly timers: readonly string[];
}

interface Raw {
  readonly snapshot: AnyMachineSnapshot;
  readonly timers: readonly string[];
  readonly handled: boolean;
}

function outcome(chart: Chart, scope: Scope, raw: Raw): LocalStep {
  if (raw.snapshot.status === 'error') throw raw.snapshot.error;
  const { timers, effects } = broughtAbout(chart, scope.requested, raw.timers);
  return {
    local: localOf(raw.snapshot, timers),
    effects,
    taken: namesOf(chart, scope.microsteps),
    guards: raw.handled ? chart.guards.seen() : scope.first,
    handled: raw.handled,
  };
}

function localOf(snapshot: AnyMachineSnapshot, timers: ReadonlySet<string>): Local {
  const fault = jsonFault(snapshot.context);
  if (fault !== null) {
    throw new BrokenModel(
      `the context holds ${fault.found} at '${fault.path}': contexts are plain JSON (a set is a record of true, absent is null)`,
      {},
    );
  }
  const final = snapshot.status === 'done';
  return {
    // XState types a snapshot's value loosely; it is a name or a record of them.
    value: snapshot.value as ChartValue,
    context: snapshot.context as Json,
    final,
    timers: final ? [] : [...timers].toSorted(byText),
  };
}

function namesOf(chart: Chart, microsteps: Scope['microsteps']): readonly string[] {
  return microsteps.flat().map((transition) => nameOf(chart, transition));
}

function nameOf(chart: Chart, transition: Taken): string {
  const { source, eventType } = transition;
  const list = eventType === '' ? (source.always ?? []) : (source.transitions.get(eventType) ?? []);
  const timer = chart.timers.get(eventType);
  const event = timer === undefined ? eventType : `after ${timer.delay}`;
  return transitionName(source.id, event, list.indexOf(transition));
}
