/**
 * Random systems with what `random-system.ts` leaves out: three or four hosts with several machines
 * each, several keys, local messages, parallel and nested states, transitions of the whole chart,
 * residents that end, monitors of several shapes, and partitions that leave hosts out.
 */

import fc from 'fast-check';
import { assign, emit, enqueueActions, setup } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import {
  always,
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

interface Context {
  readonly n: number;
  readonly fuel: number;
  readonly self: Address;
  readonly asker: Address | null;
  readonly disk: { readonly n: number } | null;
}

interface Input {
  readonly self: Address;
  readonly disk?: Context['disk'];
  readonly request?: Event;
  readonly fuel: number;
}

type Event = { readonly type: string; readonly k: string; readonly from: Address | null };

const ids = ['a', 'b', 'c'] as const;
const targets = ['s0', 's1', 's2', 'pair', 'over'] as const;
const told = ['poke', 'keep', 'open', 'reply'] as const;

interface Edge {
  readonly on: (typeof told)[number] | 'after';
  readonly target: (typeof targets)[number] | null;
  readonly effects: readonly string[];
  readonly isGuarded: boolean;
}

/** A chart: the transitions of each of its states, the first list being those of the whole chart. */
type ChartPlan = readonly (readonly Edge[])[];

/** A host that has a machine for a type: there are no requests on b, and no resident on c. */
function takerOf(type: string, to: string): string {
  if (type === 'open' && to === 'b') return 'a';
  return type === 'poke' && to === 'c' ? 'b' : to;
}

// `tell <type> <host> <key>`; `tell reply` goes to whoever asked.
const telling = fc
  .tuple(
    fc.constantFrom('poke', 'keep', 'open'),
    fc.constantFrom(...ids),
    fc.constantFrom('k', 'l'),
  )
  .map(([type, to, key]) => `tell ${type} ${takerOf(type, to)} ${key}`);
const effect = fc.oneof(
  { weight: 4, arbitrary: telling },
  fc.constantFrom('tell reply', 'bump', 'save', 'note', 'note'),
);
const edge: fc.Arbitrary<Edge> = fc.record({
  on: fc.constantFrom(...told, 'after' as const),
  target: fc.option(fc.constantFrom(...targets), { freq: 3 }),
  effects: fc.array(effect, { minLength: 1, maxLength: 2 }),
  isGuarded: fc.nat(3).map((one) => one === 0),
});
const chartPlan: fc.Arbitrary<ChartPlan> = fc.tuple(
  fc.array(edge, { maxLength: 1 }),
  ...[4, 3, 2, 2, 2].map((maxLength) => fc.array(edge, { minLength: 1, maxLength, size: 'max' })),
);

/** What hosts and keys are called. */
type Naming = (name: string) => string;

const chartIds = ['boss', 'shelf', 'asked'] as const;

// The chart is random, so its configuration has no literal type for `createMachine` to check.
function machineOf(
  id: string,
  [whole = [], s0 = [], s1 = [], s2 = [], left = [], right = []]: ChartPlan,
  named: Naming,
): AnyStateMachine {
  const built = setup({
    types: { context: {} as Context, input: {} as Input, events: {} as Event },
    actions: {
      bump: assign({ n: ({ context }) => (context.n + 1) % 2 }),
      save: assign({ disk: ({ context }) => ({ n: context.n }) }),
      note: emit(({ context }) => ({ type: 'observe', event: { type: 'noted', n: context.n } })),
      noteAsker: assign({ asker: ({ event, context }) => event.from ?? context.asker }),
      tell: enqueueActions(({ context, enqueue }, what: readonly string[]) => {
        const [type = '', to = '', k = ''] = what;
        const receiver = type === 'reply' ? context.asker : named(to);
        if (context.fuel === 0 || receiver === null) return;
        const message = { type, k: named(k), from: context.self };
        enqueue.emit({ type: 'send', to: receiver, message } as { readonly type: 'send' });
        enqueue.assign({ fuel: context.fuel - 1 });
      }),
    },
    guards: { even: ({ context }) => context.n === 0 },
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
    }),
    ...transitionsOf(id, whole, false),
    states: {
      s0: transitionsOf(id, s0, id !== 'shelf'),
      s1: transitionsOf(id, s1, true),
      s2: { initial: 'in', states: { in: transitionsOf(id, s2, true) } },
      pair: {
        type: 'parallel',
        states: {
          left: { initial: 'on', states: { on: transitionsOf(id, left, true) } },
          right: { initial: 'on', states: { on: transitionsOf(id, right, true) } },
        },
      },
      over: { type: 'final' },
    },
  } as never);
  return built as unknown as AnyStateMachine;
}

const rootTargets = (id: string, target: string): string => `#${id}.${target}`;

/** Only one machine of a host takes each type that is sent to the host. */
function isTaken(id: string, { on }: Edge): boolean {
  if (on === 'poke') return id !== 'shelf';
  if (on === 'keep') return id === 'shelf';
  return on !== 'open' || id === 'asked';
}

function transitionsOf(id: string, edges: readonly Edge[], hasTimers: boolean): object {
  // So that every type has its taker, whatever else is random.
  const on: Record<string, object[]> = { [id === 'shelf' ? 'keep' : 'poke']: [] };
  const after: object[] = [];
  for (const one of edges) {
    const made = {
      ...(one.target === null ? {} : { target: rootTargets(id, one.target) }),
      ...(one.isGuarded ? { guard: 'even' } : {}),
      actions: ['noteAsker', ...one.effects.map(actionOf)],
    };
    if (one.on !== 'after') {
      if (isTaken(id, one)) (on[one.on] ??= []).push(made);
    } else if (hasTimers) after.push(made);
  }
  return after.length === 0 ? { on } : { on, after: { soon: after } };
}

function actionOf(what: string): string | { readonly type: 'tell'; readonly params: string[] } {
  const [name = '', ...rest] = what.split(' ');
  return name === 'tell' ? { type: 'tell', params: rest } : name;
}

/** Leaves its violated state again, which lies deep in one of two regions. */
const fickle = setup({}).createMachine({
  id: 'fickle',
  type: 'parallel',
  states: {
    seen: {
      initial: 'none',
      states: {
        none: { on: { observed: 'some' } },
        some: {
          initial: 'calm',
          on: { '@restart': '.bad' },
          states: {
            calm: { on: { '@crash': 'bad' } },
            bad: { tags: 'violated', on: { observed: 'calm' } },
          },
        },
      },
    },
    split: {
      initial: 'no',
      states: { no: { on: { '@partition': 'yes' } }, yes: { on: { '@heal': 'no' } } },
    },
  },
});

/** Ends, but has a transition of the whole chart, which must not be taken from then on. */
const ending = setup({
  types: { context: {} as { readonly n: number } },
  actions: { count: assign({ n: ({ context }) => (context.n + 1) % 3 }) },
}).createMachine({
  id: 'ending',
  context: { n: 0 },
  initial: 'open',
  on: { observed: { actions: 'count' } },
  states: {
    open: { on: { '@crash': 'shut', '@amnesia': 'shut' } },
    shut: { type: 'final' },
    // Never comes to be: a monitor without a state like this is refused.
    bad: { tags: 'violated' },
  },
});

interface Plan {
  readonly charts: readonly ChartPlan[];
  readonly fuel: readonly number[];
  readonly system: Omit<SystemDefinition, 'hosts' | 'inputs'>;
  readonly inputs: readonly (readonly [string, string, string])[];
  readonly rebirth: 'refused' | 'allowed';
  readonly asksSteps: boolean;
  readonly isWatched: boolean;
  readonly swapped: boolean;
  readonly names: ReadonlyMap<string, string>;
}

const channel = fc.constantFrom('unordered' as const, 'fifo' as const, 'duplicating' as const);
const rarely = fc.constantFrom(0, 0, 0, 1);
const hostId = fc.constantFrom(...ids);

const plan: fc.Arbitrary<Plan> = fc.record({
  charts: fc.array(chartPlan, { minLength: 3, maxLength: 3 }),
  fuel: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 }),
  system: fc.record({
    channel,
    channels: fc
      .uniqueArray(fc.record({ from: hostId, to: hostId, channel }), {
        maxLength: 2,
        selector: ({ from, to }) => `${from} ${to}`,
      })
      .map((pairs) => pairs.filter(({ from, to }) => from !== to)),
    unhandled: fc.constantFrom('consumed', 'kept'),
    whileDown: fc.constantFrom('wait', 'lost'),
    partitions: fc.constantFrom(
      [],
      [[['a'], ['b']]],
      [
        [['a', 'b'], ['c']],
        [['a'], ['c']],
      ],
    ),
    crashable: fc.subarray([...ids]),
    budgets: fc.record(
      {
        drop: rarely,
        duplicate: rarely,
        crash: rarely,
        amnesia: rarely,
        partition: rarely,
        restart: fc.constant(1),
        heal: fc.nat(1),
        deliver: fc.nat(4),
        'timer:soon': fc.nat(2),
      },
      { requiredKeys: ['drop', 'crash', 'partition'] },
    ),
  }),
  inputs: fc.array(
    fc.tuple(hostId, fc.constantFrom('poke', 'keep', 'open'), fc.constantFrom('k', 'l')),
    { minLength: 2, maxLength: 4, size: 'max' },
  ),
  rebirth: fc.constantFrom('allowed', 'allowed', 'allowed', 'refused'),
  asksSteps: fc.boolean(),
  isWatched: fc.boolean(),
  swapped: fc.boolean(),
  names: fc
    .tuple(renaming(ids), renaming(['k', 'l'], oddNames))
    .map(([hosts, keys]) => new Map([...hosts, ...keys])),
});

/** A random model of three hosts; printed by its plan when a law fails. */
export const wideModel: fc.Arbitrary<Model> = plan.map(modelOf);

const byKey = (message: unknown): string => (message as Event).k;

function modelOf(made: Plan): Model {
  const named: Naming = (name) => made.names.get(name) ?? name;
  const [boss, shelf, asked] = chartIds.map((id, at) =>
    machineOf(id, made.charts[at] ?? [], named),
  );
  if (boss === undefined || shelf === undefined || asked === undefined) throw new Error('no chart');
  const [one = 0, two = 0, three = 0] = made.fuel;
  const { rebirth } = made;
  const machines = {
    boss: resident(boss, { fuel: one }),
    shelf: perKey(shelf, byKey, { fuel: two }),
  };
  const requests = perRequest(asked, { opens: 'open', by: byKey, rebirth }, { fuel: three });
  const hosts = [
    host(named('a'), { ...machines, asked: requests }),
    host(named('b'), machines),
    host(named('c'), { shelf: perKey(shelf, byKey, { fuel: two }), asked: requests }),
  ];
  return model('random/wide', {
    system: system({
      hosts: made.swapped ? hosts.toReversed() : hosts,
      ...(renamed(made.system as Json, named) as Plan['system']),
      budgets: withPartitionsOf(made.system.partitions, {
        'input:poke': 1,
        'input:keep': 1,
        'input:open': 2,
        ...made.system.budgets,
      }),
      inputs: (id) =>
        made.inputs.flatMap(([at, type, k]) =>
          named(takerOf(type, at)) === id ? [{ type, k: named(k), from: null }] : [],
        ),
    }),
    properties: propertiesOf(made, [boss, shelf, asked], named),
  });
}

type Machines = readonly [AnyStateMachine, AnyStateMachine, AnyStateMachine];

function propertiesOf(
  made: Plan,
  [boss, shelf, asked]: Machines,
  named: Naming,
): Model['properties'] {
  const { asksSteps, isWatched } = made;
  return {
    Shallow: always((view) =>
      view.each(shelf).every((one) => !one.in('s2.in') || one.key === named('k')),
    ),
    NoneAsked: never((view) => view.host(named('a')).at(asked, named('l')) !== null),
    Paired: sometimes((view) => view.each(boss).some((one) => one.in('pair.left.on'))),
    DiskAhead: never((view) => view.disks(shelf).some(({ disk }) => disk !== null)),
    SplitQuiet: whenQuiet((view) => view.partition === null && view.messages('keep').length === 0),
    OneReply: always((view) => view.messages('reply').length <= 1),
    ...(isWatched ? { Fickle: monitored(fickle), Ending: monitored(ending) } : {}),
    ...(asksSteps
      ? {
          Grows: everyStep(
            (before, action, after) =>
              action.kind !== 'deliver' || before.inFlight().length >= after.inFlight().length,
          ),
        }
      : {}),
  };
}
