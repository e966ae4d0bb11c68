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

/** A function whose parameters are of generic types. */
const inGenerics = (statement: string): string => `export function asked<
  Name extends string, Few extends 'a' | 'b', Table extends { a: number }, Open extends Counts,
>(name: Name, few: Few, table: Table, key: keyof Table, open: Open, any: keyof Open): void {
  ${statement}
}
`;

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
declare const maybe: string | undefined;
declare const either: 'a' | 'b' | string;
declare const whatever: any;
declare const known: 'a' | 'b';
declare const at: number;
declare const place: number | undefined;
`;
  const caught = [
    'counts[name]',
    'name in counts',
    'table[name as never as string]',
    'counts[maybe]',
    'maybe in counts',
    'counts[either]',
    'counts[whatever]',
  ];
  const passing = [
    "counts['x']",
    'table[known]',
    "'x' in counts",
    'list[at]',
    'list[place]',
    'known in table',
  ];
  const caughtInGenerics = ['counts[name]', 'name in open', 'open[any]', 'table[key]'];
  const passingInGenerics = ['counts[few]', 'few in table'];

  it('is caught, but not where it can only be one of a few texts', () => {
    const all = [...caught, ...passing].map((one) => `void (${one});\n`).join('');
    const generic = [...caughtInGenerics, ...passingInGenerics];
    const inside = inGenerics(generic.map((one) => `void (${one});`).join('\n  '));
    const found = lookupsInTexts([{ path: 'a.ts', text: given + all + inside }]);
    expect(found.map((one) => one.text)).toEqual([...caught, ...caughtInGenerics]);
  });
});
