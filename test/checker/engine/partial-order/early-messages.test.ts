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
