/** What is told of code that answers otherwise when it is asked again. */

import { expect, test } from 'vitest';
import { openWorkshop } from '../fixtures/workshop.ts';

const machines = `import { assign, emit, setup } from '${import.meta.resolve('xstate')}';
let calls = 0;
const counting = setup({ actions: {
  count: assign({ n: () => (calls += 1), long: () => 'x'.repeat(400) + calls, list: () => Array.from({ length: 9 }, () => calls) }),
  tell: emit(({ context: { n } }) => ({ type: 'observe', event: { type: 'counted', n } })),
} }).createMachine({ id: 'counting', context: { n: 0, long: '', list: [] }, on: { go: { actions: ['count', 'tell'] } } });
const choosing = setup({ guards: { isOdd: () => (calls += 1) % 2 === 1 } })
  .createMachine({ id: 'choosing', initial: 'here', states: { here: { on: { go: [{ guard: 'isOdd', target: 'there' }, {}] } }, there: {} } });
const still = setup({}).createMachine({ id: 'still', on: { go: {} } });
const alone = (machine, inputs = () => [{ type: 'go' }]) => quorate.system({ inputs, hosts: [quorate.host('a', { m: quorate.resident(machine) })] });
`;

async function told(definition: string): Promise<{ readonly code: number; readonly err: string }> {
  const workshop = openWorkshop({
    'm.model.ts': `${machines}
export const models = [quorate.model('m', { properties: {}, ${definition} })];`,
  });
  const ran = await workshop.run(['check', 'm.model.ts']);
  workshop.close();
  return ran;
}

test('of a step with two outcomes it is told where they differ, a few of them, in lines of the page', async () => {
  const { code, err } = await told('system: alone(counting)');
  expect(code).toBe(75);
  expect(err).toContain('the same step gave two different outcomes');
  expect(err).toContain('  differing:\n    context.n: first 1 then 2\n');
  expect(err).toMatch(/^ {4}context\.long: first x+….*1 then x+….*2$/m);
  expect(err).toMatch(/^ {4}context\.list\[3\]: first 1 then 2\n {4}… and 6 more$/m);
  const lines = err.split('\n').filter((line) => line.startsWith('    '));
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
});

test('of a guard with two answers it is told where the machine goes by each, and by what transition', async () => {
  const { code, err } = await told('system: alone(choosing)');
  expect(code).toBe(75);
  expect(err).toContain('    state: first there then here\n');
  expect(err).toContain(
    '    transitions[0]: first "choosing.here go[0]" then "choosing.here go[1]"\n',
  );
});

test('of an answer with no parts both are told, and of a list what differs in it', async () => {
  const answer = await told(
    'system: alone(still), properties: { P: quorate.always(() => (calls += 1) % 2 === 1) }',
  );
  expect(answer.code).toBe(75);
  expect(answer.err).toContain('  differing:\n    the answer: first true then false\n');
  const inputs = await told("system: alone(still, () => [{ type: 'go', n: (calls += 1) }])");
  expect(inputs.code).toBe(75);
  expect(inputs.err).toContain('  differing:\n    the answer[0].n: first 1 then 2\n');
});
