import { describe, expect, it } from 'vitest';
import { assign, emit, setup } from 'xstate';
import { BrokenModel } from '../../../checker/broken-model.ts';
import { explore } from '../../../checker/engine/explore.ts';
import type { Model } from '../../../checker/index.ts';
import * as quorate from '../../../checker/index.ts';
import type { Message } from '../../../checker/machine/local.ts';
import { load } from '../../../checker/system/load.ts';
import { Steadiness } from '../../../checker/system/steadiness.ts';

const counter = setup({
  types: { context: {} as { readonly n: number }, events: {} as { readonly type: 'put' } },
  guards: { few: ({ context }) => context.n < 2 },
  actions: {
    count: assign({ n: ({ context }) => context.n + 1 }),
    ask: emit(() => quorate.send('desk', { type: 'open' })),
  },
}).createMachine({
  id: 'counter',
  context: { n: 0 },
  on: { put: { guard: 'few', actions: ['count', 'ask'] } },
});
const desk = setup({}).createMachine({ id: 'desk', on: { open: {}, close: {} } });

/** The functions of a model that its author writes, each with an answer that is its to give. */
const asked = {
  always: (ask: Ask) => withProperty(quorate.always(ask(true, false))),
  conjunct: (ask: Ask) => withProperty(quorate.always({ Same: ask(true, false) })),
  never: (ask: Ask) => withProperty(quorate.never(ask(false, true))),
  sometimes: (ask: Ask) => withProperty(quorate.sometimes(ask(false, true))),
  everyStep: (ask: Ask) => withProperty(quorate.everyStep(ask(true, false))),
  whenQuiet: (ask: Ask) => withProperty(quorate.whenQuiet(ask(true, false))),
  eventually: (ask: Ask) => withProperty(quorate.eventually(ask(true, false))),
  leadsTo: (ask: Ask) => withProperty(quorate.leadsTo(ask(true, false), () => true)),
  done: (ask: Ask) => made({ done: ask(true, false) }),
  inputs: (ask: Ask) => made({ inputs: onlyIn('hall', ask([{ type: 'put' }], [])) }),
  by: (ask: Ask) => made({ by: ask('k', 'other') }),
};
type Ask = <Answer>(answer: Answer, other: Answer) => () => Answer;

function onlyIn(host: string, ask: () => readonly Message[]): Model['system']['inputs'] {
  return (id) => (id === host ? ask() : []);
}

interface Parts {
  readonly properties?: Model['properties'];
  readonly done?: Model['done'];
  readonly inputs?: Model['system']['inputs'];
  readonly by?: () => string;
}

function made({ properties = {}, done = () => true, inputs, by = () => 'k' }: Parts): Model {
  return quorate.model('test/steady', {
    properties,
    done,
    system: quorate.system({
      hosts: [
        quorate.host('hall', { counter: quorate.resident(counter) }),
        quorate.host('desk', {
          desk: quorate.perRequest(desk, { opens: 'open', by, rebirth: 'allowed' }),
        }),
      ],
      inputs: inputs ?? ((id) => (id === 'hall' ? [{ type: 'put' }] : [])),
    }),
  });
}

function withProperty(property: Model['properties'][string]): Model {
  return made({ properties: { P: property } });
}

function faultIn(model: Model): string {
  try {
    explore(load(model), { keepGoing: true });
  } catch (cause) {
    if (cause instanceof BrokenModel) return cause.message;
    throw cause;
  }
  return 'none';
}

describe("the functions of a model's author", () => {
  it.each(Object.entries(asked))('may answer what depends on nothing: %s', (_, of) => {
    expect(faultIn(of((answer) => () => answer))).toBe('none');
  });

  it.each(Object.entries(asked))('may read neither chance nor the clock: %s', (_, of) => {
    expect(faultIn(of((answer) => () => (Math.random() < 2 ? answer : answer)))).toMatch(
      /^Math.random is read by the model's own code/,
    );
    expect(faultIn(of((answer) => () => (Date.now() > 0 ? answer : answer)))).toMatch(
      /^Date is read by the model's own code/,
    );
  });

  it.each(Object.entries(asked))('may count nothing outside: %s', (_, of) => {
    let calls = 0;
    const count: Ask = (answer, other) => () => (calls++ % 3 === 0 ? answer : other);
    expect(faultIn(of(count))).toMatch(/gave two different answers when asked the same twice/);
  });

  it('find chance as it was when they have answered', () => {
    const { random } = Math;
    const { Date: date } = globalThis;
    faultIn(asked.always((answer) => () => answer));
    faultIn(asked.inputs((answer) => () => (Math.random() < 2 ? answer : answer)));
    expect(Math.random).toBe(random);
    expect(globalThis.Date).toBe(date);
  });

  it('are asked twice the first 256 times, and every sixteenth time from then on', () => {
    const steadiness = new Steadiness('it');
    const repeated = Array.from({ length: 320 }, () => steadiness.isToBeSeen());
    expect(repeated.slice(0, 256)).not.toContain(false);
    const later = repeated.slice(256).flatMap((isRepeated, call) => (isRepeated ? [call] : []));
    expect(later).toEqual([0, 16, 32, 48]);
  });
});
