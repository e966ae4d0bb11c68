import { describe, expect, it } from 'vitest';
import { client } from '../../../spec/quorum/client.ts';
import type { Version } from '../../../spec/values/version.ts';
import { boot, told } from '../stepping.ts';

const self = { host: 'c1', machine: 'client', key: null };
const script = [
  { op: 'put', id: 'p1' },
  { op: 'get', id: 'g1' },
  { op: 'put', id: 'p2' },
  { op: 'put', id: 'p3', blind: true },
];
const input = { self, key: 'k', script };
const call = { type: 'call', at: 'n1' };
const putDone = {
  type: 'putDone',
  id: 'p1',
  context: { clock: { n1: 1 }, time: 0 },
  ghost: { past: { p1: true } },
};
const other: Version = {
  dot: { node: 'n2', counter: 4 },
  clock: {},
  stamp: 0,
  value: 'p9',
  ghost: { past: { p9: true } },
};
const getDone = {
  type: 'getDone',
  id: 'g1',
  versions: [other],
  context: { clock: { n2: 4 }, time: 0 },
};

describe('a client', () => {
  it('calls the node it is told to, and says so', () => {
    const at = boot(client, input).tell(call);
    expect(at.state).toBe('putting');
    expect(at.seen).toEqual([{ type: 'invoked', op: 'put', id: 'p1' }]);
    expect(at.sent).toEqual([
      [
        'n1',
        {
          type: 'clientPut',
          from: self,
          id: 'p1',
          key: 'k',
          value: 'p1',
          context: { clock: {}, time: 0 },
          ghost: { past: {} },
        },
      ],
    ]);
  });

  it('goes on to the next step when it is answered', () => {
    const answered = told(client, input, [call, putDone]);
    expect(answered.state).toBe('ready');
    expect(answered.seen).toEqual([{ type: 'answered', op: 'put', id: 'p1', outcome: 'done' }]);
    expect(answered.context['ghost']).toMatchObject({ acked: { p1: true } });
    expect(answered.tell(call).sent).toEqual([
      ['n1', { type: 'clientGet', from: self, id: 'g1', key: 'k' }],
    ]);
  });

  it('says with a put what it has seen, in answers to puts and to gets', () => {
    const at = told(client, input, [call, putDone, call, getDone, call]);
    expect(at.sent).toMatchObject([
      [
        'n1',
        { id: 'p2', context: { clock: { n1: 1, n2: 4 } }, ghost: { past: { p1: true, p9: true } } },
      ],
    ]);
  });

  it('says nothing of it with a blind put', () => {
    const unknown = { type: 'putUnknown', id: 'p2' };
    const at = told(client, input, [call, putDone, call, getDone, call, unknown, call]);
    expect(at.sent).toMatchObject([
      ['n1', { id: 'p3', context: { clock: {} }, ghost: { past: {} } }],
    ]);
    expect(at.tell({ ...putDone, id: 'p3' }).done).toBe(true);
  });

  it('shows what a get returned', () => {
    const at = told(client, input, [call, putDone, call, getDone]);
    expect(at.seen).toEqual([
      {
        type: 'answered',
        op: 'get',
        id: 'g1',
        outcome: 'done',
        values: ['p9'],
        ghost: { past: { p9: true } },
      },
    ]);
    expect(at.context['ghost']).toMatchObject({
      lastRead: { values: { p9: true }, past: { p9: true }, acked: { p1: true }, readBefore: {} },
    });
  });

  it('remembers what its earlier gets returned', () => {
    const twice = ['g1', 'g2', 'g3'].map((id) => ({ op: 'get', id }));
    const older = { ...getDone, id: 'g2', versions: [] };
    const at = told(client, { ...input, script: twice }, [call, getDone, call, older]);
    expect(at.context['ghost']).toMatchObject({ lastRead: { past: {}, readBefore: { p9: true } } });
    const third = at.tell(call).tell({ ...older, id: 'g3' });
    expect(third.context['ghost']).toMatchObject({ lastRead: { readBefore: { p9: true } } });
  });

  it('makes nothing of an unknown outcome', () => {
    const put = told(client, input, [call, { type: 'putUnknown', id: 'p1' }]);
    expect(put.seen).toEqual([{ type: 'answered', op: 'put', id: 'p1', outcome: 'unknown' }]);
    expect(put.context['ghost']).toEqual({ past: {}, acked: {}, lastRead: null });
    const get = put.tell(call).tell({ type: 'getUnknown', id: 'g1' });
    expect(get.seen).toEqual([{ type: 'answered', op: 'get', id: 'g1', outcome: 'unknown' }]);
    expect(get.state).toBe('ready');
  });

  it('takes no notice of an answer to something else', () => {
    const at = told(client, input, [call, { ...putDone, id: 'p0' }]);
    expect([at.state, at.seen]).toEqual(['putting', []]);
  });

  it('is done at once with an empty script', () => {
    expect(boot(client, { ...input, script: [] }).done).toBe(true);
  });
});
