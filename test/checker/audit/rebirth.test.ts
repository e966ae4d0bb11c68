import { describe, expect, it } from 'vitest';
import { rebirthIn } from '../../../checker/audit/rebirth.ts';
import { host, model, perKey, perRequest, system } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';
import { models } from '../../../spec/quorum/quorum.model.ts';
import { answering, asking } from '../reference/small-machines.ts';

function asked(times: number, rebirth: 'refused' | 'allowed' = 'refused') {
  const open = { type: 'ask', k: 'q', to: 'b', from: { host: 'a', machine: 'x', key: null } };
  return load(
    model('test/asked', {
      system: system({
        hosts: [
          host('a', { asking: perRequest(asking, { opens: 'ask', by: ({ k }) => k, rebirth }) }),
          host('b', { answering: perKey(answering, ({ k }) => k) }),
        ],
        inputs: (id) => (id === 'a' ? [open] : []),
        budgets: { 'input:ask': times },
      }),
      properties: {},
    }),
  );
}

it('is not looked for beyond a number of states', () => {
  expect(rebirthIn(asked(1), 2)).toEqual({ kind: 'too large' });
});

describe('a finished request', () => {
  it('is found where it is opened again', () => {
    expect(rebirthIn(asked(1))).toEqual({ kind: 'none' });
    // While the first is open the second is no step, where rebirth is allowed; then it is a rebirth.
    expect(rebirthIn(asked(2, 'allowed'))).toEqual({ kind: 'reborn', request: 'a.asking[q]' });
    expect(() => rebirthIn(asked(2))).toThrow('is opened while it is still alive');
  });

  it.each(models.filter(({ name }) => /^quorum\/n3-r[12]-w[123]$/.test(name)))(
    'is not opened again in $name',
    (one) => {
      expect(rebirthIn(load(one))).toEqual({ kind: 'none' });
    },
    60_000,
  );
});
