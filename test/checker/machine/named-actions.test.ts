import { describe, expect, it } from 'vitest';
import { assign, emit, enqueueActions, raise, setup } from 'xstate';
import { BrokenModel } from '../../../checker/broken-model.ts';
import { chartOf } from '../../../checker/machine/chart.ts';
import { boot, react } from '../../../checker/machine/step.ts';

function breaks(): never {
  throw new TypeError('out of order');
}

/** An action of the same setup, the names of which are no types within it yet. */
function own(name: string): never {
  return name as never;
}

const clumsy = setup({
  types: { context: {} as { readonly n: number }, events: {} as { readonly type: string } },
  actions: {
    count: assign({ n: ({ context }) => context.n + 1 }),
    tell: emit(({ context }) => ({ type: 'observe', event: { type: 'told', n: context.n } })),
    change: assign({ n: () => breaks() }),
    changeAll: assign(() => breaks()),
    say: emit(() => breaks()),
    ask: raise(() => breaks()),
    several: enqueueActions(({ enqueue }) => {
      enqueue(own('count'));
      enqueue.assign({ n: ({ context }) => context.n * 10 });
      enqueue(own('tell'));
    }),
    each: enqueueActions(() => breaks()),
    behind: enqueueActions(({ enqueue }) => enqueue.assign({ n: () => breaks() })),
    byName: enqueueActions(({ enqueue }) => enqueue(own('change'))),
    roll: assign({ n: () => Math.random() }),
  },
}).createMachine({
  id: 'clumsy',
  context: { n: 0 },
  on: {
    several: { actions: ['count', 'several'] },
    change: { actions: ['count', 'change'] },
    changeAll: { actions: 'changeAll' },
    say: { actions: 'say' },
    ask: { actions: 'ask' },
    each: { actions: 'each' },
    behind: { actions: 'behind' },
    byName: { actions: 'byName' },
    roll: { actions: 'roll' },
  },
});
const chart = chartOf(clumsy);
const start = boot(chart, {}).local;

function faultOf(type: string): BrokenModel {
  try {
    react(chart, start, { type });
  } catch (cause) {
    if (cause instanceof BrokenModel) return cause;
  }
  throw new Error(`${type} is not refused`);
}

describe('an action that throws', () => {
  it.each(['change', 'changeAll', 'say', 'ask', 'each', 'behind'])('is named: %s', (name) => {
    const { message, place, cause } = faultOf(name);
    expect(message).toBe(
      `the machine threw while it stepped: the action '${name}' threw: out of order`,
    );
    expect(place).toMatchObject({ machine: 'clumsy', event: name });
    expect(cause).toBeInstanceOf(TypeError);
  });

  it('is the one that is enqueued, where that has a name', () => {
    expect(faultOf('byName').message).toContain(": the action 'change' threw: out of order");
  });

  it('is named where it reads what it may not, with the line of code that does', () => {
    const { message, cause } = faultOf('roll');
    expect(message).toMatch(/^the action 'roll' threw: Math.random is read by the model's own/);
    expect(cause).toMatchObject({ stack: expect.stringContaining('named-actions.test.ts') });
  });
});

describe('an action that does not throw', () => {
  it('does what it did, and so do those that it enqueues', () => {
    const { local, effects } = react(chart, start, { type: 'several' });
    expect(local.context).toEqual({ n: 20 });
    expect(effects).toEqual([{ kind: 'observe', event: { type: 'told', n: 20 } }]);
  });
});
