import { describe, expect, it } from 'vitest';
import { emit, setup } from 'xstate';
import { explore } from '../../../../checker/engine/explore.ts';
import { host, model, perRequest, resident, system, whenQuiet } from '../../../../checker/index.ts';
import { load } from '../../../../checker/system/load.ts';

const send = (to: unknown, type: string) => ({ type: 'send', to, message: { type } }) as never;

/** Opens a request as it boots. */
const opener = setup({
  actions: { open: emit(() => send('server', 'open')) },
}).createMachine({ id: 'opener', entry: 'open' });

/** Pokes that request at some time, perhaps before it is there. */
const poker = setup({
  actions: { poke: emit(() => send({ host: 'server', machine: 'request', key: 'k' }, 'poke')) },
  delays: { soon: 10 },
}).createMachine({
  id: 'poker',
  initial: 'waiting',
  states: { waiting: { after: { soon: { target: 'done', actions: 'poke' } } }, done: {} },
});

const request = setup({}).createMachine({
  id: 'request',
  initial: 'open',
  states: { open: { on: { poke: 'over' } }, over: { type: 'final' } },
});

describe('a message to a request that may still be born', () => {
  it('vanishes or arrives, also where the step that sends it commutes with all others', () => {
    const ends = new Set<number>();
    const hosts = [
      host('client', { opener: resident(opener) }),
      host('other', { poker: resident(poker) }),
      host('server', { request: perRequest(request, { opens: 'open', by: () => 'k' }) }),
    ];
    const properties = {
      Ends: whenQuiet((view) => {
        ends.add(view.each(request).length);
        return true;
      }),
    };
    const loaded = load(model('test/early', { system: system({ hosts }), properties }));
    explore(loaded, { keepGoing: true, reduce: new Set(['partial-order']) });
    expect(ends).toEqual(new Set([0, 1]));
  });
});

/** Knocks at some time. */
const guest = setup({
  actions: { knock: emit(() => send('house', 'knock')) },
  delays: { soon: 10 },
}).createMachine({
  id: 'guest',
  initial: 'coming',
  states: { coming: { after: { soon: { target: 'there', actions: 'knock' } } }, there: {} },
});

/** Hears who knocks once it is awake, which it is at some time. */
const house = setup({ delays: { soon: 10 } }).createMachine({
  id: 'house',
  initial: 'asleep',
  states: {
    asleep: { after: { soon: 'awake' } },
    awake: { on: { knock: 'answering' } },
    answering: {},
  },
});

describe('a message that makes no difference where it comes in early', () => {
  it('still comes in before what makes it one', () => {
    const ends = new Set<unknown>();
    const hosts = [
      host('house', { house: resident(house) }),
      host('guest', { guest: resident(guest) }),
    ];
    const properties = {
      Ends: whenQuiet((view) => {
        for (const { state } of view.each(house)) ends.add(state);
        return true;
      }),
    };
    const loaded = load(model('test/knock', { system: system({ hosts }), properties }));
    explore(loaded, { keepGoing: true, reduce: new Set(['partial-order']) });
    expect(ends).toEqual(new Set(['awake', 'answering']));
  });
});
