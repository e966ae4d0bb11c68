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
 * A node that never heard of the key answers with no versions. Substitutes answer with what they keep
 * for others, and aren't repaired: what they lack comes to the owner by handoff.
 */

import { assign, emit, enqueueActions, setup } from 'xstate';
import type { Address, MessageOf, Send } from '../messages.ts';
import { message, send } from '../messages.ts';
import type { IdSet } from '../values/id-set.ts';
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
    forgetStale: assign({ stale: noIds }),
    repairLatecomer: enqueueActions(({ context, enqueue }, { by }: MessageOf<'held'>) => {
      const { self, request, result, repairable } = context;
      if (!has(repairable, by)) return;
      enqueue.emit(send(by, { type: 'repair', from: self, key: request.key, versions: result }));
    }),
    countHolder: assign(({ context: { holders } }, { by }: MessageOf<'held' | 'repaired'>) => ({
      holders: including(holders, by),
    })),
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
    holdsResult: ({ context: { versioning, result } }, { versions }: MessageOf<'held'>) =>
      !addsTo(versioning.mode, versions, result),
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
          on: { held: { actions: { type: 'takeAnswer', params: message } } },
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
          entry: [{ type: 'repairStale', params: { confirmed: true } }, 'forgetStale'],
          on: {
            repaired: { actions: { type: 'countHolder', params: message } },
            held: [
              {
                guard: { type: 'holdsResult', params: message },
                actions: { type: 'countHolder', params: message },
              },
              { actions: { type: 'repairLatecomer', params: message } },
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

/** The result with one more answer in it, and who of the answerers now holds all of it. */
function withAnswer(
  { versioning: { mode }, result, holders, stale }: Get,
  { by, versions }: MessageOf<'held'>,
): Pick<Get, 'result' | 'holders' | 'stale'> {
  const merged = merge(mode, result, versions);
  const news = addsTo(mode, result, versions);
  const upToDate = excluding(news ? noIds : holders, by);
  const behind = excluding(news ? union(stale, holders) : stale, by);
  return addsTo(mode, versions, merged)
    ? { result: merged, holders: upToDate, stale: including(behind, by) }
    : { result: merged, holders: including(upToDate, by), stale: behind };
}
