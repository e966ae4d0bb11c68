/**
 * Two-phase commit (Gray and Lamport, "Consensus on Transaction Commit", 2006, section 3): resource
 * managers prepare, and a transaction manager commits once it has heard that all did, or aborts at any
 * time before. Messages are a set that only grows.
 */

import { assign, emit, enqueueActions, setup } from 'xstate';
import { always, caughtBy, family, host, resident, swap, system } from '../index.ts';
import type { View } from '../index.ts';

const manager = 'tm';

interface Prepared {
  readonly type: 'prepared';
  readonly by: string;
}
type Decision = { readonly type: 'commit' } | { readonly type: 'abort' };
interface Send {
  readonly type: 'send';
  readonly to: string;
  readonly message: Prepared | Decision;
}

/** Decides for all. `heard` holds the resource managers that are known to have prepared. */
export const transactionManager = setup({
  types: {
    input: {} as { readonly all: readonly string[] },
    context: {} as { readonly all: readonly string[]; readonly heard: Record<string, true> },
    events: {} as Prepared | { readonly type: 'decideCommit' | 'decideAbort' },
    emitted: {} as Send,
  },
  actions: {
    hear: assign(({ context }, by: string) => ({ heard: { ...context.heard, [by]: true } })),
    tellAll: enqueueActions(({ context, enqueue }, message: Decision) => {
      for (const to of context.all) enqueue.emit({ type: 'send', to, message });
    }),
  },
  guards: {
    allPrepared: ({ context }) => context.all.every((one) => one in context.heard),
  },
}).createMachine({
  id: 'transactionManager',
  initial: 'undecided',
  context: ({ input: { all } }) => ({ all, heard: {} }),
  states: {
    undecided: {
      on: {
        prepared: { actions: { type: 'hear', params: ({ event }) => event.by } },
        decideCommit: {
          guard: 'allPrepared',
          target: 'committed',
          actions: { type: 'tellAll', params: { type: 'commit' } },
        },
        decideAbort: {
          target: 'aborted',
          actions: { type: 'tellAll', params: { type: 'abort' } },
        },
      },
    },
    committed: {},
    aborted: {},
  },
});

/** Holds one part of the transaction; obeys a decision however often it hears it. */
export const resourceManager = setup({
  types: {
    input: {} as { readonly self: { readonly host: string } },
    context: {} as { readonly name: string },
    events: {} as Decision | { readonly type: 'prepare' | 'chooseAbort' },
    emitted: {} as Send,
  },
  actions: {
    tellPrepared: emit(
      ({ context: { name } }) =>
        ({ type: 'send', to: manager, message: { type: 'prepared', by: name } }) as const,
    ),
  },
}).createMachine({
  id: 'resourceManager',
  initial: 'working',
  context: ({ input: { self } }) => ({ name: self.host }),
  on: { commit: '.committed', abort: '.aborted' },
  states: {
    working: {
      on: { prepare: { target: 'prepared', actions: 'tellPrepared' }, chooseAbort: 'aborted' },
    },
    prepared: {},
    committed: {},
    aborted: {},
  },
});

function agreed(view: View): boolean {
  const parts = view.each(resourceManager);
  const isAnyCommitted = parts.some((part) => part.state === 'committed');
  return !isAnyCommitted || parts.every((part) => part.state !== 'aborted');
}

/** Two-phase commit among `rms` resource managers. */
export const twoPhaseCommit = family({
  defaults: { rms: 3 },
  name: ({ rms }) => `two-phase-commit/rms${rms}`,
  build: ({ rms }) => {
    const all = Array.from({ length: rms }, (_, index) => `rm${index + 1}`);
    return {
      system: system({
        channel: 'duplicating',
        hosts: [
          ...all.map((id) => host(id, { resource: resident(resourceManager) })),
          host(manager, { transaction: resident(transactionManager, { all }) }),
        ],
        inputs: (id) =>
          id === manager
            ? [{ type: 'decideCommit' }, { type: 'decideAbort' }]
            : [{ type: 'prepare' }, { type: 'chooseAbort' }],
      }),
      properties: { Agreement: always(agreed) },
      mutants: {
        commitsEarly: caughtBy(
          'Agreement',
          swap(transactionManager, { guards: { allPrepared: () => true } }),
        ),
      },
    };
  },
});

/** The members that the suite runs. */
export const models = [twoPhaseCommit(), twoPhaseCommit({ rms: 5 })];
