import { describe, expect, it } from 'vitest';
import { assign, createMachine, emit, fromPromise, raise, sendTo, setup } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import { BrokenModel } from '../../../checker/broken-model.ts';
import { chartOf } from '../../../checker/machine/chart.ts';
import { refuse } from '../../../checker/machine/refusals.ts';
import { boot, react } from '../../../checker/machine/step.ts';

function loaded(machine: AnyStateMachine): () => void {
  return () => {
    refuse(machine);
    chartOf(machine);
  };
}

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
