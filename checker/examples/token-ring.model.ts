/**
 * Mutual exclusion by a token (Le Lann 1977, "Distributed systems: towards a formal approach"):
 * stations in a ring pass one token on; whoever wants to enter waits for it and keeps it while inside.
 * Nothing else keeps two of them apart, so that a token that the network duplicates lets two in, and
 * one that it loses lets nobody in any more.
 *
 * Decided: a station that wants nothing passes the token on in the step in which it gets it; one that
 * is inside swallows a second one.
 * Left out: noticing that the token is lost, and making a new one.
 */

import { emit, setup } from 'xstate';
import { always, caughtBy, edit, family, host, leadsTo, resident, send } from '../index.ts';
import { sometimes, system, violated, weak } from '../index.ts';
import type { Send, View } from '../index.ts';

type Token = { readonly type: 'token' };
type Place = { readonly next: string; readonly starts: boolean };

/** A station; `starts` marks the one at which the token begins its way. */
const station = setup({
  types: {
    input: {} as Place,
    context: {} as Place,
    events: {} as Token | { readonly type: 'want' | 'leave' },
    emitted: {} as Send<Token>,
  },
  actions: { passOn: emit(({ context: { next } }) => send(next, { type: 'token' })) },
  guards: { startsHere: ({ context: { starts } }) => starts },
}).createMachine({
  id: 'station',
  context: ({ input: { next, starts } }) => ({ next, starts }),
  initial: 'booting',
  states: {
    booting: {
      always: [{ guard: 'startsHere', target: 'idle', actions: 'passOn' }, { target: 'idle' }],
    },
    idle: { on: { token: { actions: 'passOn' }, want: 'wanting' } },
    wanting: { on: { token: 'inside' } },
    inside: { on: { leave: { target: 'idle', actions: 'passOn' } } },
  },
});

const keepsNoToken = edit(station, (config) => ({
  ...config,
  states: {
    ...config.states,
    wanting: { on: { token: { target: 'inside', actions: 'passOn' } } },
    inside: { on: { leave: 'idle' } },
  },
}));

const isFirst = (view: View, state: string) => view.host('s0').at(station)?.in(state) ?? false;

/** A ring of `n` stations, whose network may duplicate or drop the token so many times. */
export const tokenRing = family({
  defaults: { n: 3, duplicates: 0, drops: 0 },
  name: ({ n, duplicates, drops }) =>
    [`token-ring/n${n}`, duplicates && `duplicates${duplicates}`, drops && `drops${drops}`]
      .filter(Boolean)
      .join('-'),
  build: ({ n, duplicates, drops }) => ({
    system: system({
      hosts: Array.from({ length: n }, (_, at) =>
        host(`s${at}`, {
          station: resident(station, { next: `s${(at + 1) % n}`, starts: at === 0 }),
        }),
      ),
      inputs: () => [{ type: 'want' }, { type: 'leave' }],
      budgets: { duplicate: duplicates, drop: drops },
    }),
    properties: {
      OneInside: always((view) => view.each(station).filter((one) => one.in('inside')).length <= 1),
      OneToken: always((view) => {
        const holders = view.each(station).filter((one) => one.in('inside'));
        return holders.length + view.messages('token').length === 1;
      }),
      Enters: sometimes((view) => view.each(station).some((one) => one.in('inside'))),
      GetsIn: leadsTo(
        (view) => isFirst(view, 'wanting'),
        (view) => isFirst(view, 'inside'),
      ),
    },
    fairness: [weak.deliver(), weak.input({ type: 'leave' })],
    done: () => false,
    expect: {
      ...(duplicates + drops > 0 ? { OneToken: violated({ steps: 1 }) } : {}),
      // The token becomes two, one is passed on, and then the next two want one and get it.
      ...(duplicates > 0 ? { OneInside: violated({ steps: 6 }) } : {}),
      // The token is lost, and then one wants in vain; or everybody does.
      ...(drops > 0
        ? { GetsIn: violated({ steps: 2 }), Deadlock: violated({ steps: n + 1 }) }
        : {}),
    },
    mutants: duplicates + drops === 0 ? { keepsNoToken: caughtBy('OneToken', keepsNoToken) } : {},
  }),
});

/** The models that are checked by default. */
export const models = [tokenRing(), tokenRing({ duplicates: 1 }), tokenRing({ drops: 1 })];
