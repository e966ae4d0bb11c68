import { describe, expect, it } from 'vitest';
import { assign, emit, setup } from 'xstate';
import { BrokenModel } from '../../../checker/broken-model.ts';
import { explore } from '../../../checker/engine/explore.ts';
import type { Host, Model, Property } from '../../../checker/index.ts';
import { host, model, monitored, perRequest, resident, system } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';
import { oracle } from '../oracle/oracle.ts';

interface Send {
  readonly type: 'send';
  readonly to: string;
  readonly message: { readonly type: string };
}

/** Tells its own host `left` and `right` on `go`. */
const teller = setup({
  types: { events: {} as { readonly type: 'go' }, emitted: {} as Send },
  actions: {
    left: emit({ type: 'send', to: 'h', message: { type: 'left' } }),
    right: emit({ type: 'send', to: 'h', message: { type: 'right' } }),
  },
}).createMachine({ id: 'teller', on: { go: { actions: ['left', 'right'] } } });

/** Remembers which of the two it heard last. */
const hearer = setup({
  types: {
    context: {} as { readonly last: string },
    events: {} as { readonly type: 'left' | 'right' },
  },
  actions: { note: assign({ last: ({ event }) => event.type }) },
}).createMachine({
  id: 'hearer',
  context: { last: '' },
  on: { left: { actions: 'note' }, right: { actions: 'note' } },
});

/** Answers its own message with the same message, without end. */
const echo = setup({
  types: { events: {} as { readonly type: 'go' }, emitted: {} as Send },
  actions: { again: emit({ type: 'send', to: 'h', message: { type: 'go' } }) },
}).createMachine({ id: 'echo', on: { go: { actions: 'again' } } });

/** A request that waits for ever. */
const waiting = setup({ types: { events: {} as { readonly type: 'go' } } }).createMachine({
  id: 'waiting',
});

/** A monitor that does what monitors must not. */
const talker = setup({
  types: { emitted: {} as Send },
  actions: { talk: emit({ type: 'send', to: 'h', message: { type: 'go' } }) },
}).createMachine({
  id: 'talker',
  entry: 'talk',
  initial: 'calm',
  states: { calm: {}, alarmed: { tags: 'violated' } },
});

function asked(
  machines: Host['machines'],
  properties: Readonly<Record<string, Property>> = {},
): Model {
  return model('asked', {
    system: system({ hosts: [host('h', machines)], inputs: () => [{ type: 'go' }] }),
    properties,
  });
}

/** Why a model is refused. */
function refusalOf(search: () => unknown): string {
  try {
    search();
  } catch (cause) {
    if (cause instanceof BrokenModel) return cause.message;
  }
  throw new Error('nothing was refused');
}

const explored = (of: Model) => explore(load(of), { keepGoing: true });

describe('a step of a host', () => {
  it('is reported where it depends on the order of local messages', () => {
    const both = explored(asked({ teller: resident(teller), hearer: resident(hearer) }));
    expect(both.orderDependent).toEqual(['h on go']);
    expect(both.states).toBe(2);
  });

  it('may not go on for ever', () => {
    expect(() => explored(asked({ echo: resident(echo) }))).toThrow('more than 100 local messages');
  });

  it('may not open a request that is alive', () => {
    const opening = { opens: 'go', by: () => 'k' };
    const twice = asked({ waiting: perRequest(waiting, opening) });
    expect(() => explored(twice)).toThrow(
      "the request 'k' of 'waiting' is opened while it is still alive",
    );
    const again = asked({ waiting: perRequest(waiting, { ...opening, rebirth: 'allowed' }) });
    expect(explored(again).states).toBe(2);
  });

  it.each([
    ['goes on for ever', { echo: resident(echo) }],
    [
      'opens a request that is alive',
      { waiting: perRequest(waiting, { opens: 'go', by: () => 'k' }) },
    ],
  ])('that %s is refused by the reference in the same words', (_, machines) => {
    const loaded = load(asked(machines));
    expect(refusalOf(() => oracle(loaded))).toBe(
      refusalOf(() => explore(loaded, { keepGoing: true })),
    );
  });
});

describe('a monitor', () => {
  it('may not emit', () => {
    const talking = asked({ hearer: resident(hearer) }, { Talk: monitored(talker) });
    expect(() => explored(talking)).toThrow('a monitor emits something');
  });
});
