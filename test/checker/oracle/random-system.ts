/**
 * Small random systems for the laws that compare two explorers: random charts of all three kinds of
 * machine, on random channels, with random budgets for every kind of fault.
 */

import fc from 'fast-check';
import { assign, emit, enqueueActions, setup } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import {
  always,
  client,
  everyStep,
  host,
  model,
  monitored,
  never,
  perKey,
  perRequest,
  resident,
  sometimes,
  system,
  whenQuiet,
} from '../../../checker/index.ts';
import type { Address, Model, SystemDefinition } from '../../../checker/index.ts';
import type { Json } from '../../../checker/json.ts';
import { renamed } from '../../../checker/system/exchange.ts';
import { oddNames, renaming } from './odd-names.ts';
import { withPartitionsOf } from './partition-budget.ts';

const states = ['s0', 's1', 's2'] as const;
const events = ['ping', 'pong', 'open', 'reply'] as const;
const effects = [
  'bump',
  'save',
  'tellPing',
  'tellPong',
  'tellOpen',
  'tellSelf',
  'answer',
  'note',
  'haunt',
];

/** One random transition. */
interface Edge {
  readonly target: string | null;
  readonly guard: 'even' | null;
  readonly effects: readonly string[];
  readonly reenter: boolean;
}

/** One random chart: per state, per event, its transitions; a state may have a timer. */
interface ChartPlan {
  readonly on: readonly (readonly (readonly Edge[])[])[];
  readonly timers: readonly (Edge | null)[];
  readonly lastIsFinal: boolean;
  readonly fuel: number;
}

const edge: fc.Arbitrary<Edge> = fc.record({
  target: fc.option(fc.constantFrom(...states)),
  guard: fc.option(fc.constant('even' as const)),
  effects: fc.subarray(effects, { minLength: 1, maxLength: 4 }),
  reenter: fc.boolean(),
});

const chartPlan: fc.Arbitrary<ChartPlan> = fc.record({
  on: fc.array(
    fc.array(fc.array(edge, { minLength: 1, maxLength: 2 }), { minLength: 4, maxLength: 4 }),
    {
      minLength: 3,
      maxLength: 3,
    },
  ),
  timers: fc.array(fc.option(edge, { freq: 2 }), { minLength: 3, maxLength: 3 }),
  lastIsFinal: fc.boolean(),
  fuel: fc.integer({ min: 1, max: 2 }),
});

interface Context {
  readonly n: number;
  readonly fuel: number;
  readonly self: Address;
  readonly asker: Address | null;
  readonly disk: { readonly n: number } | null;
  readonly ghost: { readonly seen: number };
}

type Event = { readonly type: string; readonly k: string; readonly from: Address | null };

interface Input {
  readonly self: Address;
  readonly disk: Context['disk'];
  readonly request?: Event;
  readonly fuel: number;
}

/** What hosts and keys are called. */
interface Names {
  readonly a: string;
  readonly b: string;
  readonly k: string;
}

function receiverOf(
  type: string,
  { asker, self }: Context,
  { a, b }: Names,
): string | Address | null {
  if (type === 'reply') return asker;
  // Only host `a` opens requests.
  return type === 'open' || self.host !== a ? a : b;
}

function send(
  to: string | Address,
  type: string,
  { self }: Context,
  { k }: Names,
): { readonly type: 'send' } {
  const message = { type, k: self.key ?? k, from: self };
  return { type: 'send', to, message } as { readonly type: 'send' };
}

// The chart is random, so its configuration has no literal type for `createMachine` to check.
function machineOf(id: string, plan: ChartPlan, names: Names): AnyStateMachine {
  const built = setup({
    types: { context: {} as Context, input: {} as Input, events: {} as Event },
    actions: {
      bump: assign(({ context }) => ({ n: (context.n + 1) % 3 })),
      save: assign(({ context }) => ({ disk: { n: context.n } })),
      haunt: assign(({ context }) => ({ ghost: { seen: (context.ghost.seen + 1) % 2 } })),
      note: emit(({ context }) => ({ type: 'observe', event: { type: 'noted', n: context.n } })),
      tell: enqueueActions(({ context, enqueue }, type: string) => {
        const to = receiverOf(type, context, names);
        if (context.fuel === 0 || to === null) return;
        enqueue.emit(send(to, type, context, names));
        enqueue.assign({ fuel: context.fuel - 1 });
      }),
      tellSelf: enqueueActions(({ context, enqueue }) => {
        if (context.fuel === 0) return;
        enqueue.emit(send(context.self.host, 'ping', context, names));
        enqueue.assign({ fuel: context.fuel - 1 });
      }),
      noteAsker: assign(({ event }) => ({ asker: event.from ?? null })),
    },
    guards: { even: ({ context }) => context.n % 2 === 0 },
    delays: { soon: 10 },
  }).createMachine({
    id,
    initial: 's0',
    context: ({ input }: { input: Input }) => ({
      n: input.disk?.n ?? 0,
      fuel: input.fuel,
      self: input.self,
      asker: input.request?.from ?? null,
      disk: input.disk ?? null,
      ghost: { seen: 0 },
    }),
    states: Object.fromEntries(states.map((state, index) => [state, stateOf(id, plan, index)])),
  } as never);
  return built as unknown as AnyStateMachine;
}

function stateOf(id: string, plan: ChartPlan, index: number): object {
  if (index === 2 && plan.lastIsFinal) return { type: 'final' };
  const timer = plan.timers[index] ?? null;
  const handled = id === 'asked' ? events : events.filter((event) => event !== 'open');
  const on = Object.fromEntries(
    handled.map((event, at) => [event, (plan.on[index]?.[at] ?? []).map(transitionOf)]),
  );
  return timer !== null ? { on, after: { soon: transitionOf(timer) } } : { on };
}

function transitionOf({ target, guard, effects, reenter }: Edge): object {
  return {
    ...(target === null ? {} : { target }),
    ...(guard === null ? {} : { guard }),
    ...(reenter && target !== null ? { reenter } : {}),
    actions: ['noteAsker', ...effects.map(actionOf)],
  };
}

function actionOf(effect: string): string | { readonly type: 'tell'; readonly params: string } {
  const [, what] = /^tell(Ping|Pong|Open)$/.exec(effect) ?? [];
  if (what !== undefined) return { type: 'tell', params: what.toLowerCase() };
  return effect === 'answer' ? { type: 'tell', params: 'reply' } : effect;
}

const watcher = setup({
  types: { context: {} as { readonly crashes: number } },
  guards: { twice: ({ context }) => context.crashes > 0 },
  actions: { count: assign({ crashes: 1 }) },
}).createMachine({
  id: 'watcher',
  initial: 'calm',
  context: { crashes: 0 },
  states: {
    calm: {
      on: {
        '@crash': { actions: 'count' },
        observed: [{ guard: 'twice', target: 'alarmed' }, { target: 'stirred' }],
      },
    },
    stirred: { on: { observed: 'calm', '@heal': 'alarmed' } },
    alarmed: { tags: 'violated' },
  },
});

interface Plan {
  readonly charts: readonly ChartPlan[];
  readonly system: Omit<SystemDefinition, 'hosts' | 'inputs'>;
  readonly inputTypes: readonly string[];
  readonly fuelled: boolean;
  readonly rebirth: 'refused' | 'allowed';
  readonly asClient: boolean;
  readonly threshold: number;
  readonly names: Names;
}

const small = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat(2));
const channel = fc.constantFrom('unordered' as const, 'fifo' as const, 'duplicating' as const);

const plan: fc.Arbitrary<Plan> = fc.record({
  charts: fc.array(chartPlan, { minLength: 4, maxLength: 4 }),
  system: fc.record({
    channel,
    channels: fc.array(
      fc
        .record({ from: fc.constantFrom('a', 'b'), channel })
        .map((one) => ({ ...one, to: one.from === 'a' ? 'b' : 'a' })),
      { maxLength: 1 },
    ),
    unhandled: fc.constantFrom('consumed', 'kept'),
    lateReplies: fc.constantFrom('vanish', 'delivered'),
    whileDown: fc.constantFrom('wait', 'lost'),
    faultInputs: fc.subarray(['ping']),
    partitions: fc.constantFrom([], [[['a'], ['b']]]),
    budgets: fc.record({
      drop: small,
      duplicate: small,
      crash: small,
      restart: fc.constantFrom(1, 2),
      amnesia: small,
      partition: small,
      'timer:soon': fc.constantFrom(1, 3),
      'input:ping': fc.constantFrom(1, 2),
      'input:open': fc.constantFrom(1, 2),
      'input:pong': fc.constant(2),
    }),
  }),
  inputTypes: fc.subarray(['ping', 'open', 'pong'], { minLength: 1 }),
  fuelled: fc.boolean(),
  rebirth: fc.constantFrom('allowed', 'allowed', 'allowed', 'refused'),
  asClient: fc.boolean(),
  threshold: fc.nat(2),
  names: fc.tuple(renaming(['a', 'b']), renaming(['k'], oddNames)).map(([hosts, keys]) => ({
    a: hosts.get('a') ?? 'a',
    b: hosts.get('b') ?? 'b',
    k: keys.get('k') ?? 'k',
  })),
});

/** A random model; printed by its plan when a law fails. */
export const randomModel: fc.Arbitrary<Model> = plan.map(modelOf);

function modelOf({
  charts,
  system: definition,
  inputTypes,
  rebirth,
  asClient,
  threshold,
  names,
}: Plan): Model {
  const [one, two, three, four] = charts;
  if (one === undefined || two === undefined || three === undefined || four === undefined) {
    throw new Error('a plan has four charts');
  }
  const { a, b } = names;
  const boss = machineOf('boss', one, names);
  // A perKey machine boots without a timer, or it is refused.
  const kept = machineOf('kept', { ...two, timers: [null, ...two.timers.slice(1)] }, names);
  const asked = machineOf('asked', three, names);
  const peer = machineOf('peer', four, names);
  const machines = {
    boss: resident(boss, { fuel: one.fuel }),
    asked: perRequest(asked, { opens: 'open', by: byKey, rebirth }, { fuel: three.fuel }),
  };
  const hosts = [
    host(a, machines),
    asClient
      ? client(b, { peer: resident(peer, { fuel: four.fuel }) })
      : host(b, { kept: perKey(kept, byKey, { fuel: two.fuel }) }),
  ];
  const ids = new Map([
    ['a', a],
    ['b', b],
  ]);
  return model('random/one', {
    system: system({
      hosts,
      ...(renamed(definition as Json, (id) => ids.get(id) ?? id) as typeof definition),
      budgets: withPartitionsOf(definition.partitions, definition.budgets),
      inputs: (id) =>
        inputTypes
          .filter((type) => type !== 'open' || id === a)
          .map((type) => ({ type, k: id, from: null })),
    }),
    properties: propertiesOf(boss, threshold, names),
  });
}

const byKey = (message: unknown): string => (message as Event).k;

const count = (context: unknown): number => (context as Context).n;

function propertiesOf(
  boss: AnyStateMachine,
  threshold: number,
  { a, b }: Names,
): Model['properties'] {
  return {
    Small: always((view) => view.each(boss).every(({ context }) => count(context) <= threshold)),
    NeverBusy: never((view) => view.inFlight().length > threshold + 1),
    Reached: sometimes((view) => view.each(boss).some((one) => one.in('s2'))),
    QuietAtRest: whenQuiet((view) => view.host(a).up && view.inFlight(a).length === 0),
    NoLeap: everyStep(
      (before, action, after) =>
        action.kind !== 'deliver' ||
        before.each(boss).length !== after.each(boss).length ||
        before.inFlight(b).length <= after.inFlight(b).length + threshold,
    ),
    Watched: monitored(watcher),
  };
}
