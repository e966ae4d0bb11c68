/**
 * Requests that are repeated and yet done once (Birrell and Nelson 1984, "Implementing Remote Procedure
 * Calls"): a client asks again when it has waited too long, and gives up in the end; the server keeps on
 * disk what it has done, so that it recognises a request even after a crash. Messages may be lost, or
 * arrive twice, or in another order.
 * Decided: what is done is on disk in the step that does it, before the answer leaves.
 */

import { assign, emit, setup } from 'xstate';
import { always, caughtBy, client, edit, eventually, family, host, message } from '../index.ts';
import { resident, send, sometimes, swap, system, weak } from '../index.ts';
import type { Address, Send, View } from '../index.ts';

type Request = { readonly type: 'request'; readonly from: string };
type Done = { readonly type: 'done' };
type Patience = { readonly self: Address; readonly tries: number };
/** The requests that were done, by who asked, in this order. */
type Disk = { readonly done: readonly string[] };

/** Asks, and asks again for so many times in all. */
const asker = setup({
  types: {
    input: {} as Patience,
    context: {} as Patience,
    events: {} as Done,
    emitted: {} as Send<Request>,
  },
  actions: {
    ask: emit(({ context: { self } }) => send('server', { type: 'request', from: self.host })),
    countTry: assign(({ context: { tries } }) => ({ tries: tries - 1 })),
  },
  guards: { mayTryAgain: ({ context: { tries } }) => tries > 0 },
  delays: { patience: 1000 },
}).createMachine({
  id: 'asker',
  context: ({ input: { self, tries } }) => ({ self, tries }),
  initial: 'asking',
  states: {
    asking: {
      entry: ['ask', 'countTry'],
      on: { done: 'answered' },
      after: { patience: 'impatient' },
    },
    impatient: { always: [{ guard: 'mayTryAgain', target: 'asking' }, { target: 'givenUp' }] },
    answered: { type: 'final' },
    givenUp: { type: 'final' },
  },
});

/** Does what is asked, once for each client. */
const server = setup({
  types: {
    input: {} as { readonly disk: Disk | null },
    context: {} as { readonly disk: Disk },
    events: {} as Request,
    emitted: {} as Send<Done>,
  },
  actions: {
    work: assign(({ context }, { from }: Request) => ({
      disk: { done: [...context.disk.done, from] },
    })),
    answer: emit((_, { from }: Request) => send(from, { type: 'done' })),
  },
  guards: { isKnown: ({ context: { disk } }, { from }: Request) => disk.done.includes(from) },
}).createMachine({
  id: 'server',
  context: ({ input: { disk } }) => ({ disk: disk ?? { done: [] } }),
  on: {
    request: [
      { guard: { type: 'isKnown', params: message }, actions: { type: 'answer', params: message } },
      {
        actions: [
          { type: 'work', params: message },
          { type: 'answer', params: message },
        ],
      },
    ],
  },
});

const obliging = server.provide({ guards: { isKnown: () => false } });
const forgetful = edit(server, (config) => ({ ...config, context: { disk: { done: [] } } }));

/** Whether the list of what was done, as long as the server is up to have one, is as it should be. */
const ofDone = (view: View, isRight: (done: readonly string[]) => boolean) =>
  view.each(server).every(({ context }) => isRight(context.disk.done));

/** Clients that try so many times; `faults` caps losses, duplicates and crashes, each by itself. */
export const atMostOnce = family({
  defaults: { clients: 2, tries: 2, faults: 1 },
  name: ({ clients, tries, faults }) => `at-most-once/c${clients}-tries${tries}-faults${faults}`,
  build: ({ clients, tries, faults }) => ({
    system: system({
      hosts: [
        ...Array.from({ length: clients }, (_, at) =>
          client(`c${at + 1}`, { asker: resident(asker, { tries }) }),
        ),
        host('server', { server: resident(server) }),
      ],
      budgets: { drop: faults, duplicate: faults, crash: faults },
    }),
    properties: {
      Once: always((view) => ofDone(view, (done) => new Set(done).size === done.length)),
      AnsweredIsDone: always((view) => {
        const answered = view.each(asker).filter((one) => one.in('answered'));
        return ofDone(view, (done) => answered.every(({ host: id }) => done.includes(id)));
      }),
      GivesUp: sometimes((view) => view.each(asker).some((one) => one.in('givenUp'))),
      Ends: eventually((view) => view.each(asker).every((one) => one.final)),
    },
    fairness: [weak.timer()],
    mutants: {
      repeats: caughtBy('Once', swap(server, obliging)),
      ...(faults > 0 ? { forgets: caughtBy('AnsweredIsDone', forgetful) } : {}),
    },
  }),
});

/** The models that are checked by default. */
export const models = [atMostOnce()];
