/** What goes wrong, and what was tried by then, where several threads explore and a limit ends a search. */

import { describe, expect, it } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { setup } from 'xstate';
import type { Exploration, ExploreOptions } from '../../../checker/engine/explore.ts';
import { explore } from '../../../checker/engine/explore.ts';
import type { View } from '../../../checker/index.ts';
import { always, host, model, resident, system } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';

const rungs = 30;

/** A chart of many states, each with a transition of its own: there are new steps in every level. */
function ladder(brokenRung: number): AnyStateMachine {
  const states = Array.from({ length: rungs }, (_, rung) => [
    `rung${rung}`,
    rung + 1 === rungs
      ? {}
      : {
          on: {
            climb: { target: `rung${rung + 1}`, guard: rung === brokenRung ? 'fails' : 'goes' },
          },
        },
  ]);
  const built = setup({
    types: { events: {} as { readonly type: 'climb' } },
    guards: {
      goes: () => true,
      fails: () => {
        throw new Error('the rung breaks');
      },
    },
  }).createMachine({
    id: 'ladder',
    initial: 'rung0',
    states: Object.fromEntries(states),
    // The chart's states are made, so its configuration has no literal type to check.
  } as never);
  return built as unknown as AnyStateMachine;
}

interface Climb extends Partial<ExploreOptions> {
  readonly brokenRung?: number;
  readonly holds?: (view: View, machine: AnyStateMachine) => boolean;
}

/** Four hosts that climb a ladder each. */
function climbed({ brokenRung = -1, holds = () => true, ...options }: Climb): Exploration {
  const machine = ladder(brokenRung);
  const built = model('test/ladders', {
    system: system({
      hosts: ['a', 'b', 'c', 'd'].map((id) => host(id, { ladder: resident(machine) })),
      inputs: () => [{ type: 'climb' }],
    }),
    properties: { Asked: always((view) => holds(view, machine)) },
    done: () => true,
  });
  return explore(load(built), { keepGoing: true, traced: new Set(), ...options });
}

describe('where a limit ends a search', () => {
  it('the same steps were tried by any number of workers', () => {
    for (const maxStates of [2500, 5000]) {
      const { taken, states } = climbed({ maxStates });
      expect(states).toBe(maxStates);
      expect(taken.size).toBeLessThan(rungs * 2 - 2);
      expect(climbed({ maxStates, workers: 2 }).taken).toEqual(taken);
    }
  });

  it('a fault of the model is met by any number of workers or by none', () => {
    const met = [1, 2].map((workers) =>
      Array.from({ length: 10 }, (_, index) => {
        try {
          climbed({ maxStates: 1000 + index * 200, brokenRung: 12, workers });
          return false;
        } catch {
          return true;
        }
      }),
    );
    expect(met[0]).toContain(true);
    expect(met[0]).toContain(false);
    expect(met[1]).toEqual(met[0]);
  });
});

describe('where several states are wrong', () => {
  it.each([1, 2])('the first one is told that was looked at: %s workers', (workers) => {
    const thrown: string[] = [];
    const holds: Climb['holds'] = (view, machine) => {
      const at = view.each(machine).map(({ state }) => JSON.stringify(state));
      // Such states are found before others of their level, which are looked at later.
      if (!(at.includes('"rung1"') && at.includes('"rung2"'))) return true;
      thrown.push(at.join());
      throw new Error('stands too high');
    };
    expect(() => climbed({ holds, workers })).toThrow('stands too high');
    expect(thrown).toHaveLength(1);
  });
});
