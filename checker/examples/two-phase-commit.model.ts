/**
 * Two-phase commit (Gray and Lamport 2006, "Consensus on Transaction Commit", section 3): resource
 * managers prepare or abort by themselves, a manager commits once all have prepared, or aborts.
 * Messages are never lost from sight: the channel is a set that only grows, so that each may be
 * received any number of times. Its spaces are well known: 288 states with 3 resource managers.
 */

import { assign, emit, enqueueActions, setup } from 'xstate';
import { always, caughtBy, family, host, resident, sometimes, swap, system } from '../index.ts';
import type { Message, View } from '../index.ts';

interface Prepared {
  readonly type: 'prepared';
  readonly by: string;
}

type Decision = { readonly type: 'commit' } | { readonly type: 'abort' };

const send = (to: string, message: Message) => ({ type: 'send' as const, to, message });

/** A resource manager: free to abort until it has prepared, then bound by the manager's decision. */
export const resourceManager = setup({
  types: {
    events: {} as { readonly type: 'prepare' | 'giveUp' } | Decision,
    context: {} as Self,
    input: {} as Self,
  },
  actions: {
    tellPrepared: emit(({ context: { self } }) =>
      send('tm', { type: 'prepared', by: self.host } as Prepared),
    ),
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

interface Self {
  readonly self: { readonly host: string };
}

interface Decider {
  readonly everyone: readonly string[];
  readonly prepared: { readonly [by: string]: true };
}

/** The transaction manager: decides once, and tells everyone. */
export const transactionManager = setup({
  types: {
    events: {} as Prepared | { readonly type: 'decideCommit' | 'decideAbort' },
    context: {} as Decider,
    input: {} as { readonly everyone: readonly string[] },
  },
  actions: {
    notePrepared: assign(({ context }, { by }: { readonly by: string }) => ({
      prepared: { ...context.prepared, [by]: true as const },
    })),
    tellEveryone: enqueueActions(({ context, enqueue }, decision: Decision) => {
      for (const to of context.everyone) enqueue.emit(send(to, decision));
    }),
  },
  guards: {
    allPrepared: ({ context }) => Object.keys(context.prepared).length === context.everyone.length,
  },
}).createMachine({
  id: 'transactionManager',
  context: ({ input: { everyone } }) => ({ everyone, prepared: {} }),
  initial: 'undecided',
  states: {
    undecided: {
      on: {
        prepared: { actions: { type: 'notePrepared', params: ({ event }) => event } },
        decideCommit: {
          guard: 'allPrepared',
          target: 'committed',
          actions: { type: 'tellEveryone', params: { type: 'commit' } },
        },
        decideAbort: {
          target: 'aborted',
          actions: { type: 'tellEveryone', params: { type: 'abort' } },
        },
      },
    },
    committed: {},
    aborted: {},
  },
});

const some = (view: View, state: string): boolean =>
  view.each(resourceManager).some((manager) => manager.in(state));

/** Two-phase commit with `rms` resource managers. */
export const twoPhaseCommit = family({
  defaults: { rms: 3 },
  name: ({ rms }) => `two-phase-commit/rms${rms}`,
  build: ({ rms }) => {
    const everyone = Array.from({ length: rms }, (_, index) => `rm${index + 1}`);
    return {
      system: system({
        hosts: [
          ...everyone.map((id) => host(id, { manager: resident(resourceManager) })),
          host('tm', { manager: resident(transactionManager, { everyone }) }),
        ],
        channel: 'duplicating',
        inputs: (id) =>
          (id === 'tm' ? ['decideCommit', 'decideAbort'] : ['prepare', 'giveUp']).map((type) => ({
            type,
          })),
      }),
      properties: {
        Agreement: always((view) => !(some(view, 'committed') && some(view, 'aborted'))),
        Commit: sometimes((view) => view.each(resourceManager).every((one) => one.in('committed'))),
        Abort: sometimes((view) => view.each(resourceManager).every((one) => one.in('aborted'))),
      },
      mutants: {
        commitsEarly: caughtBy(
          'Agreement',
          swap(transactionManager, { guards: { allPrepared: () => true } }),
        ),
      },
    };
  },
});

/** The models that are checked by default. */
export const models = [twoPhaseCommit({ rms: 3 }), twoPhaseCommit({ rms: 5 })];
