import { describe, expect, it } from 'vitest';
import { assign, emit, setup } from 'xstate';
import { BrokenModel } from '../../../checker/broken-model.ts';
import type { Exploration, ExploreOptions } from '../../../checker/engine/explore.ts';
import { explore } from '../../../checker/engine/explore.ts';
import type { SystemDefinition } from '../../../checker/index.ts';
import { host, model, resident, sometimes, system } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';

interface Choice {
  readonly type: 'choose';
  readonly n: number;
}

const chooser = setup({
  types: { context: {} as { readonly n: number }, events: {} as Choice },
  actions: { choose: assign({ n: ({ event }) => event.n }) },
  guards: { isOpen: ({ context }) => context.n === 0 },
}).createMachine({
  id: 'chooser',
  context: { n: 0 },
  on: { choose: { guard: 'isOpen', actions: 'choose' } },
});

/** Hosts that each choose one of so many numbers, once. */
function choosing(
  ids: readonly string[],
  choices: number,
  { budgets = {}, ...options }: Pick<SystemDefinition, 'budgets'> & Partial<ExploreOptions> = {},
): Exploration {
  const inputs = Array.from({ length: choices }, (_, n) => ({ type: 'choose', n: n + 1 }));
  const definition = system({
    hosts: ids.map((id) => host(id, { chooser: resident(chooser) })),
    inputs: (_, view) => (view.each(chooser)[0]?.context.n === 0 ? inputs : []),
    budgets,
  });
  const properties = { Begins: sometimes(() => true) };
  const built = model('test/choosing', { system: definition, properties, done: () => true });
  return explore(load(built), { keepGoing: true, ...options });
}

interface Runner {
  readonly laps: number;
  readonly next: string;
}

const runner = setup({
  types: {
    context: {} as Runner,
    input: {} as { readonly next: string; readonly begins: boolean },
    events: {} as { readonly type: 'baton' },
    emitted: {} as { readonly type: 'send'; readonly to: string; readonly message: object },
  },
  actions: {
    count: assign({ laps: ({ context }) => context.laps + 1 }),
    pass: emit(({ context }) => ({ type: 'send', to: context.next, message: { type: 'baton' } })),
  },
  guards: { runs: ({ context }) => context.laps < 25, begins: ({ context }) => context.laps < 0 },
}).createMachine({
  id: 'runner',
  context: ({ input }) => ({ laps: input.begins ? -1 : 0, next: input.next }),
  initial: 'running',
  states: {
    running: {
      always: { guard: 'begins', actions: ['count', 'pass'] },
      on: { baton: { guard: 'runs', actions: ['count', 'pass'] } },
    },
  },
});

/** So many hosts that pass a baton round and count: their columns grow, one after the other. */
function relay(count: number): Exploration {
  const hosts = Array.from({ length: count }, (_, index) =>
    host(`h${index}`, {
      runner: resident(runner, { next: `h${(index + 1) % count}`, begins: index === 0 }),
    }),
  );
  const properties = { Begins: sometimes(() => true) };
  const built = model('test/relay', { system: system({ hosts }), properties, done: () => true });
  return explore(load(built), { keepGoing: true });
}

const many = (): Exploration => choosing(['a'], 70_000, { budgets: { 'input:choose': 1 } });

const hosts = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `h${index}`);

describe('a state', () => {
  it.each([1, 2])('may have thousands of steps: %s workers', (workers) => {
    const found = choosing(['a'], 5000, { workers });
    expect(found).toMatchObject({ complete: true, states: 5001, transitions: 5000, depth: 1 });
  });

  it('may not have more steps than a chunk has room for', () => {
    expect(many).toThrow(BrokenModel);
    expect(many).toThrow('70001 steps');
  });
});

describe('a system', () => {
  it('may have hundreds of hosts, and no more than can be told apart', () => {
    expect(choosing(hosts(496), 1, { maxDepth: 1 })).toMatchObject({ states: 497 });
    const beyond = (): Exploration => choosing(hosts(497), 1, { maxDepth: 1 });
    expect(beyond).toThrow(BrokenModel);
    expect(beyond).toThrow('497 hosts');
  });

  it('may have many hosts whose states become more and more', () => {
    const hosts = 60;
    expect(relay(hosts)).toMatchObject({ complete: true, states: hosts * 25 + 2 });
  });
});
