/**
 * Dining philosophers (Dijkstra 1971, "Hierarchical ordering of sequential processes"): round a table
 * with a fork between any two, each needs both neighbouring forks to eat. If all first ask for the
 * fork on the same side, they may starve together; if one of them is left-handed, they can't.
 * Decided: a fork in use notes who else asked, who can only be one, and goes there next. Messages
 * between two keep their order, or a philosopher could ask for a fork before it is back.
 */

import { assign, emit, setup } from 'xstate';
import { always, caughtBy, edit, family, host, leadsTo, message, resident } from '../index.ts';
import { send, system, violated, weak } from '../index.ts';
import type { Address, Send, View } from '../index.ts';

type Take = { readonly type: 'take'; readonly from: string };
type PutBack = { readonly type: 'putBack' };
type Given = { readonly type: 'given' };
type Place = { readonly self: Address; readonly first: string; readonly second: string };

const take = ({ host: from }: Address): Take => ({ type: 'take', from });

/** Thinks, gets hungry, asks for one fork and then for the other, eats, and puts both back. */
const philosopher = setup({
  types: {
    input: {} as Place,
    context: {} as Place,
    events: {} as Given | { readonly type: 'hunger' | 'finish' },
    emitted: {} as Send<Take | PutBack>,
  },
  actions: {
    askForFirst: emit(({ context: { self, first } }) => send(first, take(self))),
    askForSecond: emit(({ context: { self, second } }) => send(second, take(self))),
    putFirst: emit(({ context: { first } }) => send(first, { type: 'putBack' })),
    putSecond: emit(({ context: { second } }) => send(second, { type: 'putBack' })),
  },
}).createMachine({
  id: 'philosopher',
  context: ({ input: { self, first, second } }) => ({ self, first, second }),
  initial: 'thinking',
  states: {
    thinking: { on: { hunger: { target: 'withNone', actions: 'askForFirst' } } },
    withNone: { on: { given: { target: 'withOne', actions: 'askForSecond' } } },
    withOne: { on: { given: 'eating' } },
    eating: { on: { finish: { target: 'thinking', actions: ['putFirst', 'putSecond'] } } },
  },
});

/** A fork: on the table, or with somebody, and then somebody else may wait for it. */
export const fork = setup({
  types: {
    context: {} as { readonly next: string },
    events: {} as Take | PutBack,
    emitted: {} as Send<Given>,
  },
  actions: {
    give: emit((_, { from }: Take) => send(from, { type: 'given' })),
    note: assign((_, { from }: Take) => ({ next: from })),
    passOn: emit(({ context: { next } }) => send(next, { type: 'given' })),
    forget: assign({ next: '' }),
  },
}).createMachine({
  id: 'fork',
  context: { next: '' },
  initial: 'onTable',
  states: {
    onTable: { on: { take: { target: 'taken', actions: { type: 'give', params: message } } } },
    taken: {
      on: {
        take: { target: 'wanted', actions: { type: 'note', params: message } },
        putBack: 'onTable',
      },
    },
    wanted: { on: { putBack: { target: 'taken', actions: ['passOn', 'forget'] } } },
  },
});

const hasty = edit(philosopher, (config) => ({
  ...config,
  states: { ...config.states, withNone: { on: { given: 'eating' } } },
}));
const isFirst = (state: string) => (view: View) => view.each(philosopher)[0]?.in(state) ?? false;

/** `n` philosophers; the first `leftHanded` of them ask first for the fork that others ask for last. */
export const diningPhilosophers = family({
  defaults: { n: 3, leftHanded: 0 },
  name: ({ n, leftHanded }) => `dining-philosophers/n${n}-left-handed${leftHanded}`,
  build: ({ n, leftHanded }) => {
    const seats = Array.from({ length: n }, (_, seat) => {
      const [right, left] = [`fork${seat}`, `fork${(seat + 1) % n}`] as const;
      const [first, second] = seat < leftHanded ? [left, right] : [right, left];
      return { id: `p${seat}`, right, place: { first, second } };
    });
    // Each gets hungry, asks for a fork, gets it, and asks for the other.
    const starved = violated({ steps: 4 * n });
    return {
      system: system({
        hosts: [
          ...seats.map(({ id, place }) => host(id, { philosopher: resident(philosopher, place) })),
          ...seats.map(({ right }) => host(right, { fork: resident(fork) })),
        ],
        channel: 'fifo',
        inputs: (id) => (id.startsWith('p') ? [{ type: 'hunger' }, { type: 'finish' }] : []),
      }),
      properties: {
        OneAFork: always((view) => {
          const eating = view.each(philosopher).filter((one) => one.in('eating'));
          const forks = eating.flatMap(({ context: { first, second } }) => [first, second]);
          return new Set(forks).size === forks.length;
        }),
        FirstEats: leadsTo(isFirst('withNone'), isFirst('eating')),
      },
      fairness: [weak.deliver(), weak.input({ type: 'finish' })],
      done: () => false,
      expect: leftHanded === 0 ? { Deadlock: starved, FirstEats: starved } : {},
      mutants: { eatsWithOne: caughtBy('OneAFork', hasty) },
    };
  },
});

/** The models that are checked by default. */
export const models = [diningPhilosophers(), diningPhilosophers({ leftHanded: 1 })];
