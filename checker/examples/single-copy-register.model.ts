/**
 * A register that one server holds, and one that two servers hold without telling each other: every
 * client writes once and then reads. The model is that of Stateright's example of this name, which
 * has 93 states with one server and two clients.
 *
 * Decided: a client turns to the servers one after the other, so that with two of them it reads where
 * it didn't write.
 */

import { assign, emit, setup } from 'xstate';
import { caughtBy, client, eventually, family, host, message, monitored } from '../index.ts';
import { reparameterised, resident, send, system, weak } from '../index.ts';
import type { Address, Observe, Send } from '../index.ts';
import { answered, called, linearizable, unwritten } from './linearizable-register.ts';
import type { Seen } from './linearizable-register.ts';

type Write = { readonly type: 'write'; readonly from: string; readonly value: string };
type Read = { readonly type: 'read'; readonly from: string };
type Written = { readonly type: 'written' };
type Held = { readonly type: 'held'; readonly value: string };

/** Holds the value that was written last. */
const server = setup({
  types: {
    context: {} as { readonly value: string },
    events: {} as Write | Read,
    emitted: {} as Send<Written | Held>,
  },
  actions: {
    store: assign((_, { value }: Write) => ({ value })),
    confirm: emit((_, { from }: Write) => send(from, { type: 'written' })),
    tell: emit(({ context: { value } }, { from }: Read) => send(from, { type: 'held', value })),
  },
}).createMachine({
  id: 'server',
  context: { value: unwritten },
  on: {
    write: {
      actions: [
        { type: 'store', params: message },
        { type: 'confirm', params: message },
      ],
    },
    read: { actions: { type: 'tell', params: message } },
  },
});

type Task = { readonly value: string; readonly writeTo: string; readonly readFrom: string };

/** Writes its value, then reads what is there, and is done. */
const user = setup({
  types: {
    input: {} as Task & { readonly self: Address },
    context: {} as Task & { readonly self: Address },
    events: {} as Written | Held,
    emitted: {} as Send<Write | Read> | Observe<Seen>,
  },
  actions: {
    write: emit(({ context: { self, value, writeTo } }) =>
      send(writeTo, { type: 'write', from: self.host, value }),
    ),
    read: emit(({ context: { self, readFrom } }) =>
      send(readFrom, { type: 'read', from: self.host }),
    ),
    reportWrite: emit(({ context: { value } }) => called('write', value)),
    reportWritten: emit(({ context: { value } }) => answered('write', value)),
    reportRead: emit(() => called('read', unwritten)),
    reportHeld: emit((_, { value }: Held) => answered('read', value)),
  },
}).createMachine({
  id: 'user',
  context: ({ input: { self, value, writeTo, readFrom } }) => ({ self, value, writeTo, readFrom }),
  initial: 'writing',
  states: {
    writing: {
      entry: ['reportWrite', 'write'],
      on: { written: { target: 'reading', actions: 'reportWritten' } },
    },
    reading: {
      entry: ['reportRead', 'read'],
      on: { held: { target: 'finished', actions: { type: 'reportHeld', params: message } } },
    },
    finished: { type: 'final' },
  },
});

const withTwoServers = reparameterised({ servers: 2 });

/** A register on so many servers. */
export const singleCopyRegister = family({
  defaults: { clients: 2, servers: 1 },
  name: ({ clients, servers }) => `single-copy-register/clients${clients}-servers${servers}`,
  build: ({ clients, servers }) => {
    const serverAt = (turn: number): string => `n${turn % servers}`;
    return {
      system: system({
        hosts: [
          ...Array.from({ length: clients }, (_, at) => {
            const task = { value: `v${at}`, writeTo: serverAt(at), readFrom: serverAt(at + 1) };
            return client(`c${at}`, { user: resident(user, task) });
          }),
          ...Array.from({ length: servers }, (_, at) =>
            host(serverAt(at), { server: resident(server) }),
          ),
        ],
      }),
      properties: {
        Linearizable: monitored(linearizable),
        Finishes: eventually((view) => view.each(user).every((one) => one.final)),
      },
      fairness: [weak.deliver()],
      mutants: servers > 1 ? {} : { twoServers: caughtBy('Linearizable', withTwoServers) },
    };
  },
});

/** The models that are checked by default. */
export const models = [singleCopyRegister()];
