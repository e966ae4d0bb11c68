/**
 * One get, and the read repair that goes with it (lecture "Handling Reads", "Quorum Writes", "Read
 * Repair"; DeCandia 2007 4.5, 5): the coordinator asks the targets, itself if it is one, and returns
 * what remains of the first R answers. Nodes that turn out to lack some of it may be sent it:
 *
 * - `off`: nobody is;
 * - `async`: the client is answered at once, then whoever lacks something is sent all, while later
 *   answers come in and for as long as not all targets have answered;
 * - `block`: the client is answered only when so many nodes hold its result (N-R+1) that any later
 *   get meets one of them.
 *
 * The slide says to "send request to one replica": that one is the coordinator, any node. It leaves
 * open when the client is answered, hence the modes; and speaks of clients that write back what they
 * reconciled, which is a put of theirs. A repair sends versions as they are and never makes a new one.
 * Of each node its first answer counts; a second one, a doubled frame's, says nothing new about it.
 * A node that never heard of the key answers with no versions. Substitutes answer with what they keep
 * for others, and aren't repaired: what they lack comes to the owner by handoff.
 */

import { assign, emit, enqueueActions, setup } from 'xstate';
import type { Address, MessageOf, Send } from '../messages.ts';
import { message, send } from '../messages.ts';
import type { IdSet } from '../values/id-set.ts';
import type { NodeId } from '../values/ids.types.ts';
import { excluding, has, idSet, including, members, noIds, size, union } from '../values/id-set.ts';
import { contextOf } from '../values/minting.ts';
import type { Version, Versioning } from '../values/version.ts';
import { addsTo, merge } from '../values/version.ts';

/** When nodes that lack something of a get's result are sent it, and whether the client waits. */
export type Repair = 'off' | 'async' | 'block';

/** What every get coordinator is told once and for all; `copies` is N, `r` answers make a result. */
export type GetSetting = {
  readonly copies: number;
  readonly r: number;
  readonly repair: Repair;
  readonly versioning: Versioning;
};

interface Input extends GetSetting {
  readonly self: Address;
  readonly request: MessageOf<'clientGet'>;
}

interface Get extends Input {
  /** How many targets were asked. */
  readonly asked: number;
  /** The targets that may be repaired: those at home; nobody if repair is off. */
  readonly repairable: IdSet;
  /** What remains of the answers so far. */
  readonly result: readonly Version[];
  /** The answerers that hold all of the result, as far as is known here. */
  readonly holders: IdSet;
  /** The answerers that lack something of it. */
  readonly stale: IdSet;
}

/** The coordinator of a get: one machine a request. */
export const getCoordinator = setup({
  types: {
    input: {} as Input,
    context: {} as Get,
    events: {} as MessageOf<'routed' | 'held' | 'repaired'>,
    emitted: {} as Send,
  },
  actions: {
    askForTargets: emit(({ context: { self, request } }) =>
      send(self.host, { type: 'route', from: self, key: request.key }),
    ),
    noteTargets: assign(({ context: { repair } }, { targets }: MessageOf<'routed'>) => {
      const home = targets.filter(({ owner }) => owner === null).map(({ node }) => node);
      return { asked: targets.length, repairable: repair === 'off' ? noIds : idSet(home) };
    }),
    askTargets: enqueueActions(
      ({ context: { self, request }, enqueue }, { targets }: MessageOf<'routed'>) => {
        const asked = { from: self, key: request.key };
        for (const { node, owner } of targets) {
          enqueue.emit(send(node, { type: owner === null ? 'read' : 'readHint', ...asked }));
        }
      },
    ),
    takeAnswer: assign(({ context }, answer: MessageOf<'held'>) => withAnswer(context, answer)),
    repairStale: enqueueActions(
      ({ context, enqueue }, { confirmed }: { readonly confirmed: boolean }) => {
        const { self, request, result, repairable, stale } = context;
        const from = confirmed ? self : null;
        for (const node of members(stale).filter((behind) => has(repairable, behind))) {
          enqueue.emit(send(node, { type: 'repair', from, key: request.key, versions: result }));
        }
      },
    ),
    countStaleAsHolders: assign(({ context: { holders, stale } }) => ({
      holders: union(holders, stale),
      stale: noIds,
    })),
    noteStale: assign(({ context: { stale } }, { by }: MessageOf<'held'>) => ({
      stale: including(stale, by),
    })),
    repairLatecomer: enqueueActions(({ context, enqueue }, { by }: MessageOf<'held'>) => {
      const { self, request, result, repairable } = context;
      if (!has(repairable, by)) return;
      enqueue.emit(send(by, { type: 'repair', from: self, key: request.key, versions: result }));
    }),
    countHolder: assign(
      ({ context: { holders, stale } }, { by }: MessageOf<'held' | 'repaired'>) => ({
        holders: including(holders, by),
        stale: excluding(stale, by),
      }),
    ),
    reportResult: emit(({ context: { request, versioning, result } }) =>
      send(request.from, {
        type: 'getDone',
        id: request.id,
        versions: result,
        context: contextOf(versioning, result),
      }),
    ),
    reportUnknown: emit(({ context: { request } }) =>
      send(request.from, { type: 'getUnknown', id: request.id }),
    ),
  },
  guards: {
    quorumAnswered: ({ context }) => answerers(context) >= context.r,
    allAnswered: ({ context }) => answerers(context) >= context.asked,
    repairsNever: ({ context: { repair } }) => repair === 'off',
    repairsAfterwards: ({ context: { repair } }) => repair === 'async',
    firstAnswer: ({ context }, { by }: MessageOf<'held'>) => !hasAnswered(context, by),
    firstAndHoldsResult: ({ context }, { by, versions }: MessageOf<'held'>) =>
      !hasAnswered(context, by) && !addsTo(context.versioning.mode, versions, context.result),
    laterQuorumsMeetIt: ({ context: { holders, copies, r } }) => size(holders) >= copies - r + 1,
  },
  delays: { requestTimeout: 1000, repairTimeout: 1000 },
}).createMachine({
  id: 'getCoordinator',
  context: ({ input: { self, request, copies, r, repair, versioning } }) => ({
    self,
    request,
    copies,
    r,
    repair,
    versioning,
    asked: 0,
    repairable: noIds,
    result: [],
    holders: noIds,
    stale: noIds,
  }),
  initial: 'routing',
  states: {
    routing: {
      entry: 'askForTargets',
      on: {
        routed: {
          target: 'unanswered',
          actions: [
            { type: 'noteTargets', params: message },
            { type: 'askTargets', params: message },
          ],
        },
      },
    },
    unanswered: {
      after: { requestTimeout: { target: 'unknown', actions: 'reportUnknown' } },
      initial: 'reading',
      states: {
        reading: {
          on: {
            held: {
              guard: { type: 'firstAnswer', params: message },
              actions: { type: 'takeAnswer', params: message },
            },
          },
          always: { guard: 'quorumAnswered', target: 'reconciled' },
        },
        reconciled: {
          always: [
            { guard: 'repairsNever', target: '#getCoordinator.done', actions: 'reportResult' },
            {
              guard: 'repairsAfterwards',
              target: '#getCoordinator.repairing',
              actions: 'reportResult',
            },
            { target: 'securing' },
          ],
        },
        securing: {
          entry: { type: 'repairStale', params: { confirmed: true } },
          on: {
            repaired: { actions: { type: 'countHolder', params: message } },
            held: [
              {
                guard: { type: 'firstAndHoldsResult', params: message },
                actions: { type: 'countHolder', params: message },
              },
              {
                guard: { type: 'firstAnswer', params: message },
                actions: [
                  { type: 'noteStale', params: message },
                  { type: 'repairLatecomer', params: message },
                ],
              },
            ],
          },
          always: {
            guard: 'laterQuorumsMeetIt',
            target: '#getCoordinator.done',
            actions: 'reportResult',
          },
        },
      },
    },
    repairing: {
      entry: [{ type: 'repairStale', params: { confirmed: false } }, 'countStaleAsHolders'],
      on: {
        held: {
          guard: { type: 'firstAnswer', params: message },
          actions: [
            { type: 'takeAnswer', params: message },
            { type: 'repairStale', params: { confirmed: false } },
            'countStaleAsHolders',
          ],
        },
      },
      always: { guard: 'allAnswered', target: 'done' },
      after: { repairTimeout: 'done' },
    },
    done: { type: 'final' },
    unknown: { type: 'final' },
  },
});

function answerers({ holders, stale }: Get): number {
  return size(holders) + size(stale);
}

function hasAnswered({ holders, stale }: Get, node: NodeId): boolean {
  return has(holders, node) || has(stale, node);
}

/** The result with one more answer in it, and who of the answerers now holds all of it. */
function withAnswer(
  { versioning: { mode }, result, holders, stale }: Get,
  { by, versions }: MessageOf<'held'>,
): Pick<Get, 'result' | 'holders' | 'stale'> {
  const merged = merge(mode, result, versions);
  const news = addsTo(mode, result, versions);
  const upToDate = news ? noIds : holders;
  const behind = news ? union(stale, holders) : stale;
  return addsTo(mode, versions, merged)
    ? { result: merged, holders: upToDate, stale: including(behind, by) }
    : { result: merged, holders: including(upToDate, by), stale: behind };
}
