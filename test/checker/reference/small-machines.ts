/** Small machines for tests of the semantics: one that relays, one that asks, one that answers. */

import { assign, emit, enqueueActions, setup } from 'xstate';
import type { Address } from '../../../checker/index.ts';

/** Messages that name who wants the answer and under which key. */
export interface Note {
  readonly type: string;
  readonly k: string;
  readonly from: Address;
}

interface Self {
  readonly self: Address;
}

/** On `go` sends `hello` to the host it is told to; counts `hello`s; remembers the count on disk on `save`. */
export const peer = setup({
  types: {
    context: {} as Self & { readonly heard: number; readonly disk: number | null },
    input: {} as Self & { readonly disk: number | null },
    events: {} as
      | { readonly type: 'go'; readonly to: string }
      | { readonly type: 'hello' }
      | { readonly type: 'save' },
    emitted: {} as
      | { readonly type: 'send'; readonly to: string; readonly message: { readonly type: string } }
      | { readonly type: 'observe'; readonly event: { readonly type: string } },
  },
  actions: {
    greet: emit((_, { to }: { readonly to: string }) => ({
      type: 'send' as const,
      to,
      message: { type: 'hello' },
    })),
    count: assign({ heard: ({ context }) => context.heard + 1 }),
    save: assign({ disk: ({ context }) => context.heard }),
    note: emit({ type: 'observe', event: { type: 'heard' } }),
  },
  delays: { patience: 100 },
}).createMachine({
  id: 'peer',
  context: ({ input }) => ({ self: input.self, heard: input.disk ?? 0, disk: input.disk }),
  initial: 'waiting',
  states: {
    waiting: {
      after: { patience: 'tired' },
      on: {
        go: { actions: { type: 'greet', params: ({ event }) => event } },
        hello: { actions: ['count', 'note'] },
        save: { actions: 'save' },
      },
    },
    tired: {},
  },
});

/** A request: asks the host named in its opening message, done when it is answered. */
export const asking = setup({
  types: {
    context: {} as Self,
    input: {} as Self & { readonly request: Note & { readonly to: string } },
    events: {} as Note,
  },
  actions: {
    ask: emit(({ context }) => ({
      type: 'send' as const,
      to: 'b',
      message: { type: 'question', k: context.self.key ?? '', from: context.self },
    })),
  },
}).createMachine({
  id: 'asking',
  context: ({ input }) => ({ self: input.self }),
  entry: 'ask',
  initial: 'open',
  states: { open: { on: { answer: 'answered', giveUp: 'answered' } }, answered: { type: 'final' } },
});

/** One instance a key: answers questions, and counts them. */
export const answering = setup({
  types: {
    context: {} as Self & { readonly asked: number },
    input: {} as Self,
    events: {} as Note | { readonly type: 'forget'; readonly k: string },
  },
  actions: {
    answer: enqueueActions(({ enqueue, event }) => {
      if (!('from' in event)) return;
      enqueue.emit({
        type: 'send',
        to: event.from,
        message: { type: 'answer', k: event.k, from: event.from },
      } as never);
    }),
    count: assign({ asked: ({ context }) => context.asked + 1 }),
    forget: assign({ asked: 0 }),
  },
}).createMachine({
  id: 'answering',
  context: ({ input }) => ({ self: input.self, asked: 0 }),
  on: { question: { actions: ['count', 'answer'] }, forget: { actions: 'forget' } },
});
