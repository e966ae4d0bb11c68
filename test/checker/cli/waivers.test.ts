/** What was never put to the test is told by waivers that can be put into the model as they are printed. */

import { expect, test } from 'vitest';
import { openWorkshop } from '../fixtures/workshop.ts';
import type { Ran } from '../fixtures/workshop.ts';

const config = "export default quorate.defineConfig({ models: '*.model.ts' });";

/** A model that shows little: nobody starts, so that nothing is sent and no guard is asked. */
const idle = (waivers: string): string => `import { setup } from '${import.meta.resolve('xstate')}';
const lamp = setup({ guards: { isWorn: () => false, isFine: () => true } }).createMachine({ id: "lamp's", initial: 'dark',
  states: { dark: { on: { press: [{ guard: 'isWorn' }, { guard: 'isFine', target: 'lit' }] } }, lit: { on: { shut: 'dark' } } } });
export const models = [quorate.model('m', {
  system: quorate.system({ hosts: [quorate.host('a', { lamp: quorate.resident(lamp) })],
    inputs: () => [{ type: 'press' }], budgets: { drop: 1, duplicate: 1 } }),
  properties: { 'Goes on': quorate.leadsTo(() => false, () => true) },
  waivers: [${waivers}],
})];`;

async function checked(waivers: string): Promise<Ran> {
  const workshop = openWorkshop({ 'quorate.config.ts': config, 'm.model.ts': idle(waivers) });
  const ran = await workshop.run(['check']);
  workshop.close();
  return ran;
}

test('with them, and a reason each, the same check is as expected', async () => {
  const { code, out } = await checked('');
  expect(code).toBe(21);
  const printed = out.match(/\{ what: .*, why: '' \}/g) ?? [];
  expect(printed.length).toBe(6);
  expect((await checked(printed.join(', '))).code).toBe(75);
  const reasoned = printed.map((one) => one.replace("why: ''", "why: 'it is a test'"));
  const waived = await checked(reasoned.join(',\n'));
  expect(waived.code).toBe(0);
  expect(waived.out).not.toContain('what:');
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
});

test('faults that never happen are told with what that means', async () => {
  const { out } = await checked('');
  expect(out).toContain(
    [
      '✗ m: drop, duplicate never happen, though the budgets allow them',
      '  No run comes to where they could happen, so the model proves less than it seems to.',
      '  If that is as it should be, say so in the model, with the reason:',
      '      waivers: [',
      "        { what: 'drop', why: '' },",
      "        { what: 'duplicate', why: '' },",
      '      ]\n',
    ].join('\n'),
  );
});
