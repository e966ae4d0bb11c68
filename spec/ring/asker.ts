/**
 * Somebody who asks a member of the ring whom an operation on a key would turn to, and remembers
 * nothing: it makes the walk round the ring a system of its own.
 */

import { emit, setup } from 'xstate';
import type { Address, MessageOf, Send } from '../messages.ts';
import { message, send } from '../messages.ts';
import type { Key, NodeId } from '../values/ids.types.ts';

/** The environment has somebody ask a node about a key. */
export type Ask = { readonly type: 'ask'; readonly at: NodeId; readonly key: Key };

/** The machine of one who asks. */
export const asker = setup({
  types: {
    input: {} as { readonly self: Address },
    context: {} as { readonly self: Address },
    events: {} as Ask | MessageOf<'routed'>,
    emitted: {} as Send,
  },
  actions: {
    ask: emit(({ context: { self } }, { at, key }: Ask) =>
      send(at, { type: 'route', from: self, key }),
    ),
  },
}).createMachine({
  id: 'asker',
  context: ({ input: { self } }) => ({ self }),
  initial: 'curious',
  states: {
    curious: { on: { ask: { target: 'waiting', actions: { type: 'ask', params: message } } } },
    waiting: { on: { routed: 'curious' } },
  },
});
