/**
 * Small random systems whose hosts are interchangeable: all run the same random chart, tell all others,
 * answer who asked, and keep sets of ids; values are interchangeable as well, and name machines.
 */

import fc from 'fast-check';
import { assign, enqueueActions, emit, setup } from 'xstate';
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
  resident,
  sometimes,
  system,
  whenQuiet,
} from '../../../checker/index.ts';
import type { Address, Model, SystemDefinition } from '../../../checker/index.ts';
import { renaming } from './odd-names.ts';
import { withPartitionsOf } from './partition-budget.ts';

const states = ['s0', 's1', 's2'] as const;
const events = ['ping', 'pong', 'kick'] as const;
const effects = [
  'bump',
  'save',
  'meet',
  'forget',
  'tellPing',
  'tellPong',
  'tellHub',
  'tellKept',
  'answer',
  'note',
  'learn',
] as const;

interface Edge {
  readonly target: string | null;
  readonly guard: 'even' | 'metTwo' | null;
  readonly effects: readonly (typeof effects)[number][];
}

interface ChartPlan {
  readonly on: readonly (readonly (readonly Edge[])[])[];
  readonly timers: readonly (Edge | null)[];
  readonly lastIsFinal: boolean;
  readonly fuel: number;
}

const edge: fc.Arbitrary<Edge> = fc.record({
  target: fc.option(fc.constantFrom(...states)),
  guard: fc.option(fc.constantFrom('even' as const, 'metTwo' as const), { freq: 2 }),
  effects: fc.subarray([...effects], { minLength: 1, maxLength: 3 }),
});

const chartPlan: fc.Arbitrary<ChartPlan> = fc.record({
  on: fc.array(
    fc.array(fc.array(edge, { minLength: 1, maxLength: 2 }), { minLength: 3, maxLength: 3 }),
    { minLength: 3, maxLength: 3 },
  ),
  timers: fc.array(fc.option(edge, { freq: 1 }), { minLength: 3, maxLength: 3 }),
  lastIsFinal: fc.boolean(),
  fuel: fc.integer({ min: 1, max: 2 }),
});

type Ids = Readonly<Record<string, true>>;

interface Context {
  readonly n: number;
  readonly fuel: number;
  readonly self: Address;
  readonly others: Ids;
  readonly met: Ids;
  readonly asker: Address | null;
  readonly value: string | null;
  readonly disk: { readonly met: Ids } | null;
}

type Event = {
  readonly type: string;
  readonly from: Address | null;
  readonly value: string | null;
};

interface Input {
  readonly self: Address;
  readonly disk: Context['disk'];
  readonly fuel: number;
  readonly others: Ids;
}

const message = (type: string, { self, value }: Context): Event => ({ type, from: self, value });

const send = (to: string | Address, event: Event) => ({
  type: 'send' as const,
  to,
  message: event,
});

function addressOf(to: 'hub' | 'asker' | 'kept', { asker, value }: Context): Address | null {
  if (to === 'asker') return asker;
  if (to === 'hub') return { host: 'hub', machine: 'member', key: null };
  return value === null ? null : { host: 'hub', machine: 'kept', key: value };
}

// The chart is random, so its configuration has no literal type for `createMachine` to check.
function machineOf(id: string, plan: ChartPlan): AnyStateMachine {
  const built = setup({
    types: { context: {} as Context, input: {} as Input, events: {} as Event },
    actions: {
      heed: assign(({ event }) => ({ asker: event.from, value: event.value })),
      bump: assign(({ context }) => ({ n: (context.n + 1) % 2 })),
      save: assign(({ context }) => ({ disk: { met: context.met } })),
      forget: assign({ met: {}, value: null }),
      meet: assign(({ context }) => ({
        met: context.asker === null ? context.met : { ...context.met, [context.asker.host]: true },
      })),
      learn: assign(({ context: { met, value } }) => ({
        met: value === null ? met : { ...met, [value]: true },
      })),
      note: emit(({ context }) => ({
        type: 'observe',
        event: { type: 'noted', n: context.n, value: context.value },
      })),
      tell: enqueueActions(({ context, enqueue }, type: string) => {
        if (context.fuel === 0) return;
        enqueue.assign({ fuel: context.fuel - 1 });
        for (const to of Object.keys(context.others)) {
          enqueue.emit(send({ host: to, machine: 'member', key: null }, message(type, context)));
        }
      }),
      tellOne: enqueueActions(({ context, enqueue }, to: 'hub' | 'asker' | 'kept') => {
        const address = addressOf(to, context);
        if (context.fuel === 0 || address === null) return;
        enqueue.assign({ fuel: context.fuel - 1 });
        enqueue.emit(send(address, message(to === 'asker' ? 'pong' : 'ping', context)));
      }),
    },
    guards: {
      even: ({ context }) => context.n === 0,
      metTwo: ({ context }) => Object.keys(context.met).length > 1,
    },
    delays: { soon: 10 },
  }).createMachine({
    id,
    initial: 's0',
    context: ({ input }: { input: Input }) => ({
      n: 0,
      fuel: input.fuel,
      self: input.self,
      others: input.others,
      met: input.disk?.met ?? {},
      asker: null,
      value: null,
      disk: input.disk ?? null,
    }),
    states: Object.fromEntries(states.map((state, index) => [state, stateOf(plan, index)])),
  } as never);
  return built as unknown as AnyStateMachine;
}

function stateOf(plan: ChartPlan, index: number): object {
  if (index === 2 && plan.lastIsFinal) return { type: 'final' };
  const timer = plan.timers[index] ?? null;
  const on = Object.fromEntries(
    events.map((event, at) => [
      event,
      (plan.on[index]?.[at] ?? []).map((one) => transitionOf(one, true)),
    ]),
  );
  return timer === null ? { on } : { on, after: { soon: transitionOf(timer, false) } };
}

function transitionOf({ target, guard, effects }: Edge, heeds: boolean): object {
  return {
    ...(target === null ? {} : { target }),
    ...(guard === null ? {} : { guard }),
    actions: [...(heeds ? ['heed'] : []), ...effects.map(actionOf)],
  };
}

function actionOf(effect: (typeof effects)[number]): unknown {
  switch (effect) {
    case 'tellPing':
    case 'tellPong':
      return { type: 'tell', params: effect === 'tellPing' ? 'ping' : 'pong' };
    case 'tellHub':
      return { type: 'tellOne', params: 'hub' };
    case 'tellKept':
      return { type: 'tellOne', params: 'kept' };
    case 'answer':
      return { type: 'tellOne', params: 'asker' };
    default:
      return effect;
  }
}

const watcher = setup({
  types: { context: {} as { readonly crashed: Ids }, events: {} as never },
  actions: {
    count: assign(({ context, event }) => ({
      crashed: { ...context.crashed, [(event as { readonly host: string }).host]: true as const },
    })),
  },
  guards: { two: ({ context }) => Object.keys(context.crashed).length > 1 },
}).createMachine({
  id: 'watcher',
  initial: 'calm',
  context: { crashed: {} },
  states: {
    calm: {
      on: {
        '@crash': { actions: 'count' },
        observed: [{ guard: 'two', target: 'alarmed' }, { actions: 'count' }],
      },
    },
    alarmed: { tags: 'violated' },
  },
} as never) as unknown as AnyStateMachine;

interface Plan {
  readonly charts: readonly ChartPlan[];
  readonly members: number;
  readonly asClients: boolean;
  readonly system: Omit<SystemDefinition, 'hosts' | 'inputs' | 'partitions'>;
  readonly isPartitioned: boolean;
  readonly values: readonly string[];
  readonly threshold: number;
  readonly names: ReadonlyMap<string, string>;
}

const small = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.constant(1));

const plan: fc.Arbitrary<Plan> = fc.record({
  charts: fc.array(chartPlan, { minLength: 3, maxLength: 3 }),
  members: fc.constantFrom(2, 2, 3),
  asClients: fc.boolean(),
  isPartitioned: fc.boolean(),
  values: fc.constantFrom(['x'], ['x', 'y'], ['x', 'y', 'z']),
  threshold: fc.nat(2),
  names: fc.oneof(renaming(['p', 'q', 'r']), renaming(['x', 'y', 'z'])),
  system: fc.record({
    channel: fc.constantFrom('unordered' as const, 'fifo' as const, 'duplicating' as const),
    unhandled: fc.constantFrom('consumed' as const, 'kept' as const),
    lateReplies: fc.constant('vanish' as const),
    whileDown: fc.constantFrom('wait' as const, 'lost' as const),
    budgets: fc.record({
      drop: small,
      duplicate: small,
      crash: small,
      restart: fc.constant(1),
      partition: small,
      heal: fc.constant(1),
      'timer:soon': fc.constantFrom(1, 2),
      'input:kick': fc.constantFrom(1, 2),
    }),
  }),
});

/** A random symmetric model. */
export const symmetricModel: fc.Arbitrary<Model> = plan.map(modelOf);

const set = (of: readonly string[]): Ids => Object.fromEntries(of.map((id) => [id, true as const]));

function modelOf(one: Plan): Model {
  const [first, second, third] = one.charts;
  if (first === undefined || second === undefined || third === undefined) {
    throw new Error('a plan has three charts');
  }
  const member = machineOf('member', first);
  const hub = machineOf('hub', { ...second, lastIsFinal: false });
  const kept = machineOf('kept', { ...third, timers: [null, ...third.timers.slice(1)] });
  const named = (name: string): string => one.names.get(name) ?? name;
  const ids = ['p', 'q', 'r'].slice(0, one.members).map(named);
  const values = one.values.map(named);
  const declare = one.asClients ? client : host;
  const pairs = ids.map((id) => [[id], ids.filter((other) => other !== id)]);
  const partitions = one.isPartitioned ? (ids.length === 2 ? pairs.slice(0, 1) : pairs) : [];
  return model('random/symmetric', {
    system: system({
      hosts: [
        ...ids.map((id) =>
          declare(id, {
            member: resident(member, {
              fuel: first.fuel,
              others: set(ids.filter((other) => other !== id)),
            }),
          }),
        ),
        host('hub', {
          member: resident(hub, { fuel: second.fuel, others: set(ids) }),
          kept: perKey(kept, () => named('x'), { fuel: 1, others: set(ids) }),
        }),
      ],
      ...one.system,
      partitions,
      budgets: withPartitionsOf(partitions, one.system.budgets),
      inputs: (id) =>
        ids.includes(id) ? values.map((value) => ({ type: 'kick', from: null, value })) : [],
    }),
    symmetric: [ids, values],
    properties: propertiesOf(member, one),
  });
}

const metOf = (context: unknown): number => Object.keys((context as Context).met).length;

function propertiesOf(member: AnyStateMachine, { threshold }: Plan): Model['properties'] {
  return {
    Shy: always((view) => view.each(member).every(({ context }) => metOf(context) <= threshold)),
    NeverBusy: never((view) => view.inFlight().length > threshold + 1),
    Reached: sometimes((view) => view.each(member).some((one) => one.in('s2'))),
    AllReached: sometimes((view) => view.each(member).every((one) => one.in('s1'))),
    Quiet: whenQuiet((view) =>
      view.hosts.every(({ id }) => !view.host(id).up || view.inFlight(id).length < 2),
    ),
    NoLeap: everyStep(
      (before, action, after) =>
        action.kind !== 'deliver' ||
        after.inFlight(action.from).length <= before.inFlight(action.from).length + threshold,
    ),
    Watched: monitored(watcher),
  };
}
