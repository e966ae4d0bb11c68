import { describe, expect, it } from 'vitest';
import { assign, setup } from 'xstate';
import { explore } from '../../../../checker/engine/explore.ts';
import { always, host, model, resident, sometimes, system } from '../../../../checker/index.ts';
import { load } from '../../../../checker/system/load.ts';

const sleeper = setup({ types: { events: {} as { readonly type: 'wake' } } }).createMachine({
  id: 'sleeper',
  initial: 'asleep',
  states: { asleep: { on: { wake: 'awake' } }, awake: { type: 'final' } },
});

/** Hosts that wake up, each by itself. */
function sleepers(count: number): ReturnType<typeof model> {
  const ids = Array.from({ length: count }, (_, index) => `s${index}`);
  return model('sleepers', {
    system: system({
      hosts: ids.map((id) => host(id, { sleeper: resident(sleeper) })),
      inputs: () => [{ type: 'wake' }],
    }),
    properties: {
      AllAwake: sometimes((view) => view.each(sleeper).every((one) => one.in('awake'))),
    },
    symmetric: [ids],
  });
}

const pointer = setup({
  types: {
    context: {} as { readonly to: string | null },
    events: {} as { readonly type: 'point'; readonly to: string },
  },
  actions: { aim: assign({ to: ({ event }) => event.to }) },
}).createMachine({
  id: 'pointer',
  context: { to: null },
  initial: 'free',
  states: { free: { on: { point: { target: 'aimed', actions: 'aim' } } }, aimed: {} },
});

/** Hosts that each may come to point at one of them: a partial function from hosts to hosts. */
function pointers(count: number): ReturnType<typeof model> {
  const ids = Array.from({ length: count }, (_, index) => `p${index}`);
  return model('pointers', {
    system: system({
      hosts: ids.map((id) => host(id, { pointer: resident(pointer) })),
      inputs: () => ids.map((to) => ({ type: 'point', to })),
    }),
    properties: { AllThere: always((view) => view.each(pointer).length === count) },
    symmetric: [ids],
  });
}

describe('ids that point at each other in circles, so that only orders tell them apart', () => {
  // Partial functions on so many things that are not told apart: A126285 of the encyclopedia of sequences.
  it.each([
    [1, 2],
    [2, 6],
    [3, 16],
    [4, 45],
    [5, 121],
  ])('%d of them make one state of each orbit, by any number of workers', (count, orbits) => {
    const reduce = new Set(['symmetry'] as const);
    for (const workers of [1, 2]) {
      const { states } = explore(load(pointers(count)), { reduce, keepGoing: true, workers });
      expect(states).toBe(orbits);
    }
  });
});

describe('many interchangeable ids', () => {
  it('are no harder than few where none of them can be told apart', () => {
    const reduce = new Set(['symmetry'] as const);
    const { states, verdicts } = explore(load(sleepers(13)), { reduce, keepGoing: true });
    expect(states).toBe(14);
    expect(verdicts.get('AllAwake')?.verdict).toBe('holds');
  });
});
