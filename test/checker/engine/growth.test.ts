import { describe, expect, it } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { assign, emit, setup } from 'xstate';
import type { Exploration, Growth } from '../../../checker/engine/explore.ts';
import { explore } from '../../../checker/engine/explore.ts';
import { models as mutexes } from '../../../checker/examples/lamport-mutex.model.ts';
import { twoPhaseCommit } from '../../../checker/examples/two-phase-commit.model.ts';
import type { Host, Property } from '../../../checker/index.ts';
import { host, model, monitored, perKey, resident, system } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';
import { models as quorums } from '../../../spec/quorum/quorum.model.ts';
import { models as versions } from '../../../spec/versions/versions.model.ts';

interface Counted {
  readonly n: number;
  readonly seen: readonly string[];
  readonly code: string;
}

/** A machine that changes its context at each tick, for ever or while it has fewer than `end`. */
function changing(change: (context: Counted) => Partial<Counted>, end = Infinity): AnyStateMachine {
  return setup({
    types: { context: {} as Counted },
    actions: { change: assign(({ context }) => change(context)) },
    guards: { goesOn: ({ context }) => context.n < end },
  }).createMachine({
    id: 'changing',
    context: { n: 0, seen: [], code: '00001' },
    on: { tick: { guard: 'goesOn', actions: 'change' } },
  });
}

const counter = changing(({ n }) => ({ n: n + 1 }));
const light = setup({ types: {} }).createMachine({
  id: 'light',
  initial: 'off',
  states: { off: { on: { tick: 'on' } }, on: { on: { tick: 'off' } } },
});
const pinging = setup({
  actions: { ping: emit({ type: 'send', to: 'b', message: { type: 'ping' } }) },
}).createMachine({ id: 'pinging', on: { tick: { actions: 'ping' } } });
const ponging = setup({ types: {} }).createMachine({ id: 'ponging', on: { ping: {} } });
const tapping = setup({
  actions: { tell: emit({ type: 'observe', event: { type: 'tap' } }) },
}).createMachine({ id: 'tapping', on: { tick: { actions: 'tell' } } });
const tallying = setup({
  types: { context: {} as { readonly n: number } },
  actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
}).createMachine({
  id: 'tallying',
  context: { n: 0 },
  initial: 'calm',
  states: { calm: { on: { observed: { actions: 'count' } } }, alarmed: { tags: 'violated' } },
});

/** All hosts but b tick. */
const inputs = (id: string) => (id === 'b' ? [] : [{ type: 'tick', k: 'k' }]);
const words = (id: string) =>
  id === 'b' ? [] : ['x', 'y'].map((word) => ({ type: 'tick', word }));

function explored(
  hosts: readonly Host[],
  { maxStates = 400, properties = {} }: Partial<Given> = {},
): Exploration {
  const built = model('test/growth', { system: system({ hosts, inputs }), properties });
  return explore(load(built), { keepGoing: true, maxStates });
}

interface Given {
  readonly maxStates: number;
  readonly properties: Readonly<Record<string, Property>>;
}

function only(growing: readonly Growth[]): Growth {
  const [growth, ...others] = growing;
  if (growth === undefined || others.length > 0) throw new Error(`${growing.length} parts grow`);
  return growth;
}

describe('what keeps growing until the limit', () => {
  it('is the host that counts, and not the one that only changes', () => {
    const hosts = [
      host('l', { light: resident(light) }),
      host('a', { counter: resident(counter) }),
    ];
    const { growing, stoppedBy } = explored(hosts);
    expect(stoppedBy).toBe('max-states');
    const growth = only(growing);
    expect(growth).toMatchObject({ kind: 'host', name: 'a', recent: [1, 1, 1, 1, 1] });
    expect(growth.measure).toMatchObject({ path: 'residents.counter.context.n' });
    const counts = growth.examples.map(({ before, after }) => [before, after].map(countIn));
    const last = growth.states - 1;
    expect(counts).toEqual([
      [last - 1, last],
      [last - 2, last - 1],
    ]);
  });

  it('is a list, in an instance of a family as well', () => {
    const longer = changing(({ seen }) => ({ seen: [...seen, 'x'] }));
    const growth = only(explored([host('a', { log: perKey(longer, ({ k }) => k) })]).growing);
    expect(growth.measure).toMatchObject({ path: 'families.log.k.context.seen' });
    expect(growth.measure?.reached).toBeGreaterThan(300);
  });

  it('is what is on its way to a host that is slower than the sender', () => {
    const hosts = [
      host('a', { pinging: resident(pinging) }),
      host('b', { ponging: resident(ponging) }),
    ];
    expect(only(explored(hosts, { maxStates: 40 }).growing)).toMatchObject({
      kind: 'inbox',
      name: 'b',
      measure: { path: 'messages' },
      examples: [{ after: { messages: 40, 'ping from a': 40 } }, { after: { messages: 39 } }],
    });
  });

  it('is a monitor that counts', () => {
    const properties = { Tally: monitored(tallying) };
    const { growing } = explored([host('a', { tapping: resident(tapping) })], { properties });
    expect(only(growing)).toMatchObject({ kind: 'monitor', name: 'Tally' });
  });

  it('is a counter that many others hide in few levels', () => {
    const many = ['a', 'c', 'd', 'e', 'f'].map((id) => host(id, { counter: resident(counter) }));
    const { growing, depth } = explored(many, { maxStates: 10_000 });
    expect(depth).toBeLessThan(16);
    expect(growing.map(({ kind }) => kind)).toEqual(['host', 'host', 'host']);
  });

  it('is a host with new states of the same size for ever', () => {
    const scrambling = changing(({ code }) => ({
      code: String((Number(code) * 5 + 3) % 2 ** 16).padStart(5, '0'),
    }));
    const { growing } = explored([host('a', { scrambling: resident(scrambling) })]);
    expect(only(growing)).toMatchObject({ kind: 'host', name: 'a', measure: null });
  });

  it('is nothing that found nothing new in the last levels, however much it grew before', () => {
    const lights = Array.from({ length: 10 }, (_, index) =>
      host(`l${index}`, { light: resident(light) }),
    );
    const bounded = changing(({ n }) => ({ n: n + 1 }), 12);
    const hosts = [host('a', { bounded: resident(bounded) }), ...lights];
    // The counter ends with level 12, and this with level 18.
    const { growing, depth, complete } = explored(hosts, { maxStates: 13_100 });
    expect({ growing, depth, complete }).toEqual({ growing: [], depth: 19, complete: false });
  });

  it('is shown by states that differ, though messages may pass each other', () => {
    const talking = setup({
      actions: {
        say: emit(({ event }) => ({
          type: 'send',
          to: 'b',
          message: { type: 'said', word: (event as { readonly word?: string }).word ?? '' },
        })),
      },
    }).createMachine({ id: 'talking', on: { tick: { actions: 'say' } } });
    const hosts = [
      host('a', { talking: resident(talking) }),
      host('b', { deaf: resident(setup({}).createMachine({ id: 'deaf', on: { said: {} } })) }),
    ];
    const built = model('test/words', {
      system: system({ hosts, inputs: words }),
      properties: {},
    });
    const { growing } = explore(load(built), { keepGoing: true, maxStates: 400 });
    const { examples } = only(growing);
    expect(examples).toHaveLength(2);
    for (const { before, after } of examples) expect(after).not.toEqual(before);
  });

  it('may have an end that the limit came before', () => {
    const bounded = changing(({ n }) => ({ n: n + 1 }), 1000);
    const hosts = [host('a', { bounded: resident(bounded) })];
    expect(only(explored(hosts).growing)).toMatchObject({ name: 'a' });
    expect(explored(hosts, { maxStates: 2000 })).toMatchObject({ complete: true, growing: [] });
  });
});

describe('a large model that has an end', () => {
  const large = [
    twoPhaseCommit({ rms: 7 }),
    ...quorums.filter(({ name }) => name === 'quorum/n3-r2-w2-readers1'),
    ...versions.filter(({ name }) => name === 'versions/n1-lww-rounds3'),
    ...mutexes,
  ];

  it.each([300, 1000, 5000])(
    'is not said to grow when it is cut off at %i states',
    (maxStates) => {
      const cutOff = large
        .map((one) => explore(load(one), { keepGoing: true, maxStates, traced: new Set() }))
        .filter(({ complete }) => !complete);
      expect(cutOff.length).toBeGreaterThan(1);
      expect(cutOff.flatMap(({ growing }) => growing)).toEqual([]);
    },
    60_000,
  );
});

function countIn(state: Growth['examples'][number]['before']): unknown {
  const host = state as unknown as {
    readonly residents: Record<string, { readonly context: Counted }>;
  };
  return host.residents['counter']?.context.n;
}
