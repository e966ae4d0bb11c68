import { describe, expect, it } from 'vitest';
import { and, not, or, setup, stateIn } from 'xstate';
import { chartOf } from '../../../checker/machine/chart.ts';
import { boot, fire, react } from '../../../checker/machine/step.ts';

const gate = setup({
  types: {
    context: {} as { readonly open: boolean },
    input: {} as { readonly open: boolean },
    events: {} as { readonly type: 'enter' | 'leave' | 'look' | 'both' | 'break' },
  },
  guards: {
    isOpen: ({ context }) => context.open,
    isShut: ({ context }) => !context.open,
    isLooking: ({ event }) => event.type === 'look',
    breaks: () => {
      throw new Error('no answer');
    },
  },
  delays: { night: 1000 },
}).createMachine({
  id: 'gate',
  context: ({ input }) => ({ open: input.open }),
  type: 'parallel',
  states: {
    way: {
      initial: 'outside',
      states: {
        outside: {
          on: {
            enter: [{ guard: 'isOpen', target: 'inside' }, { guard: not('isOpen') }],
            leave: { guard: and(['isOpen', not('isShut')]) },
            break: { guard: 'breaks' },
          },
          after: { night: { guard: 'isShut', target: 'inside' } },
          always: { guard: 'isLooking', target: 'inside' },
        },
        inside: { on: { both: { guard: stateIn({ way: 'outside' }) } } },
      },
    },
    eye: {
      initial: 'awake',
      states: {
        awake: {
          on: { both: { guard: or(['isOpen', 'isShut']) }, look: { guard: 'isShut' } },
        },
      },
    },
  },
});
const chart = chartOf(gate);
const [open, shut] = [true, false].map((isOpen) => boot(chart, { open: isOpen }).local);
if (open === undefined || shut === undefined) throw new Error('the gate does not boot');

describe('a watched guard', () => {
  it('is named after its transition', () => {
    expect(chart.guards.guarded).toEqual([
      'gate.way.outside enter[0]',
      'gate.way.outside enter[1]',
      'gate.way.outside leave[0]',
      'gate.way.outside break[0]',
      'gate.way.outside after night[0]',
      'gate.way.outside always[0]',
      'gate.way.inside both[0]',
      'gate.eye.awake both[0]',
      'gate.eye.awake look[0]',
    ]);
  });

  it('tells both outcomes, and nothing of guards that were not asked', () => {
    expect(react(chart, open, { type: 'enter' }).guards).toEqual([
      'gate.way.outside enter[0] guard true',
    ]);
    expect(react(chart, shut, { type: 'enter' }).guards).toEqual([
      'gate.way.outside enter[0] guard false',
      'gate.way.outside enter[1] guard true',
      'gate.way.outside always[0] guard false',
    ]);
  });

  it('may be made of others, in any region', () => {
    expect(react(chart, open, { type: 'leave' }).guards).toContain(
      'gate.way.outside leave[0] guard true',
    );
    const inside = react(chart, open, { type: 'enter' }).local;
    expect(react(chart, inside, { type: 'both' }).guards).toEqual([
      'gate.way.inside both[0] guard false',
      'gate.eye.awake both[0] guard true',
    ]);
  });

  it('tells of an event that it refuses, but not what would have come after', () => {
    const step = react(chart, shut, { type: 'leave' });
    expect(step).toMatchObject({ handled: false, local: shut });
    expect(step.guards).toEqual(['gate.way.outside leave[0] guard false']);
  });

  it('may belong to a timer or to an eventless transition', () => {
    const [timer = ''] = open.timers;
    expect(fire(chart, open, timer)).toMatchObject({
      handled: false,
      guards: ['gate.way.outside after night[0] guard false'],
    });
    expect(react(chart, shut, { type: 'look' }).guards).toEqual([
      'gate.eye.awake look[0] guard true',
      'gate.way.outside always[0] guard true',
    ]);
  });

  it('is named where it throws', () => {
    expect(() => react(chart, open, { type: 'break' })).toThrow(
      "the guard 'breaks' threw: no answer",
    );
  });

  it("leaves the author's machine as it was", () => {
    const [transition] = gate.root.states['eye']?.states['awake']?.transitions.get('look') ?? [];
    expect(transition?.guard).toBe('isShut');
  });
});
