/** What a chart doesn't handle changes nothing, in the engine as in the reference: not a monitor either. */

import { expect, it } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { setup } from 'xstate';
import { explore } from '../../../checker/engine/explore.ts';
import type { Model } from '../../../checker/index.ts';
import { host, model, monitored, resident, sometimes, system } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';
import { oracle } from './oracle.ts';

const idle = setup({}).createMachine({ id: 'idle', on: { wake: {} } });

/** A monitor with an eventless transition that reads the event, and maybe a transition that never is taken. */
function watching(names: boolean): AnyStateMachine {
  return setup({
    guards: { isCrash: ({ event }) => event.type === '@crash', never: () => false },
  }).createMachine({
    id: 'watching',
    initial: 'calm',
    states: {
      calm: {
        on: { '@restart': {}, ...(names ? { '@crash': { guard: 'never' } } : {}) },
        always: { guard: 'isCrash', target: 'alarmed' },
      },
      alarmed: { tags: 'violated' },
    },
  });
}

function crashing(watcher: AnyStateMachine): Model {
  return model('test/crashing', {
    system: system({ hosts: [host('a', { idle: resident(idle) })], budgets: { crash: 1 } }),
    properties: { Calm: monitored(watcher) },
  });
}

it.each([true, false])(
  'leaves a monitor where it is, whether its state names the type: %s',
  (names) => {
    const one = crashing(watching(names));
    expect(explore(load(one), { keepGoing: true }).verdicts.get('Calm')?.verdict).toBe('holds');
    expect(oracle(load(one))?.violated.has('Calm')).toBe(false);
  },
);

it('is not taken for what a state of another name handles that is printed alike', () => {
  // The state 'a.b' and the state 'b' of 'a'.
  const dotted = setup({}).createMachine({
    id: 'dotted',
    initial: 'a',
    states: {
      a: { initial: 'b', states: { b: { on: { go: '#odd' } } } },
      'a.b': { id: 'odd', on: { back: 'a', more: 'end' } },
      end: {},
    },
  });
  const inputs = ['go', 'back', 'more'].map((type) => ({ type }));
  const one = model('test/dotted', {
    system: system({ hosts: [host('a', { dotted: resident(dotted) })], inputs: () => inputs }),
    properties: { Ends: sometimes((view) => view.each(dotted).some((it) => it.in('end'))) },
  });
  const { states, transitions, verdicts } = explore(load(one), { keepGoing: true });
  expect({ states, transitions }).toEqual({ states: 3, transitions: 3 });
  expect(verdicts.get('Ends')?.verdict).toBe('holds');
  expect(oracle(load(one))).toMatchObject({ states: 3, transitions: 3 });
});
