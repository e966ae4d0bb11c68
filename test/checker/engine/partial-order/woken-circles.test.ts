import { describe, expect, it } from 'vitest';
import { emit, setup } from 'xstate';
import { explore } from '../../../../checker/engine/explore.ts';
import { host, model, resident, sometimes, system } from '../../../../checker/index.ts';
import { load } from '../../../../checker/system/load.ts';

/** Goes round in a circle of two, until it is stopped, or halts by itself. */
const wheel = setup({ delays: { soon: 10 } }).createMachine({
  id: 'wheel',
  initial: 'up',
  states: {
    up: { after: { soon: 'down' }, on: { stop: 'still' } },
    down: { after: { soon: 'up' }, on: { stop: 'still', press: 'still' } },
    still: {},
  },
});

/** May stop the wheel until it leaves, and can be pressed only after that. */
const driver = setup({
  actions: { stop: emit(() => ({ type: 'send', to: 'a', message: { type: 'stop' } }) as never) },
  delays: { soon: 10, late: 20 },
}).createMachine({
  id: 'driver',
  initial: 'driving',
  states: {
    driving: { after: { soon: 'left', late: { target: 'braked', actions: 'stop' } } },
    braked: {},
    left: { on: { press: 'pressed' } },
    pressed: {},
  },
});

describe('a step that slept, and once woken leads in a circle', () => {
  it('wakes the steps after which it slept as well', () => {
    const hosts = [host('a', { wheel: resident(wheel) }), host('b', { driver: resident(driver) })];
    const loaded = load(
      model('test/wheel', {
        system: system({
          hosts,
          inputs: () => [{ type: 'press' }],
          budgets: { 'input:press': 1 },
        }),
        properties: {
          Pressed: sometimes((view) => view.each(driver).some((one) => one.in('pressed')), {
            over: ['b'],
          }),
        },
      }),
    );
    const { verdicts } = explore(loaded, { keepGoing: true, reduce: new Set(['partial-order']) });
    expect(explore(loaded, { keepGoing: true }).verdicts.get('Pressed')?.verdict).toBe('holds');
    expect(verdicts.get('Pressed')?.verdict).toBe('holds');
  });
});
