/** What ends stays as it ended, in the engine as in the reference: machines, requests, monitors. */

import { describe, expect, it } from 'vitest';
import { assign, emit, setup } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import { explore } from '../../../checker/engine/explore.ts';
import { host, model, monitored, resident, system } from '../../../checker/index.ts';
import type { System } from '../../../checker/system/system.ts';
import { apply, enabled, initial } from '../../../checker/reference.ts';
import { load } from '../../../checker/system/load.ts';
import { oracle } from './oracle.ts';

const counting = setup({
  types: { context: {} as { readonly n: number } },
  actions: { count: assign({ n: ({ context }) => (context.n + 1) % 3 }) },
}).createMachine({
  id: 'counting',
  context: { n: 0 },
  initial: 'open',
  on: { ping: { actions: 'count' } },
  states: { open: { on: { end: 'shut' } }, shut: { type: 'final' } },
});

const blurting = setup({
  actions: {
    tellBad: emit({ type: 'observe', event: { type: 'bad' } }),
    tellGood: emit({ type: 'observe', event: { type: 'good' } }),
  },
}).createMachine({
  id: 'blurting',
  initial: 'silent',
  states: {
    silent: { on: { ping: { target: 'done', actions: ['tellBad', 'tellGood'] } } },
    done: {},
  },
});

const forgiving = setup({
  types: { events: {} as { readonly type: 'observed'; readonly event: { readonly type: string } } },
  guards: { isBad: ({ event }) => event.event.type === 'bad' },
}).createMachine({
  id: 'forgiving',
  initial: 'content',
  states: {
    content: { on: { observed: { guard: 'isBad', target: 'shocked' } } },
    shocked: { tags: 'violated', on: { observed: 'content' } },
  },
});

function alone(machine: AnyStateMachine, types: readonly string[]): System {
  const hosts = [host('a', { machine: resident(machine) })];
  return system({ hosts, inputs: () => types.map((type) => ({ type })) });
}

describe('an ended machine', () => {
  it('takes nothing more, though its whole chart would handle it', () => {
    const loaded = load(
      model('test/ended', { system: alone(counting, ['ping', 'end']), properties: {} }),
    );
    const { states, transitions } = explore(loaded, { keepGoing: true });
    expect({ states, transitions }).toEqual({ states: 6, transitions: 6 });
    expect(oracle(loaded)).toMatchObject({ states, transitions });
  });
});

describe('a violated monitor', () => {
  it('stays violated, though the same step shows it what would calm it', () => {
    const properties = { Calm: monitored(forgiving) };
    const loaded = load(model('test/hidden', { system: alone(blurting, ['ping']), properties }));
    const { verdicts } = explore(loaded, { keepGoing: true });
    expect(verdicts.get('Calm')).toMatchObject({ verdict: 'violated', run: [{ kind: 'input' }] });
    expect(oracle(loaded)?.violated.get('Calm')).toBe(1);
  });
});

describe('a message that is not handled', () => {
  it('takes no eventless transition that reads it', () => {
    const peeking = setup({
      types: { events: {} as { readonly type: 'ping' | 'go' } },
      guards: { isPing: ({ event }) => event.type === 'ping' },
    }).createMachine({
      id: 'peeking',
      initial: 'idle',
      states: {
        idle: { always: { guard: 'isPing', target: 'woken' }, on: { go: 'woken' } },
        woken: { on: { ping: { guard: 'isPing', target: 'idle' } } },
      },
    });
    const sending = setup({
      actions: { tell: emit({ type: 'send', to: 'b', message: { type: 'ping' } }) },
    }).createMachine({ id: 'sending', entry: 'tell' });
    const hosts = [
      host('a', { sending: resident(sending) }),
      host('b', { peeking: resident(peeking) }),
    ];
    const loaded = load(model('test/peek', { system: system({ hosts }), properties: {} }));
    expect(explore(loaded, { keepGoing: true })).toMatchObject({ states: 2, transitions: 1 });
    expect(oracle(loaded)).toMatchObject({ states: 2, transitions: 1 });
    const { state } = apply(
      loaded,
      initial(loaded).state,
      enabled(loaded, initial(loaded).state)[0] ?? { kind: 'heal' },
    );
    expect(state.hosts['b']).toMatchObject({ residents: { peeking: { value: 'idle' } } });
  });
});
