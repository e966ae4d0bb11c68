/**
 * Two-phase commit as ONE machine, which is what XState's own graph traversal can explore: managers
 * and messages all in the context, every step an event. Same states as the system of machines.
 */

import { assign, setup } from 'xstate';
import { getAdjacencyMap } from 'xstate/graph';

type Worker = 'working' | 'prepared' | 'committed' | 'aborted';

interface Context {
  readonly workers: readonly Worker[];
  readonly manager: 'undecided' | 'committed' | 'aborted';
  /** Whose `prepared` the manager has taken in. */
  readonly heard: readonly boolean[];
  /** Messages sent, never removed. */
  readonly sent: {
    readonly prepared: readonly boolean[];
    readonly commit: boolean;
    readonly abort: boolean;
  };
}

type Event = { readonly type: Step; readonly worker: number };
type Step = 'prepare' | 'choose abort' | 'hear' | 'commit' | 'abort' | 'obey commit' | 'obey abort';

const set = <Item>(list: readonly Item[], index: number, item: Item): readonly Item[] =>
  list.with(index, item);

function machineFor(count: number) {
  return setup({
    types: { context: {} as Context, events: {} as Event },
    actions: {
      prepare: assign(({ context, event: { worker } }) => ({
        workers: set(context.workers, worker, 'prepared' as const),
        sent: { ...context.sent, prepared: set(context.sent.prepared, worker, true) },
      })),
      'choose abort': assign(({ context, event: { worker } }) => ({
        workers: set(context.workers, worker, 'aborted' as const),
      })),
      hear: assign(({ context, event: { worker } }) => ({
        heard: set(context.heard, worker, true),
      })),
      commit: assign(({ context }) => ({
        manager: 'committed',
        sent: { ...context.sent, commit: true },
      })),
      abort: assign(({ context }) => ({
        manager: 'aborted',
        sent: { ...context.sent, abort: true },
      })),
      'obey commit': assign(({ context, event: { worker } }) => ({
        workers: set(context.workers, worker, 'committed' as const),
      })),
      'obey abort': assign(({ context, event: { worker } }) => ({
        workers: set(context.workers, worker, 'aborted' as const),
      })),
    },
    guards: {
      isWorking: ({ context, event: { worker } }) => context.workers[worker] === 'working',
      canHear: ({ context, event: { worker } }) =>
        context.manager === 'undecided' && context.sent.prepared[worker] === true,
      allHeard: ({ context }) => context.manager === 'undecided' && context.heard.every(Boolean),
      isUndecided: ({ context }) => context.manager === 'undecided',
      commitSent: ({ context }) => context.sent.commit,
      abortSent: ({ context }) => context.sent.abort,
    },
  }).createMachine({
    id: 'twoPhaseCommit',
    context: {
      workers: Array.from({ length: count }, () => 'working' as const),
      manager: 'undecided',
      heard: Array.from({ length: count }, () => false),
      sent: { prepared: Array.from({ length: count }, () => false), commit: false, abort: false },
    },
    on: {
      prepare: { guard: 'isWorking', actions: 'prepare' },
      'choose abort': { guard: 'isWorking', actions: 'choose abort' },
      hear: { guard: 'canHear', actions: 'hear' },
      commit: { guard: 'allHeard', actions: 'commit' },
      abort: { guard: 'isUndecided', actions: 'abort' },
      'obey commit': { guard: 'commitSent', actions: 'obey commit' },
      'obey abort': { guard: 'abortSent', actions: 'obey abort' },
    },
  });
}

/** Explores two-phase commit with `count` resource managers by `xstate/graph`; returns its states. */
export function exploreWithGraph(count: number): number {
  const workers = Array.from({ length: count }, (_, worker) => worker);
  const each = (type: Step): readonly Event[] => workers.map((worker) => ({ type, worker }));
  const events = [
    ...(['prepare', 'choose abort', 'hear', 'obey commit', 'obey abort'] as const).flatMap(each),
    { type: 'commit' as const, worker: 0 },
    { type: 'abort' as const, worker: 0 },
  ];
  const map = getAdjacencyMap(machineFor(count), {
    events,
    serializeState: ({ context }) => JSON.stringify(context),
    limit: Number.POSITIVE_INFINITY,
  });
  return Object.keys(map).length;
}
