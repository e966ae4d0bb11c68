import { describe, expect, it } from 'vitest';
import { lookupsIn, lookupsInTexts } from './indexing.ts';
import { readRepository } from './repository.ts';
import { productRooms } from './rules/imports.ts';
import { idleExemptions, trustingLookups } from './rules/records.ts';

const isProduct = (path: string): boolean =>
  productRooms.some((room) => path.startsWith(`${room}/`)) && !path.includes('/assembly/');
const paths = readRepository().flatMap(({ path }) =>
  path.endsWith('.ts') && isProduct(path) ? [path] : [],
);

describe('a name that may be any text', () => {
  it('is never taken for what every object inherits', () => {
    const lookups = lookupsIn(paths);
    expect(trustingLookups(lookups)).toEqual([]);
    expect(idleExemptions(lookups)).toEqual([]);
  }, 60_000);

  const given = `interface Counts { readonly [name: string]: number }
declare const counts: Counts;
declare const table: { a: number; b: number };
declare const list: readonly number[];
declare const name: string;
declare const known: 'a' | 'b';
declare const at: number;
`;
  const caught = ['counts[name]', 'name in counts', 'table[name as never as string]'];
  const passing = ["counts['x']", 'table[known]', "'x' in counts", 'list[at]', 'known in table'];

  it('is caught, but not where it can only be one of a few texts', () => {
    const text = given + [...caught, ...passing].map((one) => `void (${one});\n`).join('');
    expect(lookupsInTexts([{ path: 'a.ts', text }]).map((one) => one.text)).toEqual(caught);
  });
});
