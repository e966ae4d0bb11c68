/**
 * What a node keeps of one key (lecture "Handling Writes", "Vector Clocks", "Read Repair"; DeCandia
 * 2007 4.4, 4.5): nothing, a single version, or siblings that no clock can put in order. Whatever
 * arrives, by a put, a repair or a handoff, is merged, never written over what is there.
 *
 * Every change is on disk with the step that makes it, and before its ack; so the chart state after a
 * crash is read off the disk. A version is made here, in the same step as it is stored. Having nothing
 * is an answer like any other.
 * Left out: deletes and tombstones, clock truncation, a disk that fails by halves.
 */

import { assign, emit, enqueueActions, setup } from 'xstate';
import type { Address, MessageOf, Send } from '../messages.ts';
import { message, send } from '../messages.ts';
import type { Copy } from '../values/minting.ts';
import { companions, mint, noCopy } from '../values/minting.ts';
import type { Version, Versioning } from '../values/version.ts';
import { addsTo, merge } from '../values/version.ts';

interface Input {
  readonly self: Address;
  /** What was on disk when the node came up; null if nothing ever was. */
  readonly disk: Copy | null;
  readonly versioning: Versioning;
}

interface Replica extends Input {
  readonly disk: Copy;
}

/** Versions that reached this replica, by whatever road. Raised by the machine itself. */
interface Learned {
  readonly type: 'learned';
  readonly versions: readonly Version[];
}

type Requests = 'mint' | 'store' | 'read' | 'repair' | 'handOff';

/** A node's copy of one key: one machine a key. */
export const replica = setup({
  types: {
    input: {} as Input,
    context: {} as Replica,
    events: {} as MessageOf<Requests> | Learned,
    emitted: {} as Send,
  },
  actions: {
    mintHere: enqueueActions(
      ({ context: { self, versioning, disk }, enqueue }, write: MessageOf<'mint'>) => {
        const { version, copy } = mint(versioning, disk, self.host, write);
        const versions = companions(versioning, copy, version);
        enqueue.assign({ disk: { ...disk, counter: copy.counter } });
        enqueue.raise({ type: 'learned', versions: [version] });
        enqueue.emit(send(write.from, { type: 'minted', version, versions }));
      },
    ),
    learn: enqueueActions(({ enqueue }, { versions }: { versions: readonly Version[] }) => {
      enqueue.raise({ type: 'learned', versions });
    }),
    merge: assign(({ context: { versioning, disk } }, { versions }: Learned) => ({
      disk: { ...disk, versions: merge(versioning.mode, disk.versions, versions) },
    })),
    show: emit(({ context: { self, disk } }, { from }: MessageOf<'read'>) =>
      send(from, { type: 'held', by: self.host, versions: disk.versions }),
    ),
    acknowledge: emit(({ context: { self } }, { from }: MessageOf<'store'>) =>
      send(from, { type: 'stored', by: self.host }),
    ),
    acknowledgeRepair: enqueueActions(
      ({ context: { self }, enqueue }, { from }: MessageOf<'repair'>) => {
        if (from !== null) enqueue.emit(send(from, { type: 'repaired', by: self.host }));
      },
    ),
    acknowledgeHandOff: emit((_, { from, owner, versions }: MessageOf<'handOff'>) =>
      send(from, { type: 'handedOff', owner, versions }),
    ),
  },
  guards: {
    addsNothing: ({ context: { versioning, disk } }, { versions }: Learned) =>
      !addsTo(versioning.mode, disk.versions, versions),
    leavesOne: ({ context: { versioning, disk } }, { versions }: Learned) =>
      merge(versioning.mode, disk.versions, versions).length === 1,
    keepsNone: ({ context: { disk } }) => disk.versions.length === 0,
    keepsOne: ({ context: { disk } }) => disk.versions.length === 1,
  },
}).createMachine({
  id: 'replica',
  context: ({ input: { self, disk, versioning } }) => ({ self, versioning, disk: disk ?? noCopy }),
  on: {
    mint: { actions: { type: 'mintHere', params: message } },
    read: { actions: { type: 'show', params: message } },
    store: {
      actions: [
        { type: 'learn', params: message },
        { type: 'acknowledge', params: message },
      ],
    },
    repair: {
      actions: [
        { type: 'learn', params: message },
        { type: 'acknowledgeRepair', params: message },
      ],
    },
    handOff: {
      actions: [
        { type: 'learn', params: message },
        { type: 'acknowledgeHandOff', params: message },
      ],
    },
  },
  initial: 'recalling',
  states: {
    recalling: {
      always: [
        { guard: 'keepsNone', target: 'absent' },
        { guard: 'keepsOne', target: 'single' },
        { target: 'siblings' },
      ],
    },
    absent: {
      on: {
        learned: [
          {
            guard: { type: 'leavesOne', params: message },
            target: 'single',
            actions: { type: 'merge', params: message },
          },
          { target: 'siblings', actions: { type: 'merge', params: message } },
        ],
      },
    },
    single: {
      on: {
        learned: [
          { guard: { type: 'addsNothing', params: message } },
          {
            guard: { type: 'leavesOne', params: message },
            actions: { type: 'merge', params: message },
          },
          { target: 'siblings', actions: { type: 'merge', params: message } },
        ],
      },
    },
    siblings: {
      on: {
        learned: [
          { guard: { type: 'addsNothing', params: message } },
          {
            guard: { type: 'leavesOne', params: message },
            target: 'single',
            actions: { type: 'merge', params: message },
          },
          { actions: { type: 'merge', params: message } },
        ],
      },
    },
  },
});
