import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialTransition, transition } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { canonical } from '../../../checker/json.ts';
import type { Json } from '../../../checker/json.ts';
import { chartOf } from '../../../checker/machine/chart.ts';
import type { Effect, LocalStep } from '../../../checker/machine/local.ts';
import { boot, react } from '../../../checker/machine/step.ts';
import { randomModel } from '../oracle/random-system.ts';

const input = { self: { host: 'a', machine: 'm', key: 'k' }, disk: null, fuel: 2 };

function machinesOf(hosts: readonly { readonly machines: object }[]): readonly AnyStateMachine[] {
  const slots = hosts.flatMap(({ machines }) => Object.values(machines));
  return slots.map(({ machine }: { readonly machine: AnyStateMachine }) => machine);
}

type Executed = readonly { readonly type: string; readonly params: unknown }[];

function emitted(executed: Executed): readonly unknown[] {
  return executed
    .filter(({ type }) => type === 'xstate.emit')
    .map(({ params }) => (params as { readonly event: unknown }).event);
}

function asEmitted(effect: Effect): unknown {
  return effect.kind === 'send'
    ? { type: 'send', to: effect.to, message: effect.message }
    : { type: 'observe', event: effect.event };
}

function same(step: LocalStep, snapshot: AnyMachineSnapshot, executed: Executed): void {
  expect(step.local.value).toEqual(snapshot.value);
  expect(canonical(step.local.context)).toBe(canonical(snapshot.context as Json));
  expect(step.local.final).toBe(snapshot.status === 'done');
  expect(step.effects.map(asEmitted)).toEqual(emitted(executed));
}

describe('the door to XState', () => {
  it("boots and reacts as XState's public initialTransition and transition do", () => {
    const event = fc.record({
      type: fc.constantFrom('ping', 'pong', 'open', 'reply'),
      k: fc.constant('k'),
      from: fc.constant(null),
    });
    fc.assert(
      fc.property(randomModel, fc.array(event, { maxLength: 6 }), (model, events) => {
        for (const machine of machinesOf(model.system.hosts)) {
          const chart = chartOf(machine);
          let step = boot(chart, input);
          let [snapshot, executed] = initialTransition(machine, input);
          same(step, snapshot, executed as Executed);
          for (const next of events) {
            if (step.local.final) break;
            step = react(chart, step.local, next);
            const before = snapshot;
            [snapshot, executed] = transition(machine, before, next);
            same(step, snapshot, executed as Executed);
            if (!step.handled) expect(snapshot).toBe(before);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
