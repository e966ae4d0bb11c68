/**
 * One put (lecture "Handling Writes", "Quorum Writes"; DeCandia 2007 4.5): its coordinator makes the
 * write a version, keeps it, sends it to the other targets, and answers once W nodes store it. A
 * substitute's ack counts like a home node's.
 *
 * The slide says that W replicas must be "sent to"; here W must have stored it, the coordinator among
 * them. It says one node becomes the coordinator; here that is a home node of the key, chosen by the
 * client. Asking for targets, making the version and sending it happen in one step. When the time is
 * up the client learns that nothing is known, which never means that nothing happened.
 * Left out: forwarding of a put that reaches a node elsewhere on the ring (the client doesn't).
 */

import { assign, emit, enqueueActions, setup } from 'xstate';
import type { Address, MessageOf, Send } from '../messages.ts';
import { message, send } from '../messages.ts';
import type { IdSet } from '../values/id-set.ts';
import { idSet, including, noIds, size } from '../values/id-set.ts';
import type { Seen } from '../values/minting.ts';
import { contextAfter, noContext } from '../values/minting.ts';
import type { Target } from '../values/ring.ts';
import type { Versioning } from '../values/version.ts';

/** What every put coordinator is told once and for all; `w` acks make a put done. */
export type PutSetting = { readonly w: number; readonly versioning: Versioning };

interface Input extends PutSetting {
  readonly self: Address;
  readonly request: MessageOf<'clientPut'>;
}

interface Put extends Input {
  /** Whom the version goes to; forgotten once it is sent. */
  readonly targets: readonly Target[];
  /** The nodes that store it. */
  readonly ackers: IdSet;
  /** What the client will have seen when it is answered. */
  readonly seen: Seen;
}

/** The coordinator of a put: one machine a request. */
export const putCoordinator = setup({
  types: {
    input: {} as Input,
    context: {} as Put,
    events: {} as MessageOf<'routed' | 'minted' | 'stored'>,
    emitted: {} as Send,
  },
  actions: {
    askForTargets: emit(({ context: { self, request } }) =>
      send(self.host, { type: 'route', from: self, key: request.key }),
    ),
    noteTargets: assign((_, { targets }: MessageOf<'routed'>) => ({ targets })),
    mintHere: emit(({ context: { self, request } }) => {
      const { key, value, context, ghost } = request;
      return send(self.host, { type: 'mint', from: self, key, value, context, ghost });
    }),
    countOwnCopy: assign(
      ({ context: { self, versioning, request } }, { version }: MessageOf<'minted'>) => ({
        ackers: idSet([self.host]),
        seen: contextAfter(versioning, version, request),
      }),
    ),
    replicate: enqueueActions(
      ({ context: { self, request, targets }, enqueue }, { versions }: MessageOf<'minted'>) => {
        const asked = { from: self, key: request.key, versions };
        for (const { node, owner } of targets.filter((target) => target.node !== self.host)) {
          if (owner === null) enqueue.emit(send(node, { type: 'store', ...asked }));
          else enqueue.emit(send(node, { type: 'storeHint', ...asked, owner }));
        }
      },
    ),
    forgetTargets: assign({ targets: [] }),
    countAck: assign(({ context: { ackers } }, { by }: MessageOf<'stored'>) => ({
      ackers: including(ackers, by),
    })),
    reportDone: emit(({ context: { request, seen } }) =>
      send(request.from, { type: 'putDone', id: request.id, ...seen }),
    ),
    reportUnknown: emit(({ context: { request } }) =>
      send(request.from, { type: 'putUnknown', id: request.id }),
    ),
  },
  guards: {
    quorumReached: ({ context: { ackers, w } }) => size(ackers) >= w,
  },
  delays: { requestTimeout: 1000 },
}).createMachine({
  id: 'putCoordinator',
  context: ({ input: { self, request, w, versioning } }) => ({
    self,
    request,
    w,
    versioning,
    targets: [],
    ackers: noIds,
    seen: { context: noContext, ghost: { past: noIds } },
  }),
  initial: 'routing',
  states: {
    routing: {
      entry: 'askForTargets',
      on: { routed: { target: 'minting', actions: { type: 'noteTargets', params: message } } },
    },
    minting: {
      entry: 'mintHere',
      on: {
        minted: {
          target: 'awaitingAcks',
          actions: [
            { type: 'countOwnCopy', params: message },
            { type: 'replicate', params: message },
            'forgetTargets',
          ],
        },
      },
    },
    awaitingAcks: {
      on: { stored: { actions: { type: 'countAck', params: message } } },
      always: { guard: 'quorumReached', target: 'succeeded', actions: 'reportDone' },
      after: { requestTimeout: { target: 'unknown', actions: 'reportUnknown' } },
    },
    succeeded: { type: 'final' },
    unknown: { type: 'final' },
  },
});
