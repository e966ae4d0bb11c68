/** The machines of the shop: who buys, an order, the bank's ledger, and an accountant who watches. */

import { assign, emit, setup } from 'xstate';
import { message, observe, send } from '../index.ts';
import type { Address, Observe, Send } from '../index.ts';

type Buy = { readonly type: 'buy'; readonly from: Address };
type Charge = { readonly type: 'charge'; readonly from: Address; readonly order: string };
type Charged = { readonly type: 'charged' };
type Told = { readonly type: 'bought' | 'failed' };

/** Orders once; waits for what comes of it, but not for ever. */
export const buyer = setup({
  types: {
    input: {} as { readonly self: Address },
    context: {} as { readonly self: Address },
    events: {} as Told,
    emitted: {} as Send<Buy>,
  },
  actions: { buy: emit(({ context: { self } }) => send('shop', { type: 'buy', from: self })) },
  delays: { evening: 60_000 },
}).createMachine({
  id: 'buyer',
  context: ({ input: { self } }) => ({ self }),
  initial: 'waiting',
  states: {
    waiting: { entry: 'buy', on: { bought: 'happy', failed: 'sad' }, after: { evening: 'sad' } },
    happy: { type: 'final' },
    sad: { type: 'final' },
  },
});

type Order = { readonly self: Address; readonly request: Buy; readonly tries: number };

/** One order: has its buyer charged, asks again for a while, and says what came of it. */
export const order = setup({
  types: {
    input: {} as Order,
    context: {} as Order,
    events: {} as Charged,
    emitted: {} as Send<Charge | Told>,
  },
  actions: {
    charge: emit(({ context: { self, request } }) =>
      send('bank', { type: 'charge', from: self, order: request.from.host }),
    ),
    countTry: assign(({ context: { tries } }) => ({ tries: tries - 1 })),
    tellBought: emit(({ context: { request } }) => send(request.from, { type: 'bought' })),
    tellFailed: emit(({ context: { request } }) => send(request.from, { type: 'failed' })),
  },
  guards: { mayTryAgain: ({ context: { tries } }) => tries > 0 },
  delays: { patience: 5000 },
}).createMachine({
  id: 'order',
  context: ({ input: { self, request, tries } }) => ({ self, request, tries }),
  initial: 'charging',
  states: {
    charging: {
      entry: ['charge', 'countTry'],
      on: { charged: 'bought' },
      after: {
        patience: [
          { guard: 'mayTryAgain', target: 'charging', reenter: true },
          { target: 'failed' },
        ],
      },
    },
    bought: { type: 'final', entry: 'tellBought' },
    failed: { type: 'final', entry: 'tellFailed' },
  },
});

type Took = { readonly type: 'took'; readonly order: string };
/** Those who were charged. */
export type Orders = Readonly<Record<string, true>>;

/** Charges for an order once, however often it is asked to. */
export const ledger = setup({
  types: {
    input: {} as { readonly disk: Orders | null },
    context: {} as { readonly disk: Orders },
    events: {} as Charge,
    emitted: {} as Send<Charged> | Observe<Took>,
  },
  actions: {
    note: assign(({ context: { disk } }, { order }: Charge) => ({
      disk: { ...disk, [order]: true as const },
    })),
    show: emit((_, { order }: Charge) => observe({ type: 'took', order })),
    answer: emit((_, { from }: Charge) => send(from, { type: 'charged' })),
  },
  guards: { isCharged: ({ context: { disk } }, { order }: Charge) => disk[order] === true },
}).createMachine({
  id: 'ledger',
  context: ({ input: { disk } }) => ({ disk: disk ?? {} }),
  on: {
    charge: [
      {
        guard: { type: 'isCharged', params: message },
        actions: { type: 'answer', params: message },
      },
      {
        actions: [
          { type: 'note', params: message },
          { type: 'show', params: message },
          { type: 'answer', params: message },
        ],
      },
    ],
  },
});

/** Is alarmed where somebody is charged twice. */
export const accountant = setup({
  types: {
    context: {} as { readonly took: Orders },
    events: {} as { readonly type: 'observed'; readonly host: string; readonly event: Took },
  },
  actions: {
    note: assign(({ context: { took }, event }) => ({
      took: { ...took, [event.event.order]: true as const },
    })),
  },
  guards: { isSecond: ({ context: { took }, event }) => took[event.event.order] === true },
}).createMachine({
  id: 'accountant',
  context: { took: {} },
  initial: 'content',
  states: {
    content: { on: { observed: [{ guard: 'isSecond', target: 'alarmed' }, { actions: 'note' }] } },
    alarmed: { tags: 'violated' },
  },
});
