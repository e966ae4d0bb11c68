import { describe, expect, it } from 'vitest';
import { and, assign, createMachine, emit, enqueueActions, fromPromise, not, raise } from 'xstate';
import { sendTo, setup } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import { BrokenModel } from '../../../checker/broken-model.ts';
import { chartOf } from '../../../checker/machine/chart.ts';
import { refuse } from '../../../checker/machine/refusals.ts';
import type { LocalStep } from '../../../checker/machine/local.ts';
import { boot, react } from '../../../checker/machine/step.ts';

function loaded(machine: AnyStateMachine): () => void {
  return () => {
    refuse(machine);
    chartOf(machine);
  };
}

/** Boots a machine that waits in its first state for so long. */
function waiting(soon: () => number): () => LocalStep {
  const states = { a: { after: { soon: 'b' } }, b: {} };
  const machine = setup({ delays: { soon } }).createMachine({ id: 'm', initial: 'a', states });
  return () => boot(chartOf(machine), {});
}

/** A machine as whoever writes no types may write it. */
function untyped(config: object, implementations: object = {}): AnyStateMachine {
  return createMachine(config as Parameters<typeof createMachine>[0], implementations);
}

/** A chart that has this state. */
function within(state: object): object {
  return { id: 'm', initial: 'a', states: { a: state, b: {} } };
}

describe('a chart that says what means nothing', () => {
  const states = { dark: {}, lit: {} };
  it.each<[string, object, string]>([
    [
      'an initial state that there is not',
      { id: 'lamp', initial: 'drak', states },
      "the machine 'lamp' says initial: 'drak', which is no state within it. Did you mean dark? The states there are dark, lit",
    ],
    [
      'the same as an object',
      { id: 'lamp', initial: { target: 'lti' }, states },
      "says initial: 'lti', which is no state within it. Did you mean lit?",
    ],
    [
      'the same within a state',
      within({ initial: 'c', states }),
      "the state 'm.a' says initial: 'c', which is no state within it. The states there are",
    ],
    [
      'an initial state of a state without any',
      within({ initial: 'c' }),
      "the state 'm.a' says initial: 'c', and has no states within it",
    ],
    [
      'a misspelt key of a state',
      within({ entyr: [] }),
      "the state 'm.a' has the key 'entyr', which means nothing to XState. Did you mean entry?",
    ],
    [
      'a key of the root in a state',
      within({ context: {} }),
      "the state 'm.a' has the key 'context'",
    ],
    [
      'a misspelt key of the root',
      { id: 'm', contxt: {} },
      "the machine 'm' has the key 'contxt', which means nothing to XState. Did you mean context?",
    ],
    [
      'a misspelt key of a transition',
      within({ on: { go: ['b', { traget: 'b' }] } }),
      "the transition on 'go' has the key 'traget', which means nothing to XState. Did you mean target?",
    ],
    [
      'a key as XState 4 had it',
      within({ always: { internal: false, target: 'b' } }),
      "the transition under 'always' has the key 'internal', which means nothing to XState. Since XState 5 it is called reenter.",
    ],
    [
      'a type that there is not',
      within({ type: 'finall' }),
      "the state 'm.a' has the type 'finall', which there isn't. Did you mean final?",
    ],
  ])('is refused for %s', (_, config, told) => {
    expect(loaded(untyped(config))).toThrow(told);
  });

  it('is told the names that there are for one that there is not', () => {
    const declared = {
      actions: { note: assign({}) },
      guards: { fine: () => true },
      delays: { patience: 5 },
    };
    const told = (state: object): string => {
      const refused = loaded(untyped(within(state), declared));
      expect(refused).toThrow(BrokenModel);
      try {
        refused();
      } catch (cause) {
        return String(cause);
      }
      return '';
    };
    expect(told({ entry: 'nott' })).toContain(
      "the action 'nott' is not declared in setup({ actions }). Did you mean note? It declares note",
    );
    const both = { guard: and(['fine', not('fien')]), target: 'b' };
    expect(told({ on: { go: both } })).toContain(
      "the guard 'fien' is not declared in setup({ guards }). Did you mean fine? It declares fine",
    );
    expect(told({ after: { patienec: 'b' } })).toContain(
      "the delay 'patienec' is not declared in setup({ delays }). Did you mean patience? It declares patience; XState would fire it at once",
    );
    expect(loaded(untyped(within({ exit: 'note' })))).toThrow('It declares none');
    const combined = { guards: { both: and(['nowhere', () => true]) } };
    expect(loaded(untyped({ id: 'm' }, combined))).toThrow("the guard 'nowhere' is not declared");
  });
});

describe('a machine that the checker cannot run', () => {
  it('is refused for invoke', () => {
    const machine = setup({ actors: { work: fromPromise(async () => 1) } }).createMachine({
      id: 'busy',
      invoke: { src: 'work' },
    });
    expect(loaded(machine)).toThrow('invoke is not allowed');
  });

  it('is refused for sendTo and custom action functions', () => {
    const sends = setup({ actions: { tell: sendTo('x', { type: 'y' }) } }).createMachine({
      id: 'm',
    });
    expect(loaded(sends)).toThrow("the action 'tell' is not assign, raise, emit");
    const custom = setup({ actions: { print: () => undefined } }).createMachine({ id: 'm' });
    expect(loaded(custom)).toThrow("the action 'print' is not assign");
  });

  it.each<[string, object]>([
    ['action', { actions: { rest: assign((async () => ({ job: null })) as never) } }],
    ['action', { actions: { rest: assign({ job: (async () => null) as never }) } }],
    ['action', { actions: { rest: emit((async () => ({ type: 'rested' })) as never) } }],
    ['action', { actions: { rest: enqueueActions((async () => undefined) as never) } }],
    ['guard', { guards: { rest: async () => false } }],
  ])('is refused for an %s that is async, the promise of which would be lost', (kind, parts) => {
    const machine = untyped({ id: 'm', initial: 'a', states: { a: {} } }, parts);
    expect(loaded(machine)).toThrow(`the ${kind} 'rest' is an async function: `);
  });

  it('is refused for history states, inline actions, and undeclared names', () => {
    const history = createMachine({
      id: 'm',
      initial: 'a',
      states: { a: {}, h: { type: 'history' } },
    });
    expect(loaded(history)).toThrow('history states are not allowed');
    const inline = createMachine({ id: 'm', entry: assign({}) });
    expect(loaded(inline)).toThrow('an inline action stands in the chart');
    const unnamed = createMachine({ id: 'm', entry: 'nowhere' });
    expect(loaded(unnamed)).toThrow("the action 'nowhere' is not declared");
    const withParams = createMachine({ id: 'm', entry: { type: 'nowhere' } });
    expect(loaded(withParams)).toThrow("the action 'nowhere' is not declared");
  });

  it('is refused for undeclared names of what every object has', () => {
    const entry = createMachine({ id: 'm', entry: 'constructor' });
    expect(loaded(entry)).toThrow("the action 'constructor' is not declared");
    const guard = createMachine({ id: 'm', on: { go: { guard: 'toString' } } });
    expect(loaded(guard)).toThrow("the guard 'toString' is not declared");
    const after = createMachine({ id: 'm', after: { valueOf: {} } });
    expect(loaded(after)).toThrow("the delay 'valueOf' is not declared");
  });

  it('is refused for inline and undeclared guards, but combined named guards pass', () => {
    const inline = createMachine({ id: 'm', on: { go: { guard: () => true } } });
    expect(loaded(inline)).toThrow('an inline guard stands in the chart');
    const unnamed = createMachine({ id: 'm', on: { go: { guard: 'nowhere' } } });
    expect(loaded(unnamed)).toThrow("the guard 'nowhere' is not declared");
    const named = setup({ guards: { fine: () => true } }).createMachine({
      id: 'm',
      on: { go: { guard: 'fine' } },
    });
    expect(loaded(named)).not.toThrow();
  });

  it('is refused for a misspelt delay and for wildcard events', () => {
    const misspelt = createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { after: { sooon: 'b' } }, b: {} },
    });
    expect(loaded(misspelt)).toThrow("the delay 'sooon' is not declared");
    const wild = createMachine({ id: 'm', on: { '*': {} } });
    expect(loaded(wild)).toThrow("the wildcard event '*' is not allowed");
  });

  it('is refused where a delay comes to no number, which XState would fire at once', () => {
    expect(waiting(() => undefined as unknown as number)).toThrow(
      "the delay 'soon' of the state 'm.a' came to undefined, which is no number",
    );
    expect(waiting(() => Number.NaN)).toThrow('came to NaN');
    expect(waiting(() => 0)().local.value).toBe('a');
  });

  it('is refused when it runs for a delayed raise and for foreign emitted events', () => {
    const late = chartOf(
      setup({ actions: { later: raise({ type: 'x' }, { delay: 5 }) } }).createMachine({
        id: 'm',
        entry: 'later',
      }),
    );
    expect(() => boot(late, {})).toThrow('a delayed raise would be lost');
    const odd = chartOf(
      setup({ actions: { shout: emit({ type: 'shout' }) } }).createMachine({
        id: 'm',
        on: { go: { actions: 'shout' } },
      }),
    );
    const step = (): unknown => react(odd, boot(odd, {}).local, { type: 'go' });
    expect(step).toThrow("is neither { type: 'send', to, message } nor");
    expect(step).toThrow(BrokenModel);
  });
});
