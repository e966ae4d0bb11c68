import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Search } from '../../../../checker/engine/search.ts';
import { World } from '../../../../checker/engine/world.ts';
import { load } from '../../../../checker/system/load.ts';
import { symmetricModel } from '../../oracle/symmetric-system.ts';

const maxStates = 2000;

it('keeps of a round what is the representative of its orbit, for single rows as well', () => {
  let [rows, moved] = [0, 0];
  fc.assert(
    fc.property(symmetricModel, fc.constantFrom(1, 3), (model, workers) => {
      const world = new World(load(model));
      const search = new Search(world, { usesSymmetry: true, workers, maxStates }, () => false);
      search.run();
      const { store, symmetry } = search;
      const row = new Int32Array(world.width);
      for (let number = 0; number < store.count; number++) {
        store.layout.unpack(store.chunk(number), store.offset(number), row);
        const representative = row.slice();
        symmetry?.canonicaliser.canonicalise(representative);
        expect(representative).toEqual(row);
        for (let exchange = 0; exchange < (symmetry?.exchanges.length ?? 0); exchange++) {
          const image = row.slice();
          symmetry?.canonicaliser.exchange(image, exchange);
          if (image.some((one, column) => one !== row[column])) moved++;
          symmetry?.canonicaliser.canonicalise(image);
          expect(image).toEqual(row);
        }
        rows++;
      }
      search.close();
    }),
    { numRuns: 60 },
  );
  expect(rows).toBeGreaterThan(1000);
  expect(moved).toBeGreaterThan(500);
}, 60_000);
