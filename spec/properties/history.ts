/**
 * Properties of the clients' common history, as monitors: they see only what clients let an observer
 * see. What they remember of puts follows from the clients' states; only what was done when a get
 * was invoked is more than that, and it is forgotten when the get is answered.
 */

import { assign, setup } from 'xstate';
import type { Observation } from '../messages.ts';
import type { IdSet } from '../values/id-set.ts';
import type { RequestId } from '../values/ids.types.ts';
import { idSet, including, isSubset, noIds } from '../values/id-set.ts';
import { ownField } from '../values/own-field.ts';

type Observed = { readonly type: 'observed'; readonly event: Observation };

interface Dues {
  /** The puts that were answered as done. */
  readonly done: IdSet;
  /** For each get under way, the puts that were done when it was invoked. */
  readonly due: { readonly [get: RequestId]: IdSet };
}

/** Regular: a get returns a state that includes every put, by anybody, that was done before it. */
export const regular = setup({
  types: { context: {} as Dues, events: {} as Observed },
  actions: {
    noteDone: assign(({ context: { done }, event: { event } }) => ({
      done: including(done, event.id),
    })),
    noteDue: assign(({ context: { done, due }, event: { event } }) => ({
      due: { ...due, [event.id]: done },
    })),
    forgetDue: assign(({ context: { due }, event: { event } }) => ({
      due: Object.fromEntries(Object.entries(due).filter(([get]) => get !== event.id)),
    })),
  },
  guards: {
    putDone: ({ event: { event } }) =>
      event.type === 'answered' && event.op === 'put' && event.outcome === 'done',
    getInvoked: ({ event: { event } }) => event.type === 'invoked' && event.op === 'get',
    getMissesOne: ({ context: { due }, event: { event } }) =>
      event.type === 'answered' &&
      event.op === 'get' &&
      event.outcome === 'done' &&
      !isSubset(ownField(due, event.id) ?? noIds, event.ghost.past),
    getAnswered: ({ event: { event } }) => event.type === 'answered' && event.op === 'get',
  },
}).createMachine({
  id: 'regular',
  context: { done: noIds, due: {} },
  initial: 'kept',
  states: {
    kept: {
      on: {
        observed: [
          { guard: 'putDone', actions: 'noteDone' },
          { guard: 'getInvoked', actions: 'noteDue' },
          { guard: 'getMissesOne', target: 'broken' },
          { guard: 'getAnswered', actions: 'forgetDue' },
        ],
      },
    },
    broken: { tags: 'violated' },
  },
});

/** NoThinAir: whatever a get returns, somebody has set out to put. */
export const noThinAir = setup({
  types: { context: {} as { readonly invoked: IdSet }, events: {} as Observed },
  actions: {
    noteInvoked: assign(({ context: { invoked }, event: { event } }) => ({
      invoked: including(invoked, event.id),
    })),
  },
  guards: {
    putInvoked: ({ event: { event } }) => event.type === 'invoked' && event.op === 'put',
    fromThinAir: ({ context: { invoked }, event: { event } }) =>
      event.type === 'answered' &&
      event.op === 'get' &&
      event.outcome === 'done' &&
      !isSubset(idSet(event.values), invoked),
  },
}).createMachine({
  id: 'noThinAir',
  context: { invoked: noIds },
  initial: 'kept',
  states: {
    kept: {
      on: {
        observed: [
          { guard: 'putInvoked', actions: 'noteInvoked' },
          { guard: 'fromThinAir', target: 'broken' },
        ],
      },
    },
    broken: { tags: 'violated' },
  },
});
