/** Properties that look at no state are told, and are no fault. */

import { expect, test } from 'vitest';
import { openWorkshop } from '../fixtures/workshop.ts';

test('a property that looks at nothing is named with its models, once, and the check is as expected', async () => {
  const workshop = openWorkshop({
    'm.model.ts': `const idle = { Fine: quorate.always(() => true), Odd: quorate.always(() => false) };
export const models = [1, 2].map((acks) => ({ ...register({ acks }), mutants: {},
  properties: { ...register({ acks }).properties, ...idle },
  expect: { ...register({ acks }).expect, Odd: quorate.violated() } }));`,
    'n.model.ts': 'export const models = [register()];',
  });
  const { code, out } = await workshop.run(['check', 'm.model.ts']);
  const other = await workshop.run(['check', 'n.model.ts']);
  workshop.close();
  expect(code).toBe(0);
  expect(out).toContain(
    [
      '1 property looks at no state, and so holds whatever the machines do:',
      '      Fine (register/acks1 and 1 more)',
      '  A predicate is given a view of the state to ask, as in view.each(machine) or view.messages(type).\n',
    ].join('\n'),
  );
  expect(other.out).not.toContain('looks at no state');
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
});
