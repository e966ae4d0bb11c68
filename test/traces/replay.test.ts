import { describe, expect, it } from 'vitest';
import { BrokenModel } from '../../checker/broken-model.ts';
import { always } from '../../checker/index.ts';
import type { Model } from '../../checker/index.ts';
import { load } from '../../checker/system/load.ts';
import type { Trace } from '../../checker/trace/trace.ts';
import { answerTo, follow, replay } from '../../traces/bridge/replay.ts';
import { shortestTrace } from '../checker/fixtures/search.ts';
import { walked } from './random-dynamo.ts';
import { mutantOf, storeModel } from './store-models.ts';

const simulated = { tier: 'simulated' } as const;
const weak = storeModel('quorum/n3-r1-w1');
const strict = storeModel('quorum/n3-r2-w2');

/** What the store answers to the shortest run on which a mutant breaks a property. */
async function answerToMutant(of: Model, mutant: string, property: string) {
  const changed = mutantOf(of, mutant);
  return replay(shortestTrace(changed, property), changed, simulated);
}

describe('the store confirms', () => {
  it.each(['RYW', 'Regular'])(
    'that %s is violated where quorums need not meet',
    async (property) => {
      const trace = shortestTrace(weak, property);
      const steps = trace.steps.length;
      expect(await replay(trace, weak, simulated)).toEqual({ answer: 'confirmed', steps });
    },
  );

  it('that the last writer wins over a put that was acknowledged', async () => {
    const lww = storeModel('versions/n1-lww');
    const trace = shortestTrace(lww, 'NoLostAck');
    expect(await replay(trace, lww, simulated)).toMatchObject({ answer: 'confirmed' });
  });

  it('a property of steps, asked of the last two states of the store', async () => {
    const lww = storeModel('versions/n1-lww');
    const trace = shortestTrace(lww, 'NoClobber');
    expect(lww.properties['NoClobber']?.kind).toBe('everyStep');
    expect(await replay(trace, lww, simulated)).toMatchObject({ answer: 'confirmed' });
  });
});

describe('the store does not share', () => {
  it('a coordinator that acknowledges too early', async () => {
    expect(await answerToMutant(strict, 'acksEarly', 'AckMeansW')).toMatchObject({
      answer: 'spec-only',
      step: 2,
      differences: expect.arrayContaining([
        expect.objectContaining({ path: 'hosts.n1.families.put.p1', spec: null }),
      ]),
    });
  });

  it.each([
    ['answersEarly', 'RYW'],
    ['garbles', 'NoThinAir'],
    ['sendsToTwo', 'Converge'],
  ])('the mutant %s', async (mutant, property) => {
    const answer = await answerToMutant(strict, mutant, property);
    expect(['spec-only', 'fixed']).toContain(answer.answer);
  });

  it('a copy that is overwritten instead of merged', async () => {
    const dvv = storeModel('versions/n1-dvv');
    const answer = await answerToMutant(dvv, 'overwrites', 'NoClobber');
    expect(answer).toMatchObject({ answer: 'spec-only' });
  });

  it.each([
    ['acksWithoutStoring', 'AckMeansW'],
    ['deletesUnconfirmed', 'HintSafeDelete'],
    ['ownerIsHolder', 'HintOwner'],
  ])('the courier that %s', async (mutant, property) => {
    const answer = await answerToMutant(storeModel('handoff/n3-r2-w2-puts2'), mutant, property);
    expect(answer).toMatchObject({ answer: 'spec-only' });
  });
});

describe('the store refuses', () => {
  it('a step of a store that was described with fewer copies', () => {
    const stored = strict.store as object;
    const fewer = { ...strict, store: { ...stored, n: 1, r: 1, w: 1 } };
    const trace = walked(load(strict), [2, 2, 2, 2]);
    expect(() => follow(load(fewer), trace)).toThrow(BrokenModel);
  });

  it('a step that it has no counterpart of, and replay answers fixed with its words', () => {
    const loaded = load(strict);
    const trace = shortestTrace(strict, 'PutSucceeds');
    const [first, second] = trace.steps;
    if (first === undefined || second === undefined) throw new Error('the run is too short');
    const unsent: Trace = { ...trace, steps: [{ ...first, action: second.action }] };
    expect(answerTo(loaded, unsent, follow(loaded, unsent))).toEqual({
      answer: 'fixed',
      step: 1,
      action: expect.stringContaining('c1 → n1  clientPut id=p1'),
      why: 'nothing with this content is on its way in the store',
    });
  });
});

describe('replay', () => {
  it('answers spec-only where the store goes along with all, but violates nothing', () => {
    const loaded = load({ ...strict, properties: { Fine: always(() => true) } });
    const trace = { ...walked(loaded, [2, 2]), property: 'Fine' };
    expect(answerTo(loaded, trace, follow(loaded, trace))).toEqual({
      answer: 'spec-only',
      step: 2,
      differences: [{ path: 'Fine', spec: 'violated', store: 'not violated' }],
    });
  });

  it('says why there is no store to ask', async () => {
    const trace = shortestTrace(weak, 'RYW');
    const storeless = { ...weak, store: null, storeless: 'no wire' };
    expect(await replay(trace, storeless, simulated)).toEqual({
      answer: 'storeless',
      why: 'no wire',
    });
  });

  it.each([
    { channel: 'duplicating' },
    { lateReplies: 'delivered' },
    { whileDown: 'lost' },
  ] as const)('does not ask the store about a network unlike its own: %o', async (unlike) => {
    const other = { ...weak, system: { ...weak.system, ...unlike } };
    const trace = shortestTrace(weak, 'RYW');
    expect(await replay(trace, other, simulated)).toMatchObject({ answer: 'storeless' });
  });

  it('refuses a trace that the spec does not make', async () => {
    const trace = shortestTrace(weak, 'RYW');
    await expect(replay(trace, strict, simulated)).rejects.toThrow("doesn't verify");
  });

  it.each([
    ['that is none', { nodes: 3 }],
    ['that the store refuses', { ...(weak.store as object), r: 4 }],
    ['with a client that has no script', { ...(weak.store as object), clients: ['n1'] }],
  ])('refuses a description of a store %s', async (_, store) => {
    const described: Model = { ...weak, store: store as Model['store'] };
    const trace = shortestTrace(weak, 'RYW');
    await expect(replay(trace, described, simulated)).rejects.toThrow(BrokenModel);
  });
});
