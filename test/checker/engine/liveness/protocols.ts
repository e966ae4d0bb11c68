/** Textbook protocols, as small as they can be, for what fairness each of them needs. */

import { assign, emit, enqueueActions, setup } from 'xstate';
import type { Address, Message, System, View } from '../../../../checker/index.ts';
import { client, host, resident, send, system } from '../../../../checker/index.ts';

interface Self {
  readonly self: Address;
}

/** A process that does one thing, if it is ever let. */
export const idler = setup({ types: { events: {} as { readonly type: 'go' } } }).createMachine({
  id: 'idler',
  initial: 'idle',
  states: { idle: { on: { go: 'done' } }, done: { type: 'final' } },
});

/** One host that may go once. */
export const idling: System = system({
  hosts: [client('a', { idler: resident(idler) })],
  inputs: () => [{ type: 'go' }],
});

/** Four states, of which `left` and `right` lie on two ways to the same end. */
export const forking = setup({
  types: { events: {} as { readonly type: 'left' | 'right' | 'on' } },
}).createMachine({
  id: 'forking',
  initial: 'start',
  states: {
    start: { on: { left: 'left', right: 'right' } },
    left: { on: { on: 'end' } },
    right: { on: { on: 'end' } },
    end: {},
  },
});

/** One host that goes left or right, and then on. */
export const fork: System = system({
  hosts: [host('a', { forking: resident(forking) })],
  inputs: () => ['left', 'right', 'on'].map((type) => ({ type })),
});

/** A machine that goes to and fro, and may settle. */
export const flapping = setup({
  types: { events: {} as { readonly type: 'flip' | 'settle' } },
}).createMachine({
  id: 'flapping',
  initial: 'off',
  states: {
    off: { on: { flip: 'on' } },
    on: { on: { flip: 'off', settle: 'settled' } },
    settled: {},
  },
});

/** One host that flips for as long as it likes; settling is possible every other time. */
export const flaps: System = system({
  hosts: [host('a', { flapping: resident(flapping) })],
  inputs: () => ['flip', 'settle'].map((type) => ({ type })),
});

const ticking = setup({ types: { events: {} as { readonly type: 'tick' } } }).createMachine({
  id: 'ticking',
  on: { tick: { target: undefined } },
});

/** One host that may tick, which changes nothing. */
export const ticks: System = system({
  hosts: [host('a', { ticking: resident(ticking) })],
  inputs: () => [{ type: 'tick' }],
});

/** A host that may crash, and one that may go; both were well before. */
export const crashOrGo: System = system({
  hosts: [host('a', { flapping: resident(flapping) }), host('b', { idler: resident(idler) })],
  inputs: (id) => (id === 'b' ? [{ type: 'go' }] : []),
  budgets: { crash: 1 },
});

interface End extends Self {
  readonly bit: 0 | 1;
  readonly got: number;
}

type Line = Self & { readonly bit: 0 | 1 | null };
type Bit = { readonly type: string; readonly bit: 0 | 1 };

const other = (bit: 0 | 1): 0 | 1 => (bit === 0 ? 1 : 0);

const sender = setup({
  types: {
    input: {} as Self,
    context: {} as End,
    events: {} as { readonly type: 'acknowledged'; readonly bit: 0 | 1 },
    emitted: {} as ReturnType<typeof send>,
  },
  actions: {
    offer: emit(({ context: { self, bit } }) =>
      send({ ...self, machine: 'frames' }, { type: 'put', bit } as Bit),
    ),
    turn: assign({ bit: ({ context: { bit } }) => other(bit) }),
  },
  guards: { isMine: ({ context, event }) => event.bit === context.bit },
  delays: { resend: 10 },
}).createMachine({
  id: 'sender',
  context: ({ input: { self } }) => ({ self, bit: 0, got: 0 }),
  initial: 'sending',
  states: {
    sending: {
      after: { resend: { target: 'sending', reenter: true, actions: 'offer' } },
      on: { acknowledged: { guard: 'isMine', target: 'sending', reenter: true, actions: 'turn' } },
    },
  },
});

/** A line holds one bit at most, which is carried to its end or lost. */
function line(carries: 'carryFrame' | 'carryAck', to: string, loses: string, what: string) {
  const hand = { target: 'empty', actions: ['hand', 'forget'] } as const;
  return setup({
    types: {
      input: {} as Self,
      context: {} as Line,
      events: {} as Bit,
      emitted: {} as ReturnType<typeof send>,
    },
    actions: {
      take: assign({ bit: ({ event }) => event.bit }),
      hand: emit(({ context: { self, bit } }) =>
        send({ ...self, machine: to }, { type: what, bit } as Bit),
      ),
      forget: assign({ bit: null }),
    },
    delays: { carryFrame: 10, carryAck: 10 },
  }).createMachine({
    id: carries,
    context: ({ input: { self } }) => ({ self, bit: null }),
    initial: 'empty',
    states: {
      empty: { on: { put: { target: 'full', actions: 'take' } } },
      full: {
        on: { put: { actions: 'take' }, [loses]: { target: 'empty', actions: 'forget' } },
        after: carries === 'carryFrame' ? { carryFrame: hand } : { carryAck: hand },
      },
    },
  });
}

/** Takes frames whose bit is the one it waits for. */
export const receiver = setup({
  types: {
    input: {} as Self,
    context: {} as End,
    events: {} as { readonly type: 'frame'; readonly bit: 0 | 1 },
    emitted: {} as ReturnType<typeof send>,
  },
  actions: {
    receive: enqueueActions(({ context: { self, bit, got }, event, enqueue }) => {
      if (event.bit === bit) enqueue.assign({ bit: other(bit), got: (got + 1) % 3 });
      enqueue.emit(send({ ...self, machine: 'acks' }, { type: 'put', bit: event.bit } as Bit));
    }),
  },
}).createMachine({
  id: 'receiver',
  context: ({ input: { self } }) => ({ self, bit: 0, got: 0 }),
  on: { frame: { actions: 'receive' } },
});

/** The alternating bit protocol on one host, its two lines of one place each losing what they like. */
export const alternatingBit: System = system({
  hosts: [
    host('h', {
      sender: resident(sender),
      frames: resident(line('carryFrame', 'receiver', 'loseFrame', 'frame')),
      receiver: resident(receiver),
      acks: resident(line('carryAck', 'sender', 'loseAck', 'acknowledged')),
    }),
  ],
  inputs: () => [{ type: 'loseFrame' }, { type: 'loseAck' }],
  faultInputs: ['loseFrame', 'loseAck'],
});

/** How many frames were received, modulo three. */
export const received = (view: View): number => view.each(receiver)[0]?.context.got ?? 0;

/** Wants the lock again and again. */
export const contender = setup({
  types: {
    input: {} as Self,
    context: {} as Self,
    events: {} as { readonly type: 'want' | 'granted' },
    emitted: {} as ReturnType<typeof send>,
  },
  actions: {
    acquire: emit(({ context: { self } }) =>
      send('lock', { type: 'acquire', by: self } as Message),
    ),
    release: emit(send('lock', { type: 'release' })),
  },
  delays: { leave: 10 },
}).createMachine({
  id: 'contender',
  context: ({ input: { self } }) => ({ self }),
  initial: 'idle',
  states: {
    idle: { on: { want: { target: 'waiting', actions: 'acquire' } } },
    waiting: { on: { granted: 'critical' } },
    critical: { after: { leave: { target: 'idle', actions: 'release' } } },
  },
});

const lock = setup({
  types: {
    events: {} as { readonly type: 'acquire'; readonly by: Address } | { readonly type: 'release' },
    emitted: {} as ReturnType<typeof send>,
  },
  actions: { grant: emit((_, { by }: { readonly by: Address }) => send(by, { type: 'granted' })) },
}).createMachine({
  id: 'lock',
  initial: 'free',
  states: {
    free: {
      on: {
        acquire: { target: 'held', actions: { type: 'grant', params: ({ event }) => event } },
      },
    },
    held: { on: { release: 'free' } },
  },
});

/** Two contenders for a lock that takes no request while it is held. */
export const mutualExclusion: System = system({
  hosts: [
    ...['c1', 'c2'].map((id) => host(id, { contender: resident(contender) })),
    host('lock', { lock: resident(lock) }),
  ],
  inputs: (id) => (id === 'lock' ? [] : [{ type: 'want' }]),
  unhandled: 'kept',
});

/** Passes a token on to its neighbour. */
export const station = setup({
  types: {
    input: {} as Self & { readonly next: string; readonly starts: boolean },
    context: {} as { readonly next: string; readonly starts: boolean },
    events: {} as { readonly type: 'token' },
    emitted: {} as ReturnType<typeof send>,
  },
  actions: { pass: emit(({ context: { next } }) => send(next, { type: 'token' })) },
  guards: { starts: ({ context: { starts } }) => starts },
  delays: { hold: 10 },
}).createMachine({
  id: 'station',
  context: ({ input: { next, starts } }) => ({ next, starts }),
  initial: 'born',
  states: {
    born: { always: [{ guard: 'starts', target: 'holding' }, { target: 'waiting' }] },
    waiting: { on: { token: 'holding' } },
    holding: { after: { hold: { target: 'waiting', actions: 'pass' } } },
  },
});

/** Three hosts in a ring, and one token. */
export const tokenRing: System = system({
  hosts: ['n1', 'n2', 'n3'].map((id, at, ids) => {
    const next = ids[(at + 1) % ids.length] ?? '';
    return host(id, { station: resident(station, { next, starts: at === 0 }) });
  }),
});

/** Takes one message, if it is ever up when one comes. */
export const taker = setup({ types: { events: {} as { readonly type: 'parcel' } } }).createMachine({
  id: 'taker',
  initial: 'waiting',
  states: { waiting: { on: { parcel: 'served' } }, served: {} },
});

const giver = setup({
  types: { emitted: {} as ReturnType<typeof send> },
  actions: { give: emit(send('b', { type: 'parcel' })) },
}).createMachine({ id: 'giver', entry: 'give' });

/** A message to a host that crashes as often as it likes. */
export const crashLoop: System = system({
  hosts: [host('a', { giver: resident(giver) }), host('b', { taker: resident(taker) })],
  crashable: ['b'],
  budgets: { crash: 'unlimited' },
});
