import { expect, it, vi } from 'vitest';
import { ActionNumbers } from '../../../../checker/engine/partial-order/action-numbers.ts';
import { Listing } from '../../../../checker/engine/partial-order/listing.ts';
import { World } from '../../../../checker/engine/world.ts';
import { load } from '../../../../checker/system/load.ts';
import { register } from '../../fixtures/register.model.ts';

function firstOf(listing: Listing, row: Int32Array): Int32Array {
  listing.list(row);
  const [step] = listing.steps;
  if (step === undefined) throw new Error('nothing is enabled');
  const after = row.slice();
  listing.apply(row, step, after);
  return after;
}

it('lists the same steps where memory ended when they were listed first', () => {
  const world = new World(load(register()));
  const row = world.initial();
  const expected = firstOf(new Listing(world, new ActionNumbers()), row);
  expect(expected).not.toEqual(row);
  const listing = new Listing(world, new ActionNumbers());
  const full = world.hosts.map(({ stations }) =>
    vi.spyOn(stations, 'number').mockImplementationOnce(() => {
      throw new RangeError('Array buffer allocation failed');
    }),
  );
  expect(() => listing.list(row)).toThrow(RangeError);
  for (const one of full) one.mockRestore();
  expect(firstOf(listing, row)).toEqual(expected);
});
