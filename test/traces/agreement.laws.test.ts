import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { load } from '../../checker/system/load.ts';
import { plainRing } from '../../spec/cluster.model.ts';
import { follow } from '../../traces/bridge/replay.ts';
import { dynamoModel, randomDynamo, walked } from './random-dynamo.ts';
import { storeModels } from './store-models.ts';

const picks = fc.array(fc.nat(), { minLength: 20, maxLength: 60 });

describe('the store agrees with the spec', () => {
  it('has every protocol but the ring to agree about', () => {
    const protocols = new Set(storeModels.map(({ name }) => name.split('/')[0]));
    expect([...protocols]).toEqual(
      expect.arrayContaining(['quorum', 'versions', 'handoff', 'divergence']),
    );
  });

  it.each(storeModels)('on every walk through $name', (model) => {
    const loaded = load(model);
    fc.assert(
      fc.property(picks, (picked) => {
        expect(follow(loaded, walked(loaded, picked))).toMatchObject({ kind: 'agrees' });
      }),
      { numRuns: 2 },
    );
  });

  it('on every walk through systems of all settings, with faults of all kinds', () => {
    fc.assert(
      fc.property(randomDynamo, picks, (model, picked) => {
        const loaded = load(model);
        expect(follow(loaded, walked(loaded, picked))).toMatchObject({ kind: 'agrees' });
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  it.each(['off', 'async', 'block'] as const)(
    'on every walk on which frames of gets are doubled, with repair %s',
    (repair) => {
      const setting = { ring: plainRing(3), n: 3, r: 2, w: 1, repair };
      const put = ['p', 'q'].map((id) => ({ op: 'put', id }) as const);
      const get = ['g', 'h'].map((id) => ({ op: 'get', id }) as const);
      const loaded = load(dynamoModel(setting, [put, get], { duplicate: 4 }));
      fc.assert(
        fc.property(picks, (picked) => {
          expect(follow(loaded, walked(loaded, picked))).toMatchObject({ kind: 'agrees' });
        }),
        { numRuns: 15 },
      );
    },
    60_000,
  );

  it.each(['async', 'block'] as const)(
    'on every walk on which substitutes answer gets, with repair %s',
    (repair) => {
      const setting = { ring: plainRing(3), n: 2, r: 2, w: 1, repair, sloppy: true };
      const put = ['p', 'q'].map((id) => ({ op: 'put', id }) as const);
      const get = ['g', 'h'].map((id) => ({ op: 'get', id }) as const);
      const loaded = load(dynamoModel(setting, [put, get], { 'input:suspect': 2 }));
      fc.assert(
        fc.property(picks, (picked) => {
          expect(follow(loaded, walked(loaded, picked))).toMatchObject({ kind: 'agrees' });
        }),
        { numRuns: 40 },
      );
    },
    60_000,
  );
});
