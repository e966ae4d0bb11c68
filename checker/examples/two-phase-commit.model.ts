/**
 * Two-phase commit (Gray and Lamport 2006, "Consensus on Transaction Commit", section 3): resource
 * managers prepare or abort by themselves; the transaction manager commits once all have prepared, or
 * aborts. The channel is a set that only grows, so that each message may come late and any number of
 * times. Left out: crashes, and a manager that is lost for good.
 */

import { assign, emit, enqueueActions, setup } from 'xstate';
import { always, caughtBy, family, host, message, resident } from '../index.ts';
import { send, sometimes, swap, system } from '../index.ts';
import type { Address, Send, View } from '../index.ts';

type Prepared = { readonly type: 'prepared'; readonly by: string };
type Decision = { readonly type: 'commit' } | { readonly type: 'abort' };

/** A resource manager: free to abort until it has prepared, then bound by the decision. */
export const resourceManager = setup({
  types: {
    input: {} as { readonly self: Address },
    context: {} as { readonly self: Address },
    events: {} as { readonly type: 'prepare' | 'giveUp' } | Decision,
    emitted: {} as Send<Prepared>,
  },
  actions: {
    tellPrepared: emit(({ context: { self } }) => send('tm', { type: 'prepared', by: self.host })),
  },
}).createMachine({
  id: 'resourceManager',
  context: ({ input: { self } }) => ({ self }),
  initial: 'working',
  states: {
    working: {
      on: { prepare: { target: 'prepared', actions: 'tellPrepared' }, giveUp: 'aborted' },
    },
    prepared: {},
    committed: {},
    aborted: {},
  },
  on: { commit: '.committed', abort: '.aborted' },
});

/** A set: nobody in it comes first, so that resource managers can change places. */
type Ids = Readonly<Record<string, true>>;
const size = (ids: Ids) => Object.keys(ids).length;

type Decider = { readonly everyone: Ids; readonly prepared: Ids };

/** The transaction manager: decides once, and tells everyone. */
export const transactionManager = setup({
  types: {
    input: {} as Pick<Decider, 'everyone'>,
    context: {} as Decider,
    events: {} as Prepared | { readonly type: 'decideCommit' | 'decideAbort' },
    emitted: {} as Send<Decision>,
  },
  actions: {
    notePrepared: assign(({ context: { prepared } }, { by }: Prepared) => ({
      prepared: { ...prepared, [by]: true as const },
    })),
    tellEveryone: enqueueActions(({ context, enqueue }, decision: Decision) => {
      for (const to of Object.keys(context.everyone)) enqueue.emit(send(to, decision));
    }),
  },
  guards: { allPrepared: ({ context }) => size(context.prepared) === size(context.everyone) },
}).createMachine({
  id: 'transactionManager',
  context: ({ input: { everyone } }) => ({ everyone, prepared: {} }),
  initial: 'undecided',
  states: {
    undecided: {
      on: {
        prepared: { actions: { type: 'notePrepared', params: message } },
        decideCommit: { guard: 'allPrepared', target: 'committed' },
        decideAbort: 'aborted',
      },
    },
    committed: { entry: { type: 'tellEveryone', params: { type: 'commit' } } },
    aborted: { entry: { type: 'tellEveryone', params: { type: 'abort' } } },
  },
});

const some = (view: View, state: string) => view.each(resourceManager).some((rm) => rm.in(state));
const all = (view: View, state: string) => view.each(resourceManager).every((rm) => rm.in(state));
const commitsEarly = transactionManager.provide({ guards: { allPrepared: () => true } });

/** Two-phase commit with `rms` resource managers. */
export const twoPhaseCommit = family({
  defaults: { rms: 3 },
  name: ({ rms }) => `two-phase-commit/rms${rms}`,
  build: ({ rms }) => {
    const ids = Array.from({ length: rms }, (_, index) => `rm${index + 1}`);
    const everyone = Object.fromEntries(ids.map((id) => [id, true as const]));
    const choices = { tm: ['decideCommit', 'decideAbort'], rm: ['prepare', 'giveUp'] };
    return {
      system: system({
        hosts: [
          ...ids.map((id) => host(id, { manager: resident(resourceManager) })),
          host('tm', { manager: resident(transactionManager, { everyone }) }),
        ],
        channel: 'duplicating',
        inputs: (id) => choices[id === 'tm' ? 'tm' : 'rm'].map((type) => ({ type })),
      }),
      properties: {
        Agreement: always((view) => !(some(view, 'committed') && some(view, 'aborted'))),
        Commit: sometimes((view) => all(view, 'committed')),
        Abort: sometimes((view) => all(view, 'aborted')),
      },
      symmetric: [ids],
      mutants: { commitsEarly: caughtBy('Agreement', swap(transactionManager, commitsEarly)) },
    };
  },
});

/** The models that are checked by default. */
export const models = [twoPhaseCommit({ rms: 3 }), twoPhaseCommit({ rms: 5 })];
