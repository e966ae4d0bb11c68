import { describe, expect, it } from 'vitest';
import { assign, emit, setup } from 'xstate';
import { chartOf } from '../../../checker/machine/chart.ts';
import { formatValue } from '../../../checker/machine/local.ts';
import { boot, fire, react } from '../../../checker/machine/step.ts';

const lamp = setup({
  types: { context: {} as { readonly presses: number }, events: {} as { readonly type: string } },
  actions: {
    count: assign({ presses: ({ context }) => context.presses + 1 }),
    tell: emit({ type: 'send', to: 'b', message: { type: 'lit' } }),
    note: emit({ type: 'observe', event: { type: 'pressed' } }),
  },
  guards: { worn: ({ context }) => context.presses > 2 },
  delays: { dimming: 100 },
}).createMachine({
  id: 'lamp',
  context: { presses: 0 },
  initial: 'dark',
  states: {
    dark: { on: { press: { target: 'lit', actions: ['count', 'note'] }, ignore: {} } },
    lit: {
      entry: 'tell',
      always: { guard: 'worn', target: 'broken' },
      after: { dimming: 'dark' },
      on: { press: { actions: 'count' } },
    },
    broken: { type: 'final' },
  },
});
const chart = chartOf(lamp);
const timer = 'xstate.after.dimming.lamp.lit';

describe('a step of one machine', () => {
  it('names every transition of the chart by state, event and place', () => {
    expect(chart.transitions).toEqual([
      'lamp.dark press[0]',
      'lamp.dark ignore[0]',
      'lamp.lit press[0]',
      'lamp.lit after dimming[0]',
      'lamp.lit always[0]',
    ]);
    expect([...chart.events]).toEqual(['press', 'ignore']);
  });

  it('arms a timer on entry, fires it once, and disarms it on exit', () => {
    const dark = boot(chart, {}).local;
    const lit = react(chart, dark, { type: 'press' });
    expect(lit.local.timers).toEqual([timer]);
    expect(lit.taken).toEqual(['lamp.dark press[0]']);
    const dimmed = fire(chart, lit.local, timer);
    expect(dimmed.local).toEqual({ ...dark, context: { presses: 1 } });
    expect(dimmed.taken).toEqual(['lamp.lit after dimming[0]']);
  });

  it('returns what was emitted in order', () => {
    const { effects } = react(chart, boot(chart, {}).local, { type: 'press' });
    expect(effects).toEqual([
      { kind: 'observe', event: { type: 'pressed' } },
      { kind: 'send', to: 'b', message: { type: 'lit' } },
    ]);
  });

  it('tells a transition that does nothing from an event that nothing handles', () => {
    const dark = boot(chart, {}).local;
    expect(react(chart, dark, { type: 'ignore' })).toMatchObject({ handled: true, local: dark });
    expect(react(chart, dark, { type: 'unheard' })).toMatchObject({ handled: false, local: dark });
  });

  it('takes eventless transitions in the same step, and a final machine has no timers', () => {
    const worn = {
      ...react(chart, boot(chart, {}).local, { type: 'press' }).local,
      context: { presses: 2 },
    };
    const step = react(chart, worn, { type: 'press' });
    expect(step.taken).toEqual(['lamp.lit press[0]', 'lamp.lit always[0]']);
    expect(step.local).toMatchObject({ final: true, value: 'broken', timers: [] });
  });

  it('writes nested and parallel states as text', () => {
    expect(formatValue('lit')).toBe('lit');
    expect(formatValue({ up: { inner: 'idle' } })).toBe('up.inner.idle');
    expect(formatValue({ left: 'a', right: 'b' })).toBe('left.a+right.b');
  });
});

interface Bad {
  readonly n: unknown;
}

function bumping(change: () => unknown): ReturnType<typeof chartOf> {
  const machine = setup({
    types: { context: {} as Bad, events: {} as { readonly type: 'go' } },
    actions: { change: assign({ n: change }) },
  }).createMachine({ id: 'bad', context: { n: 0 }, on: { go: { actions: 'change' } } });
  return chartOf(machine);
}

function go(change: () => unknown): () => void {
  const bad = bumping(change);
  return () => void react(bad, boot(bad, {}).local, { type: 'go' });
}

describe('a step that cannot be trusted', () => {
  it('is refused when it reads chance or time, and both are put back', () => {
    expect(go(() => Math.random())).toThrow("Math.random is read by the model's own code");
    expect(go(() => Date.now())).toThrow("Date is read by the model's own code");
    expect(go(() => new Date())).toThrow('Date is read');
    expect(go(() => Number({} instanceof Date))).not.toThrow();
    expect(Date.now()).toBeGreaterThan(0);
    expect(Math.random()).toBeLessThan(1);
  });

  it('is refused when a repetition has another outcome', () => {
    let calls = 0;
    expect(go(() => (calls += 1))).toThrow('the same step gave two different outcomes');
  });

  it('is refused when it goes on without end, naming the transitions that lead back', () => {
    const machine = setup({ types: { events: {} as { readonly type: 'go' } } }).createMachine({
      id: 'loop',
      initial: 'still',
      states: { still: { on: { go: 'a' } }, a: { always: 'b' }, b: { always: 'a' } },
    });
    const chart = chartOf(machine);
    const loops = (): unknown => react(chart, boot(chart, {}).local, { type: 'go' });
    expect(loops).toThrow('one step has taken more than 10000 transitions');
    expect(loops).toThrow(/loop\.a always\[0\], loop\.b always\[0\]\. Likely cause: an 'always'/);
  });

  it('is refused when the context is not plain JSON, naming where', () => {
    expect(go(() => new Map())).toThrow("the context holds an instance of Map at 'n'");
    expect(go(() => undefined)).toThrow("the context holds undefined at 'n'");
    expect(go(() => 0.5)).toThrow('the number 0.5');
  });

  it('is refused when a machine throws or writes to its context, with machine, state and event', () => {
    const throws = go(() => {
      throw new Error('out of order');
    });
    expect(throws).toThrow(
      "the machine threw while it stepped: the action 'change' threw: out of order",
    );
    expect(throws).toThrow(
      expect.objectContaining({ place: expect.objectContaining({ machine: 'bad', event: 'go' }) }),
    );
  });
});
