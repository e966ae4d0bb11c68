import { expect, test } from 'vitest';
import { assign, emit, enqueueActions, raise, setup } from 'xstate';
import { BrokenModel } from '../../../checker/broken-model.ts';
import { message } from '../../../checker/index.ts';
import { chartOf } from '../../../checker/machine/chart.ts';
import { boot, react } from '../../../checker/machine/step.ts';

type Job = { readonly type: string; readonly job: { readonly id: string } };

/** The name of what needs params, where setup would have asked for these. */
function bare(name: string): never {
  return name as never;
}

const clerk = setup({
  types: { context: {} as { readonly id: string }, events: {} as Job },
  actions: {
    note: assign((_, { job: { id } }: Job) => ({ id })),
    tell: emit((_, { job: { id } }: Job) => ({ type: 'observe', event: { type: 'told', id } })),
    pass: raise((_, { job }: Job) => ({ type: 'passed', job })),
    each: enqueueActions((_, { job: { id } }: Job) => id),
    alone: assign(() => ({ id: gone().id })),
  },
  guards: { isFirst: (_, { job: { id } }: Job) => id === 'first' },
}).createMachine({
  id: 'clerk',
  context: { id: '' },
  on: {
    note: { actions: bare('note') },
    tell: { actions: bare('tell') },
    pass: { actions: bare('pass') },
    each: { actions: bare('each') },
    isFirst: { guard: bare('isFirst') },
    alone: { actions: 'alone' },
    asked: { actions: { type: 'note', params: message } },
  },
});
const chart = chartOf(clerk);

function gone(): { readonly id: string } {
  return undefined as never;
}

function toldOf(event: { readonly type: string }): string {
  try {
    react(chart, boot(chart, {}).local, event);
  } catch (cause) {
    if (cause instanceof BrokenModel) return cause.message;
  }
  throw new Error(`${event.type} is not refused`);
}

test.each(['note', 'tell', 'pass', 'each', 'isFirst'])(
  'what is named without its params is told to be given them: %s',
  (name) => {
    const told = toldOf({ type: name });
    expect(told).toContain(` '${name}' threw: Cannot `);
    expect(told).toMatch(/ undefined\. Likely cause: it is named without its params\. /);
    expect(told).toContain(`Write { type: '${name}', params: message }`);
  },
);

test('what takes no params, or was given them, has another mistake', () => {
  expect(toldOf({ type: 'alone' })).not.toContain('params');
  expect(toldOf({ type: 'asked' })).not.toContain('params');
});
