/**
 * The alternating bit protocol (Bartlett, Scantlebury and Wilkinson 1969, "A Note on Reliable
 * Full-Duplex Transmission over Half-Duplex Links"): items cross a noisy line. Each bears a bit that
 * changes with every item; the receiver answers with the bit of the last one that it took.
 *
 * Decided: what arrives is heard or misheard, and who misheard says again what it said last. A frame
 * that is lost, and missed by a time-out that is never early, comes to the same.
 */

import { assign, emit, setup } from 'xstate';
import { always, caughtBy, client, eventually, family, host, message, resident } from '../index.ts';
import { send, strong, swap, system, weak } from '../index.ts';
import type { Send } from '../index.ts';

type Item = { readonly type: 'item'; readonly item: number; readonly bit: number };
type Ack = { readonly type: 'ack'; readonly bit: number };
type Ear = { readonly type: 'hear' | 'mishear' };

type Sending = { readonly last: number; readonly item: number; readonly bit: number };
type Taking = { readonly taken: readonly number[]; readonly bit: number; readonly arrived: Item };
const nothing: Item = { type: 'item', item: 0, bit: 0 };

/** Sends item 1, 2 and so on up to the last, each until it hears its bit. */
const sender = setup({
  types: {
    input: {} as Pick<Sending, 'last'>,
    context: {} as Sending & { readonly arrived: number | null },
    events: {} as Ack | Ear,
    emitted: {} as Send<Item>,
  },
  actions: {
    sendItem: emit(({ context: { bit, item } }) => send('receiver', { type: 'item', item, bit })),
    keep: assign((_, { bit }: Ack) => ({ arrived: bit })),
    forget: assign({ arrived: null }),
    goOn: assign(({ context: { item, bit } }) => ({ item: item + 1, bit: 1 - bit })),
  },
  guards: {
    isAcked: ({ context: { arrived, bit } }) => arrived === bit,
    allSent: ({ context: { item, last } }) => item > last,
  },
}).createMachine({
  id: 'sender',
  context: ({ input: { last } }) => ({ last, item: 1, bit: 1, arrived: null }),
  initial: 'sending',
  states: {
    sending: {
      entry: ['forget', 'sendItem'],
      on: { ack: { target: 'listening', actions: { type: 'keep', params: message } } },
    },
    listening: {
      on: {
        hear: [{ guard: 'isAcked', target: 'goingOn', actions: 'goOn' }, { target: 'sending' }],
        mishear: 'sending',
      },
    },
    goingOn: { always: [{ guard: 'allSent', target: 'finished' }, { target: 'sending' }] },
    finished: { type: 'final' },
  },
});

/** Takes each item once, and answers whatever arrives with the bit of the last item taken. */
const receiver = setup({
  types: { context: {} as Taking, events: {} as Item | Ear, emitted: {} as Send<Ack> },
  actions: {
    keep: assign((_, arrived: Item) => ({ arrived })),
    take: assign(({ context: { taken, arrived } }) => ({
      taken: [...taken, arrived.item],
      bit: arrived.bit,
    })),
    forget: assign({ arrived: nothing }),
    answer: emit(({ context: { bit } }) => send('sender', { type: 'ack', bit })),
  },
  guards: { isNew: ({ context: { arrived, bit } }) => arrived.bit !== bit },
}).createMachine({
  id: 'receiver',
  context: { taken: [], bit: 0, arrived: nothing },
  initial: 'waiting',
  states: {
    waiting: { on: { item: { target: 'listening', actions: { type: 'keep', params: message } } } },
    listening: {
      on: {
        hear: [{ guard: 'isNew', target: 'answering', actions: 'take' }, { target: 'answering' }],
        mishear: 'answering',
      },
    },
    answering: { always: { target: 'waiting', actions: ['forget', 'answer'] } },
  },
});

const takesAll = receiver.provide({ guards: { isNew: () => true } });

/** A transfer of so many items. */
export const alternatingBit = family({
  defaults: { items: 3 },
  name: ({ items }) => `alternating-bit/items${items}`,
  build: ({ items }) => ({
    system: system({
      hosts: [
        client('sender', { sender: resident(sender, { last: items }) }),
        host('receiver', { receiver: resident(receiver) }),
      ],
      inputs: () => [{ type: 'hear' }, { type: 'mishear' }],
      faultInputs: ['mishear'],
    }),
    properties: {
      // Item 1 is taken first, item 2 next, and so on.
      InOrder: always((view) =>
        view
          .each(receiver)
          .every(({ context }) => context.taken.every((item, at) => item === at + 1)),
      ),
      Finishes: eventually((view) => view.isFinal('sender')),
    },
    fairness: [weak.deliver(), strong.input({ type: 'hear' })],
    mutants: { takesAll: caughtBy('InOrder', swap(receiver, takesAll)) },
  }),
});

/** The models that are checked by default. */
export const models = [alternatingBit()];
