/**
 * Random graphs as systems: hosts whose states are numbers, and events each of which mostly adds its own
 * amount, so that many commute and many ways lead to the same state. Some send an event on.
 */

import fc from 'fast-check';
import type { AnyStateMachine } from 'xstate';
import { assign, emit, setup } from 'xstate';
import type { Model } from '../../../../checker/index.ts';
import { host, model, resident, system } from '../../../../checker/index.ts';

/** One event: what it adds, where it is no step, where it leads elsewhere, and what it sends. */
interface Edges {
  readonly adds: number;
  readonly forbidden: readonly number[];
  readonly odd: readonly (readonly [number, number])[];
  readonly sends: number | null;
}

interface Plan {
  readonly size: number;
  /** Whether sums beyond the size begin again at 0. */
  readonly isRound: boolean;
  /** The events that the environment brings about; those after them come by message. */
  readonly inputs: number;
  readonly events: readonly Edges[];
}

const edges: fc.Arbitrary<Edges> = fc.record({
  adds: fc.integer({ min: 1, max: 3 }),
  forbidden: fc.array(fc.nat(9), { maxLength: 3 }),
  odd: fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 1 }),
  sends: fc.option(fc.nat(4), { freq: 1 }),
});

const plan: fc.Arbitrary<Plan> = fc.record({
  size: fc.integer({ min: 2, max: 10 }),
  isRound: fc.boolean(),
  inputs: fc.integer({ min: 1, max: 3 }),
  events: fc.array(edges, { minLength: 2, maxLength: 5 }),
});

/** A model of one host, which sends nothing. */
export const graphModel: fc.Arbitrary<Model> = plan.map(({ events, ...rest }) =>
  modelOf([
    { ...rest, inputs: events.length, events: events.map((one) => ({ ...one, sends: null })) },
  ]),
);

/** A model of two or three hosts, each of which sends to the next. */
export const graphsModel: fc.Arbitrary<Model> = fc
  .array(plan, { minLength: 2, maxLength: 3 })
  .map(modelOf);

function modelOf(plans: readonly Plan[]): Model {
  const hosts = plans.map((one, index) =>
    host(`h${index}`, {
      graph: resident(machineOf(one, `h${(index + 1) % plans.length}`)),
    }),
  );
  return model('random/graphs', {
    system: system({
      hosts,
      inputs: (id) => {
        const { inputs = 0 } = plans[Number(id.slice(1))] ?? {};
        return Array.from({ length: inputs }, (_, index) => ({ type: `${index}` }));
      },
    }),
    properties: {},
  });
}

function machineOf({ size, isRound, events }: Plan, next: string): AnyStateMachine {
  const after = (at: number, type: string): number | null => {
    const event = events[Number(type)];
    if (event === undefined || event.forbidden.includes(at)) return null;
    const odd = event.odd.find(([from]) => from === at)?.[1];
    const sum = odd ?? event.adds + at;
    return sum < size ? sum : isRound ? sum % size : null;
  };
  const sent = (type: string): number | null => events[Number(type)]?.sends ?? null;
  const transitions = events.map((_, index) => {
    const send = sent(`${index}`) === null ? [] : ['send'];
    return [`${index}`, { guard: 'leadsOn', actions: ['go', ...send] }];
  });
  return setup({
    types: { context: {} as { readonly at: number }, events: {} as { readonly type: string } },
    actions: {
      go: assign(({ context, event }) => ({ at: after(context.at, event.type) ?? context.at })),
      send: emit(
        ({ event }) =>
          ({ type: 'send', to: next, message: { type: `${sent(event.type)}` } }) as never,
      ),
    },
    guards: { leadsOn: ({ context, event }) => after(context.at, event.type) !== null },
    // Its events are random, so its configuration has no literal type for `createMachine` to check.
  }).createMachine({
    id: `graph-before-${next}`,
    context: { at: 0 },
    on: Object.fromEntries(transitions),
  } as never) as unknown as AnyStateMachine;
}
