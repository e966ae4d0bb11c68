/** Author's functions that throw what can't say what it is: their models are broken, and no others. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkshop, said } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

const prelude = `import { assign, setup } from '${import.meta.resolve('xstate')}';
const oddities = [
  { toString() { throw 1; } },
  Object.create(null),
  Object.defineProperty(new Error('x'), 'message', { get() { throw 1; } }),
  Object.defineProperty(new Error('x'), 'stack', { get() { throw 1; } }),
  null,
];
const machine = (oops) => setup({
  actions: { note: assign({ n: () => { oops(1); return 1; } }) }, guards: { isIt: () => { oops(2); return true; } },
}).createMachine({ id: 'm', context: { n: 0 }, on: { tick: { guard: 'isIt', actions: 'note' } } });
`;
/** Where a model may throw; each model throws in one place only. */
const places = ['the action', 'the guard', 'always', 'eventually', 'inputs', 'by', 'done'];
const models = `export const models = oddities.flatMap((oddity, kind) => ${JSON.stringify(places)}.map((place, at) => {
  const oops = (here) => { if (here === at + 1) throw oddity; return true; };
  const one = machine(oops);
  return quorate.model('odd/' + kind + '/' + place, {
    system: quorate.system({
      hosts: [quorate.host('a', { m: at === 5 ? quorate.perKey(one, () => { oops(6); return 'k'; }) : quorate.resident(one) })],
      inputs: (id, view) => { oops(5); return at === 6 ? [] : [{ type: 'tick' }]; },
      budgets: { 'input:tick': 1 },
    }),
    properties: { P: quorate.always(() => oops(3)), Q: quorate.eventually(() => oops(4)) },
    done: () => { oops(7); return true; },
  });
}));
`;

let workshop: Workshop;
beforeAll(() => {
  workshop = openWorkshop({
    'odd.model.ts': prelude + models,
    'good.model.ts': 'export const models = [register()];',
    'thrower.model.ts': 'throw { toString() { throw 1; } };',
    'liar.model.ts':
      "throw Object.defineProperty(new Error('x'), 'message', { get() { throw 1; } });",
  });
});
afterAll(() => workshop.close());

test('models that throw what has no text are broken, and the others are checked', async () => {
  const files = ['odd.model.ts', 'good.model.ts'];
  const { code, out, err } = await workshop.run(['check', ...files, '--json', 'all.json']);
  expect(code).toBe(75);
  expect(err).not.toContain('internal error');
  expect(out).toMatch(/^register\/acks2 +holds/m);
  const { broken }: { readonly broken: readonly { model: string; message: string }[] } = JSON.parse(
    workshop.read('all.json'),
  );
  expect(broken).toHaveLength(5 * places.length);
  for (const { model, message } of broken) {
    expect(message).toMatch(/threw/);
    const isMute = /^odd\/[012]\//.test(model);
    if (isMute) expect(message).toContain('something that has no text');
  }
});

test.each(['thrower.model.ts', 'liar.model.ts'])(
  'a file that throws what has no text as it is loaded is broken: %s',
  async (file) => {
    const { code, err } = await workshop.run(['check', file]);
    expect(code).toBe(75);
    expect(said(err)).toContain('something that has no text');
  },
);
