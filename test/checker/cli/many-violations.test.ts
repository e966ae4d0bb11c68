/** One change may break many properties: a few violations are told in full, and of all it is said how to see them. */

import { expect, test } from 'vitest';
import { shellWord } from '../../../checker/report/shell-word.ts';
import { traceFileOf } from '../../../checker/trace/trace-files.ts';
import { openWorkshop } from '../fixtures/workshop.ts';
import type { Ran } from '../fixtures/workshop.ts';

/** A model with five properties that are violated after so many steps, and one that never happens. */
const counter = `import { assign, setup } from '${import.meta.resolve('xstate')}';
const counter = setup({ actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
  guards: { isFew: ({ context }) => context.n < 5 } })
  .createMachine({ id: 'counter', context: { n: 0 }, on: { tick: { guard: 'isFew', actions: 'count' } } });
const below = (n) => quorate.always((view) => view.each(counter).every(({ context }) => context.n < n));
export const models = [quorate.model('m', {
  system: quorate.system({ hosts: [quorate.host('a', { counter: quorate.resident(counter) })], inputs: () => [{ type: 'tick' }] }),
  properties: { Below5: below(5), Below4: below(4), Below3: below(3), Below2: below(2), Below1: below(1),
    Never: quorate.sometimes((view) => view.each(counter).some(({ context }) => context.n > 9)) },
})];`;

async function checked(): Promise<Ran> {
  const workshop = openWorkshop({ 'm.model.ts': counter });
  const ran = await workshop.run(['check', 'm.model.ts', '--keep-going']);
  workshop.close();
  return ran;
}

test('the three shortest are told in full, the others with the command that shows their steps', async () => {
  const { code, out } = await checked();
  expect(code).toBe(12);
  const told = [...out.matchAll(/^✗ m: (\w+) /gm)].map(([, name]) => name);
  expect(told).toEqual(['Never', 'Below1', 'Below2', 'Below3', 'Below4', 'Below5']);
  const inFull = [...out.matchAll(/^ +✗ (\w+) is violated here$/gm)].map(([, name]) => name);
  expect(inFull).toEqual(['Below1', 'Below2', 'Below3']);
  expect(out).toContain(`
2 more violations, each with how to see its steps:

✗ m: Below4 is violated after 4 steps (not expected)
  steps    npx quorate show .quorate/traces/m/Below4.itf.json

✗ m: Below5 is violated after 5 steps (not expected)
  steps    npx quorate show .quorate/traces/m/Below5.itf.json
`);
});

test.each(['Below4', 'Is below 4'])(
  'where a trace could not be written, a check of the property alone is named: %s',
  async (name) => {
    const workshop = openWorkshop({ 'm.model.ts': counter.replace('Below4', `'${name}'`) });
    workshop.write(`.quorate/traces/${traceFileOf('m', name)}/in-the-way`, '');
    const { code, out } = await workshop.run(['check', 'm.model.ts', '--keep-going']);
    const alone = await workshop.run(['check', 'm.model.ts', '--property', name]);
    workshop.close();
    expect(code).toBe(12);
    const word = shellWord(name);
    expect(word).toMatch(name.includes(' ') ? /^(["']).*\1$/ : /^\w+$/);
    expect(out).toContain(`  steps    the same check with --property ${word} tells them\n`);
    expect(alone.out).toContain(` ✗ ${name} is violated here\n`);
  },
);
