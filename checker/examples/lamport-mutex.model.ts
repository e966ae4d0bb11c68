/**
 * Mutual exclusion by logical clocks (Lamport 1978, "Time, Clocks, and the Ordering of Events in a
 * Distributed System"): whoever wants in tells all others at what time, and enters once all have
 * acknowledged that and no request that it knows of is older. Those of one time are ordered by name.
 *
 * Decided: an acknowledgement says no time; since messages between two keep their order, whatever was
 * sent before it is known. A process enters in the step in which it learns that it may.
 */

import { and, assign, enqueueActions, setup } from 'xstate';
import { always, caughtBy, family, host, leadsTo, message, reparameterised } from '../index.ts';
import { resident, send, swap, system, weak } from '../index.ts';
import type { Address, Send, View } from '../index.ts';

type Request = { readonly type: 'request'; readonly from: string; readonly time: number };
type Note = { readonly type: 'acknowledge' | 'release'; readonly from: string };
type Names = readonly string[];
type Setting = { readonly self: Address; readonly others: Names; readonly rounds: number };

interface Process extends Setting {
  readonly clock: number;
  /** When each process that wants in, or is inside, asked to enter; null for the others. */
  readonly times: Readonly<Record<string, number | null>>;
  /** Who has acknowledged its latest request. */
  readonly acknowledged: Readonly<Record<string, true>>;
}

/** Asks to enter, waits until it may, leaves, and so on for so many rounds. */
const process = setup({
  types: {
    input: {} as Setting,
    context: {} as Process,
    events: {} as Request | Note | { readonly type: 'want' | 'leave' },
    emitted: {} as Send<Request | Note>,
  },
  actions: {
    ask: enqueueActions(({ context: { self, others, clock: time, times, rounds }, enqueue }) => {
      for (const to of others) enqueue.emit(send(to, { type: 'request', from: self.host, time }));
      enqueue.assign({ times: { ...times, [self.host]: time }, rounds: rounds - 1 });
    }),
    release: enqueueActions(({ context: { self, others, times }, enqueue }) => {
      for (const to of others) enqueue.emit(send(to, { type: 'release', from: self.host }));
      enqueue.assign({ times: { ...times, [self.host]: null }, acknowledged: {} });
    }),
    acknowledge: enqueueActions(
      ({ context: { self, clock, times }, enqueue }, { from, time }: Request) => {
        enqueue.emit(send(from, { type: 'acknowledge', from: self.host }));
        enqueue.assign({ clock: Math.max(clock, time) + 1, times: { ...times, [from]: time } });
      },
    ),
    noteAcknowledge: assign(({ context: { acknowledged } }, { from }: Note) => ({
      acknowledged: { ...acknowledged, [from]: true as const },
    })),
    forget: assign(({ context: { times } }, { from }: Note) => ({
      times: { ...times, [from]: null },
    })),
  },
  guards: {
    hasRounds: ({ context: { rounds } }) => rounds > 0,
    allKnow: ({ context: { others, acknowledged } }) => others.every((id) => id in acknowledged),
    isOldest: ({ context: { self, others, times } }) =>
      others.every((other) => {
        const [own, time] = [times[self.host] ?? 0, times[other] ?? Infinity];
        return own < time || (own === time && self.host < other);
      }),
  },
}).createMachine({
  id: 'process',
  context: ({ input }) => ({ ...input, clock: 1, times: {}, acknowledged: {} }),
  on: {
    request: { actions: { type: 'acknowledge', params: message } },
    acknowledge: { actions: { type: 'noteAcknowledge', params: message } },
    release: { actions: { type: 'forget', params: message } },
  },
  initial: 'outside',
  states: {
    outside: { on: { want: { guard: 'hasRounds', target: 'waiting', actions: 'ask' } } },
    waiting: { always: { guard: and(['allKnow', 'isOldest']), target: 'inside' } },
    inside: { on: { leave: { target: 'outside', actions: 'release' } } },
  },
});

const all = (view: View, state: string) => view.each(process).filter((one) => one.in(state));
const isLast = (state: string) => (view: View) => view.each(process).at(-1)?.in(state) ?? false;
const eager = process.provide({ guards: { isOldest: () => true } });

/** `n` processes that each enter so many times. */
export const lamportMutex = family({
  defaults: { n: 3, rounds: 1, keepsOrder: 1 },
  name: ({ n, rounds, keepsOrder }) =>
    `lamport-mutex/n${n}-rounds${rounds}${keepsOrder ? '' : '-unordered'}`,
  build: ({ n, rounds, keepsOrder }) => {
    const ids = Array.from({ length: n }, (_, at) => `p${at}`);
    const but = (own: string) => ids.filter((id) => id !== own);
    return {
      system: system({
        hosts: ids.map((id) =>
          host(id, { process: resident(process, { others: but(id), rounds }) }),
        ),
        channel: keepsOrder ? 'fifo' : 'unordered',
        inputs: () => [{ type: 'want' }, { type: 'leave' }],
      }),
      properties: {
        OneInside: always((view) => all(view, 'inside').length <= 1),
        LastEnters: leadsTo(isLast('waiting'), isLast('inside')),
      },
      fairness: [weak.deliver(), weak.input({ type: 'leave' })],
      done: (view) => all(view, 'outside').length === n,
      mutants: {
        entersOutOfTurn: caughtBy('OneInside', swap(process, eager)),
        overtaken: caughtBy('OneInside', reparameterised({ keepsOrder: 0 })),
      },
    };
  },
});

/** The models that are checked by default. */
export const models = [lamportMutex({ n: 2, rounds: 2 }), lamportMutex()];
