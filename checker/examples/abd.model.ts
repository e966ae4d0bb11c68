/**
 * A register held by a majority of replicas (Attiya, Bar-Noy and Dolev 1995, "Sharing Memory Robustly
 * in Message-Passing Systems"), with one writer, whose values are numbered. A write has a majority
 * store the next; a read asks a majority for the latest, and returns it once a majority stores that.
 */

import { and, assign, emit, enqueueActions, setup } from 'xstate';
import { always, caughtBy, client, family, host, resident, send } from '../index.ts';
import { sometimes, swap, system, violated } from '../index.ts';

/** `operation` is its place in the client's script: a late answer to an earlier one doesn't count. */
type Kind = { readonly type: 'query' | 'held' | 'store' | 'stored' };
type Message = Kind & { readonly by: string; readonly operation: number; readonly value: number };
type Self = { readonly self: { readonly host: string } };

/** Holds the latest value that it was told to store. */
const replica = setup({
  types: { events: {} as Message, context: {} as Pick<Message, 'by' | 'value'>, input: {} as Self },
  actions: {
    tell: emit(({ context, event }) => send(event.by, { ...event, ...context, type: 'held' })),
    keep: assign(({ context, event }) => ({ value: Math.max(event.value, context.value) })),
    ack: emit(({ context: { by }, event }) => send(event.by, { ...event, by, type: 'stored' })),
  },
}).createMachine({
  id: 'replica',
  context: ({ input: { self } }) => ({ by: self.host, value: 0 }),
  on: { query: { actions: 'tell' }, store: { actions: ['keep', 'ack'] } },
});

type Ids = Record<string, true>;
type Setting = Self & { readonly replicas: Ids; readonly count: number; readonly script: string };
type Operator = Setting & Readonly<{ results: readonly number[]; latest: number; answered: Ids }>;

/** Works through its script: a letter an operation, `w`rite, `r`ead or `q`uick read (stores nothing). */
export const operator = setup({
  types: { events: {} as Message, context: {} as Operator, input: {} as Setting },
  actions: {
    choose: assign(({ context: { results } }) => ({ latest: results.length + 1 })),
    ask: enqueueActions(({ context, enqueue }, { type }: Kind) => {
      const { self, replicas, results, latest } = context;
      const request = { type, by: self.host, operation: results.length, value: latest };
      for (const to of Object.keys(replicas)) enqueue.emit(send(to, request));
    }),
    note: assign(({ context: { latest, answered }, event }) => ({
      latest: Math.max(event.value, latest),
      answered: { ...answered, [event.by]: true as const },
    })),
    countAnew: assign({ answered: {} }),
    finish: assign(({ context }) => ({ results: [...context.results, context.latest], latest: 0 })),
  },
  guards: {
    isOver: ({ context: { script, results } }) => script.length === results.length,
    isWrite: ({ context: { script, results } }) => script[results.length] === 'w',
    isQuick: ({ context: { script, results } }) => script[results.length] === 'q',
    isCurrent: ({ context: { results }, event }) => event.operation === results.length,
    isMajority: ({ context: one }) => Object.keys(one.answered).length > one.count / 2,
  },
}).createMachine({
  id: 'operator',
  context: ({ input }) => ({ ...input, results: [], latest: 0, answered: {} }),
  initial: 'choosing',
  states: {
    choosing: {
      entry: 'countAnew',
      always: [
        { guard: 'isOver', target: 'finished' },
        { guard: 'isWrite', target: 'storing', actions: 'choose' },
        { target: 'querying' },
      ],
    },
    querying: {
      entry: { type: 'ask', params: { type: 'query' } },
      on: { held: { guard: 'isCurrent', actions: 'note' } },
      always: [
        { guard: and(['isMajority', 'isQuick']), target: 'choosing', actions: 'finish' },
        { guard: 'isMajority', target: 'storing', actions: 'countAnew' },
      ],
    },
    storing: {
      entry: { type: 'ask', params: { type: 'store' } },
      on: { stored: { guard: 'isCurrent', actions: 'note' } },
      always: { guard: 'isMajority', target: 'choosing', actions: 'finish' },
    },
    finished: { type: 'final' },
  },
});

const quick = operator.provide({ guards: { isQuick: () => true } });
const isOrdered = ({ context: { results } }: { readonly context: Operator }): boolean =>
  results.every((value, at) => value >= (results[at - 1] ?? 0));

/** A client a script, of which only the first may write; `drops` is a number or `unlimited`. */
export const abd = family({
  defaults: { replicas: 3, scripts: 'w-rr', drops: '0' },
  name: ({ replicas, scripts, drops }) =>
    `abd/n${replicas}-${scripts}${drops === '0' ? '' : `-drops-${drops}`}`,
  build: ({ replicas: count, scripts, drops }) => {
    const ids = Array.from({ length: count }, (_, index) => `n${index + 1}`);
    const replicas = Object.fromEntries(ids.map((id) => [id, true as const]));
    const clients = scripts.split('-').map((script, index) => {
      return client(`c${index + 1}`, { operator: resident(operator, { replicas, count, script }) });
    });
    const over = clients.map(({ id }) => id);
    const hosts = [...clients, ...ids.map((id) => host(id, { replica: resident(replica) }))];
    return {
      system: system({ hosts, budgets: { drop: drops === 'unlimited' ? drops : Number(drops) } }),
      properties: {
        Monotone: always((view) => view.each(operator).every(isOrdered), { over }),
        Finishes: sometimes((view) => view.each(operator).every((one) => one.final), { over }),
      },
      done: (view) => drops === 'unlimited' || view.each(operator).every((one) => one.final),
      symmetric: [ids],
      expect: scripts.includes('qq') ? { Monotone: violated({ steps: 9 }) } : {},
      mutants: /r[rq]/.test(scripts) ? { quick: caughtBy('Monotone', swap(operator, quick)) } : {},
    };
  },
});

/** The models that are checked by default. */
export const models = [abd({ scripts: 'w-rq' }), abd({ scripts: 'w-qq', drops: '1' })];
