/** One of a thing is not called several. */

import { expect, test } from 'vitest';
import { setup } from 'xstate';
import { host, model, resident, system } from '../../../checker/index.ts';
import { lengthText } from '../../../checker/report/endings.ts';
import { answerText } from '../../../checker/report/replay-lines.ts';
import { boundsOf } from '../../../checker/trace/bounds.ts';

const idle = setup({}).createMachine({ id: 'idle' });
const hosts = ['a', 'b'].map((id) => host(id, { idle: resident(idle) }));

test.each([
  [1, '1 host', '1 step'],
  [2, '2 hosts', '2 steps'],
])('with %i it is %s and %s', (count, many, long) => {
  const bounded = model('test/idle', {
    system: system({ hosts: hosts.slice(0, count) }),
    properties: {},
  });
  expect(boundsOf(bounded)).toMatch(new RegExp(`^${many}(,|$)`));
  expect(lengthText(count, null)).toBe(long);
  expect(answerText({ answer: 'confirmed', steps: count })).toBe(
    `confirmed (${long}, violated there too)`,
  );
});
