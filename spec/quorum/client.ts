/**
 * A client's session on one key (lecture "Dynamo Query Interface"; DeCandia 2007 4.1): it works
 * through a script of puts and gets, one after the other, and turns with each to the node that the
 * environment picks (a put only ever to a home node of the key). What it has seen, it says with its
 * next put, unless the script wants that put blind.
 *
 * Decided: a put's answer tells the client its new context, so that it needn't read what it just
 * wrote; a session never forgets what it has seen, even if a later get is answered by staler nodes;
 * `unknown` means just that, and is not tried again. A put's name is the value it writes.
 * Left out: a timeout of its own (a client whose coordinator dies waits for ever), redirection.
 */

import { assign, emit, setup } from 'xstate';
import type { Address, Message, MessageOf, Observe, Send } from '../messages.ts';
import { message, observe, send } from '../messages.ts';
import type { IdSet } from '../values/id-set.ts';
import type { Key, NodeId, RequestId } from '../values/ids.types.ts';
import { idSet, including, noIds, union } from '../values/id-set.ts';
import type { CausalContext } from '../values/minting.ts';
import { joinContexts, noContext, pastOf } from '../values/minting.ts';

/** One thing that a client does; a blind put says that its author has seen nothing. */
export type ScriptStep = {
  readonly op: 'put' | 'get';
  readonly id: RequestId;
  readonly blind?: true;
};

/** The environment has the client take the next step of its script, at a node. */
export type Call = { readonly type: 'call'; readonly at: NodeId };

/** What a client is told once and for all. */
export type ClientSetting = { readonly key: Key; readonly script: readonly ScriptStep[] };

interface Input extends ClientSetting {
  readonly self: Address;
}

/** What the last answered get returned, and what it had to be measured by. */
interface LastRead {
  readonly values: IdSet;
  /** The puts in the true past of what was returned. */
  readonly past: IdSet;
  /** The client's own puts that were done when it asked. */
  readonly acked: IdSet;
  /** The puts in the true past of all that its earlier gets returned. */
  readonly readBefore: IdSet;
}

interface Client extends Input {
  /** What is left to do, the step under way included. */
  readonly script: readonly ScriptStep[];
  readonly context: CausalContext;
  readonly ghost: {
    /** The puts that the context truly includes. */
    readonly past: IdSet;
    /** The puts of this client that were answered as done. */
    readonly acked: IdSet;
    /** Null before the first get is answered. */
    readonly lastRead: LastRead | null;
  };
}

type Answer = Extract<
  Message,
  { readonly type: 'putDone' | 'putUnknown' | 'getDone' | 'getUnknown' }
>;

/** The machine of a client. */
export const client = setup({
  types: {
    input: {} as Input,
    context: {} as Client,
    events: {} as Call | Answer,
    emitted: {} as Send | Observe,
  },
  actions: {
    reportInvoked: emit(({ context }) => {
      const { op, id } = nextStep(context);
      return observe({ type: 'invoked', op, id });
    }),
    put: emit(({ context }, { at }: Call) => {
      const { self, key, ghost } = context;
      const { id, blind } = nextStep(context);
      return send(at, {
        type: 'clientPut',
        from: self,
        id,
        key,
        value: id,
        context: blind ? noContext : context.context,
        ghost: { past: blind ? noIds : ghost.past },
      });
    }),
    get: emit(({ context }, { at }: Call) => {
      const { self, key } = context;
      return send(at, { type: 'clientGet', from: self, id: nextStep(context).id, key });
    }),
    seeOwnWrite: assign(({ context }, { id, context: seen, ghost }: MessageOf<'putDone'>) => ({
      context: joinContexts(context.context, seen),
      ghost: {
        ...context.ghost,
        past: union(context.ghost.past, ghost.past),
        acked: including(context.ghost.acked, id),
      },
    })),
    seeVersions: assign(({ context }, { context: seen, versions }: MessageOf<'getDone'>) => {
      const { past, acked, lastRead } = context.ghost;
      const read: LastRead = {
        values: idSet(versions.map(({ value }) => value)),
        past: pastOf(versions),
        acked,
        readBefore: lastRead === null ? noIds : union(lastRead.readBefore, lastRead.past),
      };
      return {
        context: joinContexts(context.context, seen),
        ghost: { past: union(past, read.past), acked, lastRead: read },
      };
    }),
    reportPutDone: emit((_, { id }: MessageOf<'putDone'>) =>
      observe({ type: 'answered', op: 'put', id, outcome: 'done' }),
    ),
    reportPutUnknown: emit((_, { id }: MessageOf<'putUnknown'>) =>
      observe({ type: 'answered', op: 'put', id, outcome: 'unknown' }),
    ),
    reportGetDone: emit((_, { id, versions }: MessageOf<'getDone'>) =>
      observe({
        type: 'answered',
        op: 'get',
        id,
        outcome: 'done',
        values: versions.map(({ value }) => value),
        ghost: { past: pastOf(versions) },
      }),
    ),
    reportGetUnknown: emit((_, { id }: MessageOf<'getUnknown'>) =>
      observe({ type: 'answered', op: 'get', id, outcome: 'unknown' }),
    ),
    turnPage: assign(({ context: { script } }) => ({ script: script.slice(1) })),
  },
  guards: {
    scriptDone: ({ context: { script } }) => script.length === 0,
    nextIsPut: ({ context: { script } }) => script[0]?.op === 'put',
    answersThis: ({ context: { script } }, { id }: Answer) => script[0]?.id === id,
  },
}).createMachine({
  id: 'client',
  context: ({ input: { self, key, script } }) => ({
    self,
    key,
    script,
    context: noContext,
    ghost: { past: noIds, acked: noIds, lastRead: null },
  }),
  initial: 'ready',
  states: {
    ready: {
      always: { guard: 'scriptDone', target: 'done' },
      on: {
        call: [
          {
            guard: 'nextIsPut',
            target: 'putting',
            actions: ['reportInvoked', { type: 'put', params: message }],
          },
          { target: 'getting', actions: ['reportInvoked', { type: 'get', params: message }] },
        ],
      },
    },
    putting: {
      on: {
        putDone: {
          guard: { type: 'answersThis', params: message },
          target: 'ready',
          actions: [
            { type: 'reportPutDone', params: message },
            { type: 'seeOwnWrite', params: message },
            'turnPage',
          ],
        },
        putUnknown: {
          guard: { type: 'answersThis', params: message },
          target: 'ready',
          actions: [{ type: 'reportPutUnknown', params: message }, 'turnPage'],
        },
      },
    },
    getting: {
      on: {
        getDone: {
          guard: { type: 'answersThis', params: message },
          target: 'ready',
          actions: [
            { type: 'reportGetDone', params: message },
            { type: 'seeVersions', params: message },
            'turnPage',
          ],
        },
        getUnknown: {
          guard: { type: 'answersThis', params: message },
          target: 'ready',
          actions: [{ type: 'reportGetUnknown', params: message }, 'turnPage'],
        },
      },
    },
    done: { type: 'final' },
  },
});

function nextStep({ script }: Client): ScriptStep {
  const [step] = script;
  if (step === undefined) throw new Error('the client is called although its script is done');
  return step;
}
