/**
 * Paxos for a single decision (Lamport 2001, "Paxos Made Simple"): a proposer has a majority of
 * acceptors promise to ignore smaller ballots, and then vote for what was voted for in the largest
 * ballot that it hears of, and only if there is none, for its own name.
 * Decided: each proposer has one ballot, and learns itself what is decided; an acceptor says nothing to
 * ballots that it ignores. Left out: crashes, which are mere delays as long as acceptors have disks.
 */

import { assign, enqueueActions, setup } from 'xstate';
import { always, caughtBy, eventually, host, model, resident, send } from '../index.ts';
import { sometimes, swap, system, weak } from '../index.ts';
import type { Address, Send, View } from '../index.ts';

type Vote = { readonly ballot: number; readonly value: string };
type Ask = Vote & { readonly type: 'prepare' | 'accept'; readonly from: string };
type Answer = { readonly type: 'promised' | 'voted'; readonly by: string; readonly vote: Vote };
type Task = { readonly self: Address; readonly ballot: number };
type Acceptor = { readonly self: Address; readonly promised: number; readonly vote: Vote };
const acceptors = ['a1', 'a2', 'a3'];
const majority = 2;
const none = (value: string): Vote => ({ ballot: 0, value });

interface Proposer extends Task {
  /** The vote of the largest ballot that it heard of; at first, its own name. */
  readonly best: Vote;
  readonly answered: Readonly<Record<string, true>>;
}

/** Proposes its own name, unless another may have been decided. */
export const proposer = setup({
  types: {
    input: {} as Task,
    context: {} as Proposer,
    events: {} as Answer,
    emitted: {} as Send<Ask>,
  },
  actions: {
    ask: enqueueActions(({ context, enqueue }, type: Ask['type']) => {
      const { self, ballot, best } = context;
      const request: Ask = { type, from: self.host, ballot, value: best.value };
      for (const to of acceptors) enqueue.emit(send(to, request));
      enqueue.assign({ answered: {} });
    }),
    note: assign(({ context: { best, answered }, event: { by, vote } }) => ({
      best: vote.ballot > best.ballot ? vote : best,
      answered: { ...answered, [by]: true as const },
    })),
  },
  guards: { isMajority: ({ context }) => Object.keys(context.answered).length >= majority },
}).createMachine({
  id: 'proposer',
  context: ({ input }) => ({ ...input, best: none(input.self.host), answered: {} }),
  initial: 'preparing',
  states: {
    preparing: {
      entry: { type: 'ask', params: 'prepare' },
      on: { promised: { actions: 'note' } },
      always: { guard: 'isMajority', target: 'proposing' },
    },
    proposing: {
      entry: { type: 'ask', params: 'accept' },
      on: { voted: { actions: 'note' } },
      always: { guard: 'isMajority', target: 'decided' },
    },
    decided: { type: 'final' },
  },
});

/** Promises not to answer to smaller ballots, and votes in the others. */
const acceptor = setup({
  types: {
    input: {} as Pick<Acceptor, 'self'>,
    context: {} as Acceptor,
    events: {} as Ask,
    emitted: {} as Send<Answer>,
  },
  actions: {
    promise: enqueueActions(({ context, event: { from, ballot }, enqueue }) => {
      enqueue.emit(send(from, { type: 'promised', by: context.self.host, vote: context.vote }));
      enqueue.assign({ promised: ballot });
    }),
    vote: enqueueActions(({ context, event: { from, ballot, value }, enqueue }) => {
      enqueue.emit(send(from, { type: 'voted', by: context.self.host, vote: { ballot, value } }));
      enqueue.assign({ promised: ballot, vote: { ballot, value } });
    }),
  },
  guards: { isIgnored: ({ context, event }) => event.ballot < context.promised },
}).createMachine({
  id: 'acceptor',
  context: ({ input: { self } }) => ({ self, promised: 0, vote: none('') }),
  on: {
    prepare: [{ guard: 'isIgnored' }, { actions: 'promise' }],
    accept: [{ guard: 'isIgnored' }, { actions: 'vote' }],
  },
});

const gullible = acceptor.provide({ guards: { isIgnored: () => false } });
const decided = (view: View) =>
  view.each(proposer).flatMap((one) => (one.final ? [one.context.best.value] : []));

/** What is checked. */
export const models = [
  model('paxos/p2-a3', {
    system: system({
      hosts: [
        host('p1', { proposer: resident(proposer, { ballot: 1 }) }),
        host('p2', { proposer: resident(proposer, { ballot: 2 }) }),
        ...acceptors.map((id) => host(id, { acceptor: resident(acceptor) })),
      ],
    }),
    properties: {
      Agreement: always((view) => new Set(decided(view)).size <= 1),
      BothDecide: sometimes((view) => decided(view).length === 2),
      OneDecides: eventually((view) => decided(view).length > 0),
    },
    symmetric: [acceptors],
    fairness: [weak.deliver()],
    mutants: { votesAnyway: caughtBy('Agreement', swap(acceptor, gullible)) },
  }),
];
