/** An expected violation of another length than its model pins is not the expected one: the search ends. */

import { expect, test } from 'vitest';
import { openWorkshop, said } from '../fixtures/workshop.ts';

const counting = (expectation: string): string => `
import { assign, setup } from '${import.meta.resolve('xstate')}';
const counter = setup({ actions: { count: assign({ n: ({ context }) => context.n + 1 }) } })
  .createMachine({ id: 'counter', context: { n: 0 }, on: { tick: { actions: 'count' } } });
const below = (n) => quorate.always((view) => view.each(counter).every(({ context }) => context.n < n));
const step = (n) => quorate.everyStep((before, _, after) => after.each(counter).every(({ context }) => context.n < n));
export const models = [quorate.model('counter', {
  system: quorate.system({ hosts: [quorate.host('a', { counter: quorate.resident(counter) })],
    inputs: () => [{ type: 'tick' }], budgets: { 'input:tick': 9 } }),
  properties: { Small: below(3), SmallSteps: step(3) },
  expect: { Small: quorate.violated(${expectation}), SmallSteps: quorate.violated(${expectation}) },
})];`;

async function checked(expectation: string, ...options: readonly string[]) {
  const workshop = openWorkshop({ 'm.model.ts': counting(expectation) });
  const { code, out } = await workshop.run(['check', 'm.model.ts', '--json', 'o.json', ...options]);
  const { models } = JSON.parse(workshop.read('o.json')) as { models: { states: number }[] };
  workshop.close();
  return { code, said: said(out), states: models[0]?.states };
}

test('the pinned length lets the search go on to exhaustion', async () => {
  expect(await checked('{ steps: 3 }')).toMatchObject({ code: 0, states: 10 });
  expect(await checked('')).toMatchObject({ code: 0, states: 10 });
});

test.each(['2', '4'])('%s steps where it takes 3 end the search, and both are told', async (n) => {
  const found = await checked(`{ steps: ${n} }`);
  expect(found.code).toBe(20);
  expect(found.states).toBe(4);
  expect(found.said).toContain('stopped early: violation (--keep-going explores on)');
  expect(found.said).toContain(
    `counter: Small is violated after 3 steps (${n} steps are expected)`,
  );
});

test('--keep-going explores everything even so', async () => {
  expect(await checked('{ steps: 2 }', '--keep-going')).toMatchObject({ code: 20, states: 10 });
});
