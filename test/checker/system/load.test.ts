import { describe, expect, it } from 'vitest';
import { emit, raise, setup } from 'xstate';
import {
  edit,
  family,
  host,
  model,
  monitored,
  perKey,
  perRequest,
  resident,
  system,
} from '../../../checker/index.ts';
import type { Address, ModelDefinition, SystemDefinition } from '../../../checker/index.ts';
import { explore } from '../../../checker/engine/explore.ts';
import { enabled, initial } from '../../../checker/reference.ts';
import { load, resolve } from '../../../checker/system/load.ts';
import type { LoadedModel } from '../../../checker/system/load.ts';
import { budgetOf, channelBetween, reaches } from '../../../checker/system/system.ts';
import { answering, peer } from '../reference/small-machines.ts';

interface Booted {
  readonly self: Address;
}

const alone = [host('a', { peer: resident(peer) })];

function loading(definition: SystemDefinition, properties: ModelDefinition['properties'] = {}) {
  return (): unknown => load(model('test/load', { system: system(definition), properties }));
}

describe('loading a model', () => {
  it('refuses two hosts of one name and hosts that are named but do not exist', () => {
    expect(loading({ hosts: [...alone, ...alone] })).toThrow("two hosts are called 'a'");
    expect(loading({ hosts: alone, crashable: ['z'] })).toThrow("'crashable' names the host 'z'");
    expect(loading({ hosts: alone, partitions: [[['a'], ['y']]] })).toThrow(
      "'partitions' names the host 'y'",
    );
  });

  it('refuses budgets that are no counts, and those of actions that there are not', () => {
    expect(loading({ hosts: alone, budgets: { crash: -1 } })).toThrow(
      "the budget of 'crash' is -1",
    );
    expect(loading({ hosts: alone, budgets: { drop: Number.NaN } })).toThrow('is NaN');
    // Without types a text may stand there.
    expect(loading({ hosts: alone, budgets: { drop: '1' as never } })).toThrow("is the text '1'");
    expect(loading({ hosts: alone, budgets: { crahs: 1 } })).toThrow("the label 'crahs'");
    expect(loading({ hosts: alone, budgets: { 'timer:never': 1 } })).toThrow("'timer:never'");
    expect(
      loading({ hosts: alone, budgets: { restart: 'unlimited', 'input:go': 0 } }),
    ).not.toThrow();
  });

  it('refuses budgets and faults of inputs that no machine handles, and names what is near', () => {
    expect(loading({ hosts: alone, budgets: { 'input:goo': 1 } })).toThrow(
      "no action has the label 'input:goo' that a budget is given for, since no machine handles that type. Did you mean input:go?",
    );
    expect(loading({ hosts: alone, budgets: { crahs: 1 } })).toThrow('Did you mean crash?');
    expect(loading({ hosts: alone, faultInputs: ['og'] })).toThrow(
      "faultInputs names 'og', a type that no machine handles",
    );
    expect(loading({ hosts: alone, faultInputs: ['go'] })).not.toThrow();
  });

  it('lets a family say budgets of inputs that only some of its members have', () => {
    const members = family({
      defaults: { peers: 1 },
      name: ({ peers }) => `peers/${peers}`,
      build: ({ peers }) => ({
        system: system({
          hosts: peers === 1 ? alone : [host('a', {})],
          inputs: () => [{ type: 'go' }],
          budgets: { 'input:go': 1 },
        }),
        properties: {},
      }),
    });
    const [full, empty] = [members(), members({ peers: 0 })];
    expect(() => load(full)).not.toThrow();
    expect(() => load(empty)).not.toThrow();
  });

  it('refuses a perKey machine that acts when it boots', () => {
    const eager = setup({
      actions: { tell: emit({ type: 'observe', event: { type: 'up' } }) },
    }).createMachine({
      id: 'eager',
      entry: 'tell',
    });
    expect(loading({ hosts: [host('a', { eager: perKey(eager, () => 'k') })] })).toThrow(
      'sends or arms a timer when it boots',
    );
  });

  it('refuses one that acts when it boots with some keys only, where it is met', () => {
    const choosy = setup({
      types: { input: {} as Booted, context: {} as Booted },
      guards: { isX: ({ context }) => context.self.key === 'x' },
      actions: { tell: emit({ type: 'observe', event: { type: 'up' } }) },
    }).createMachine({
      id: 'choosy',
      context: ({ input }) => ({ self: input.self }),
      initial: 'still',
      on: { poke: {} },
      states: { still: { always: { guard: 'isX', target: 'loud' } }, loud: { entry: 'tell' } },
    });
    const keyed = (key: string): LoadedModel =>
      load(
        model('test/choosy', {
          system: system({
            hosts: [host('a', { choosy: perKey(choosy, () => key) })],
            inputs: () => [{ type: 'poke' }],
          }),
          properties: {},
        }),
      );
    const words = 'sends or arms a timer when it boots';
    const all = { keepGoing: true };
    expect(explore(keyed('y'), all).states).toBe(1);
    expect(() => explore(keyed('x'), all)).toThrow(words);
    const loaded = keyed('x');
    expect(() => enabled(loaded, initial(loaded).state)).toThrow(words);
  });

  it('refuses a monitor with a timer', () => {
    expect(loading({ hosts: alone }, { Watched: monitored(peer) })).toThrow(
      'a monitor has a timer',
    );
  });

  it('refuses a monitor that waits for what nobody tells it, but for what it raises itself', () => {
    const states = { good: {}, bad: { tags: 'violated' } };
    const deaf = setup({}).createMachine({
      id: 'deaf',
      initial: 'good',
      on: { observd: '.bad' },
      states,
    });
    expect(loading({ hosts: alone }, { Watched: monitored(deaf) })).toThrow(
      "the monitor waits for 'observd', which nothing ever tells it. Did you mean observed?",
    );
    const inner = setup({ actions: { note: raise({ type: 'noted' }) } }).createMachine({
      id: 'inner',
      initial: 'good',
      on: { observed: { actions: 'note' }, noted: '.bad' },
      states,
    });
    expect(loading({ hosts: alone }, { Watched: monitored(inner) })).not.toThrow();
  });

  it('says what was meant by receivers, types and requests that nobody knows', () => {
    const desk = host('desk', {
      answering: perRequest(answering, { opens: 'qestion', by: () => 'k' }),
    });
    const loaded = load(
      model('test/load', { system: system({ hosts: [...alone, desk] }), properties: {} }),
    );
    expect(() => resolve(loaded, 'dask', { type: 'go' })).toThrow(
      "is sent to 'dask', which is no host. Did you mean desk? Correct it: hosts are a, desk",
    );
    expect(() => resolve(loaded, 'desk', { type: 'question' })).toThrow(
      "'answering' handles the type, but is per request: only 'qestion', which opens it, may name the host alone",
    );
    expect(() => resolve(loaded, 'a', { type: 'goo' })).toThrow('Did you mean go?');
    expect(() =>
      resolve(loaded, { host: 'a', machine: 'peer', key: null }, { type: 'goo' }),
    ).toThrow(/misspelt type. Did you mean go\? .* that machine handles .*go/);
  });

  it('refuses a budget of partitions where there are none', () => {
    expect(loading({ hosts: alone, budgets: { partition: 1 } })).toThrow(
      "a budget is given for 'partition', but the system lists no partitions",
    );
    expect(loading({ hosts: alone, budgets: { partition: 0 } })).not.toThrow();
  });

  it('refuses an address that does not fit the host, and a key that cannot be read', () => {
    const keyed = host('b', { answering: perKey(answering, () => null as unknown as string) });
    const loaded = load(
      model('test/load', { system: system({ hosts: [...alone, keyed] }), properties: {} }),
    );
    const message = { type: 'question' };
    expect(() => resolve(loaded, { host: 'a', machine: 'peer', key: 'k' }, message)).toThrow(
      'has no such machine',
    );
    expect(() => resolve(loaded, 'b', message)).toThrow("its 'by' answered null");
  });
});

describe('a system', () => {
  const both = system({
    hosts: [...alone, host('b', {})],
    channels: [{ from: 'a', to: 'b', channel: 'fifo' }],
    partitions: [[['a'], ['b']], [['a']]],
    budgets: { drop: 2, 'timer:patience': 0 },
  });

  it('allows no fault without a budget and everything else without limit', () => {
    expect(budgetOf(both, 'drop')).toBe(2);
    expect(budgetOf(both, 'crash')).toBe(0);
    expect(budgetOf(both, 'restart')).toBe('unlimited');
    expect(budgetOf(both, 'timer:patience')).toBe(0);
  });

  it('knows the channel of each pair and who reaches whom in a partition', () => {
    expect(channelBetween(both, 'a', 'b')).toBe('fifo');
    expect(channelBetween(both, 'b', 'a')).toBe('unordered');
    expect(reaches(both, 0, ['a', 'b'])).toBe(false);
    expect(reaches(both, 1, ['a', 'b'])).toBe(true);
    expect(reaches(both, null, ['a', 'b'])).toBe(true);
  });
});

const stepping = (inputs: SystemDefinition['inputs'] & {}): (() => unknown) => {
  const loaded = load(
    model('test/load', { system: system({ hosts: alone, inputs }), properties: {} }),
  );
  return () => enabled(loaded, initial(loaded).state);
};

describe('what a model says of its environment', () => {
  it('is refused where it throws or lists what is no message', () => {
    const throwing = stepping(() => {
      throw new Error('no idea');
    });
    expect(throwing).toThrow("the system's inputs threw: no idea");
    const odd = { type: 'go', to: undefined };
    expect(stepping(() => [odd])).toThrow("list an event that holds undefined at 'to'");
  });

  it('is refused where it is ambiguous', () => {
    const twice = { from: 'a', to: 'a', channel: 'fifo' as const };
    expect(loading({ hosts: alone, channels: [twice, twice] })).toThrow(
      'from a to a is declared twice',
    );
    expect(loading({ hosts: alone, partitions: [[['a'], ['a']]] })).toThrow("'a' in two groups");
  });
});

describe('routing by address', () => {
  it('refuses a type that no state of the machine handles, and a key that cannot be read', () => {
    const failing = perKey(answering, () => {
      throw new Error('unreadable');
    });
    const hosts = [...alone, host('b', { answering: failing })];
    const loaded = load(model('test/load', { system: system({ hosts }), properties: {} }));
    const to = { host: 'a', machine: 'peer', key: null };
    expect(() => resolve(loaded, to, { type: 'helo' })).toThrow(
      'no state of that machine handles the type',
    );
    expect(resolve(loaded, to, { type: 'hello' })).toBe(to);
    expect(() => resolve(loaded, 'b', { type: 'question' })).toThrow(
      "the 'by' of the machine threw: unreadable",
    );
  });

  it('still takes messages whose last handler a mutant took away', () => {
    const deaf = edit(peer, (config) => ({ ...config, states: { waiting: {}, tired: {} } }));
    const machine = deaf.kind === 'machine' ? deaf.becomes : peer;
    const hosts = [host('a', { peer: { ...resident(machine), original: peer } })];
    const loaded = load(model('test/load', { system: system({ hosts }), properties: {} }));
    const to = { host: 'a', machine: 'peer', key: null };
    expect(resolve(loaded, to, { type: 'hello' })).toBe(to);
  });
});
