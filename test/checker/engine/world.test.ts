import { describe, expect, it } from 'vitest';
import { assign, setup } from 'xstate';
import { World } from '../../../checker/engine/world.ts';
import { host, model, resident, system } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';

/** A world of one host that counts ticks, and how often XState was made to count. */
function ticking(): { readonly world: World; readonly calls: () => number } {
  let calls = 0;
  const clock = setup({
    types: { context: {} as { readonly ticks: number } },
    actions: {
      count: assign(({ context }) => {
        calls++;
        return { ticks: context.ticks + 1 };
      }),
    },
    delays: { second: 1000 },
  }).createMachine({
    id: 'clock',
    context: { ticks: 0 },
    initial: 'on',
    states: { on: { after: { second: { target: 'on', reenter: true, actions: 'count' } } } },
  });
  const hosts = [host('clock', { clock: resident(clock) })];
  const loaded = load(model('test/clock', { system: system({ hosts }), properties: {} }));
  return { world: new World(loaded), calls: () => calls };
}

/** The state that the only timer leads to from the first one. */
function afterTick(world: World): unknown {
  const [row] = world.initial();
  const { memo, stations } = world.host(0);
  const [timer] = memo.spontaneous(stations.stateOf(row ?? 0));
  return timer && memo.states.decoded(timer.outcome().next).residents;
}

describe('the twin of a world', () => {
  it('has the same steps without asking XState again, whichever of the two asked first', () => {
    for (const isTwinFirst of [false, true]) {
      const { world, calls } = ticking();
      const twin = world.twin();
      const [first, second] = isTwinFirst ? [twin, world] : [world, twin];
      const state = afterTick(first);
      const asked = calls();
      expect(asked).toBeGreaterThan(0);
      expect(afterTick(second)).toEqual(state);
      expect(calls()).toBe(asked);
    }
  });

  it('gives numbers of its own', () => {
    const { world } = ticking();
    const twin = world.twin();
    afterTick(twin);
    expect(twin.host(0).memo.states.size).toBe(2);
    expect(world.host(0).memo.states.size).toBe(0);
  });
});
