/** A monitor for tests: it notes what it last saw, and never finds anything wrong. */

import { assign, setup } from 'xstate';

/** Remembers whether something was observed or befell a host. */
export const watcher = setup({
  types: { context: {} as { readonly crashes: number } },
  actions: { count: assign({ crashes: ({ context }) => context.crashes + 1 }) },
}).createMachine({
  id: 'watcher',
  context: { crashes: 0 },
  initial: 'calm',
  states: {
    calm: { on: { '@crash': { target: 'stirred', actions: 'count' }, '@partition': 'stirred' } },
    stirred: { on: { '@restart': 'calm', '@heal': 'calm' } },
    alarmed: { tags: 'violated' },
  },
});
