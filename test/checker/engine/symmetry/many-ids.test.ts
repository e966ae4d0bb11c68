import { describe, expect, it } from 'vitest';
import { setup } from 'xstate';
import { explore } from '../../../../checker/engine/explore.ts';
import { host, model, resident, sometimes, system } from '../../../../checker/index.ts';
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

describe('many interchangeable ids', () => {
  it('are no harder than few where none of them can be told apart', () => {
    const reduce = new Set(['symmetry'] as const);
    const { states, verdicts } = explore(load(sleepers(13)), { reduce, keepGoing: true });
    expect(states).toBe(14);
    expect(verdicts.get('AllAwake')?.verdict).toBe('holds');
  });
});
