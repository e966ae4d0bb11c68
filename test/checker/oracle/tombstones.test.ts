import { describe, expect, it } from 'vitest';
import { host, model, perKey, perRequest, system } from '../../../checker/index.ts';
import { load } from '../../../checker/system/load.ts';
import { models } from '../../../spec/quorum/quorum.model.ts';
import { answering, asking } from '../reference/small-machines.ts';
import { rebornRequest } from './tombstones.ts';

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

describe('a finished request', () => {
  it('is found where it is opened again', () => {
    expect(rebornRequest(asked(1))).toBeNull();
    // While the first is open the second is no step, where rebirth is allowed; then it is a rebirth.
    expect(rebornRequest(asked(2, 'allowed'))).toBe('a.asking[q]');
    expect(() => rebornRequest(asked(2))).toThrow('is opened while it is still alive');
  });

  it.each(models.filter(({ name }) => /^quorum\/n3-r[12]-w[123]$/.test(name)))(
    'is not opened again in $name',
    (one) => {
      expect(rebornRequest(load(one))).toBeNull();
    },
  );
});
