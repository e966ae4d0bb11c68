/**
 * Hinted handoff (lecture "Sloppy Quorum & Hinted Handoff"; DeCandia 2007 4.6): a node that stood in
 * for others keeps what it took for them apart from its own copy, each owner's by itself, and tries
 * to hand it over until the owner has it safely.
 *
 * The slide says that the substitute "will keep trying to read" the owner; here it sends. It does not
 * ask whether the owner looks up: a handoff to one who is down just isn't answered. An owner's hints
 * are deleted when the owner confirms all of them; if one came in meanwhile then all stay and are
 * handed over again, for a version must not be shown without the siblings it came with. While it
 * keeps hints it shows them to readers.
 * Left out: expiry of hints, owners that leave the ring, holders that leave or die.
 */

import { assign, emit, enqueueActions, setup } from 'xstate';
import type { Address, MessageOf, Send } from '../messages.ts';
import { message, send } from '../messages.ts';
import type { Key, NodeId } from '../values/ids.types.ts';
import { ownField } from '../values/own-field.ts';
import type { Version, Versioning } from '../values/version.ts';
import { holds, merge } from '../values/version.ts';

/** What is kept for each owner; an owner without hints isn't named. */
export type Hints = { readonly [owner: NodeId]: readonly Version[] };

interface Input {
  readonly self: Address & { readonly key: Key };
  /** What was on disk when the node came up; null if nothing ever was. */
  readonly disk: { readonly hints: Hints } | null;
  readonly versioning: Versioning;
}

interface Courier extends Input {
  readonly disk: { readonly hints: Hints };
}

/** What a node keeps of one key for others: one machine a key. */
export const courier = setup({
  types: {
    input: {} as Input,
    context: {} as Courier,
    events: {} as MessageOf<'storeHint' | 'readHint' | 'handedOff'>,
    emitted: {} as Send,
  },
  actions: {
    keep: assign(
      ({ context: { disk, versioning } }, { owner, versions }: MessageOf<'storeHint'>) => {
        const kept = merge(versioning.mode, ownField(disk.hints, owner) ?? [], versions);
        return { disk: { hints: { ...disk.hints, [owner]: kept } } };
      },
    ),
    acknowledge: emit(({ context: { self } }, { from }: MessageOf<'storeHint'>) =>
      send(from, { type: 'stored', by: self.host }),
    ),
    show: emit(({ context: { self, disk, versioning } }, { from }: MessageOf<'readHint'>) => {
      const all = Object.values(disk.hints).flat();
      return send(from, {
        type: 'held',
        by: self.host,
        versions: merge(versioning.mode, all, []),
      });
    }),
    handOver: enqueueActions(({ context: { self, disk }, enqueue }) => {
      for (const [owner, versions] of inOrder(disk.hints)) {
        enqueue.emit(send(owner, { type: 'handOff', from: self, key: self.key, owner, versions }));
      }
    }),
    strikeOut: assign(({ context: { disk } }, confirmation: MessageOf<'handedOff'>) => ({
      disk: { hints: without(disk.hints, confirmation) },
    })),
  },
  guards: {
    nothingKept: ({ context: { disk } }) => isEmpty(disk.hints),
    confirmsTooLittle: ({ context: { disk } }, { owner, versions }: MessageOf<'handedOff'>) =>
      !allAmong(ownField(disk.hints, owner) ?? [], versions),
    nothingRemains: ({ context: { disk } }, confirmation: MessageOf<'handedOff'>) =>
      isEmpty(without(disk.hints, confirmation)),
  },
  delays: { handoffDelay: 1000, handoffRetry: 1000 },
}).createMachine({
  id: 'courier',
  context: ({ input: { self, disk, versioning } }) => ({
    self,
    versioning,
    disk: disk ?? { hints: {} },
  }),
  on: { readHint: { actions: { type: 'show', params: message } } },
  initial: 'recalling',
  states: {
    recalling: {
      always: [{ guard: 'nothingKept', target: 'unburdened' }, { target: 'burdened' }],
    },
    unburdened: {
      on: {
        storeHint: {
          target: 'burdened',
          actions: [
            { type: 'keep', params: message },
            { type: 'acknowledge', params: message },
          ],
        },
      },
    },
    burdened: {
      on: {
        storeHint: {
          target: '.waiting',
          actions: [
            { type: 'keep', params: message },
            { type: 'acknowledge', params: message },
          ],
        },
        handedOff: [
          {
            guard: { type: 'nothingRemains', params: message },
            target: 'unburdened',
            actions: { type: 'strikeOut', params: message },
          },
          { actions: { type: 'strikeOut', params: message } },
        ],
      },
      initial: 'waiting',
      states: {
        waiting: {
          after: { handoffDelay: { target: 'awaitingOwners', actions: 'handOver' } },
        },
        awaitingOwners: {
          on: {
            handedOff: {
              guard: { type: 'confirmsTooLittle', params: message },
              target: 'waiting',
            },
          },
          after: {
            handoffRetry: { target: 'awaitingOwners', reenter: true, actions: 'handOver' },
          },
        },
      },
    },
  },
});

function inOrder(hints: Hints): readonly (readonly [NodeId, readonly Version[]])[] {
  return Object.entries(hints).toSorted(([left], [right]) => (left < right ? -1 : 1));
}

function isEmpty(hints: Hints): boolean {
  return Object.keys(hints).length === 0;
}

/** The hints without an owner's, if the owner has confirmed all of them. */
function without(hints: Hints, { owner, versions }: MessageOf<'handedOff'>): Hints {
  const settled = allAmong(ownField(hints, owner) ?? [], versions);
  return Object.fromEntries(inOrder(hints).filter(([name]) => name !== owner || !settled));
}

function allAmong(kept: readonly Version[], confirmed: readonly Version[]): boolean {
  return kept.every((version) => holds(confirmed, version));
}
