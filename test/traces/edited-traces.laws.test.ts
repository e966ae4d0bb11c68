import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { it } from 'vitest';
import { modelsIn } from '../../checker/check/model-file.ts';
import { expectEditNoticed } from '../checker/fixtures/edited-traces.ts';
import { edits, withSwap } from '../checker/fixtures/edited-data.ts';

const root = join(import.meta.dirname, '../..');
const files = globSync('spec/**/*.model.ts', { cwd: root }).toSorted();
const listed = await Promise.all(
  files.map(async (file) => {
    const path = join(root, file);
    return (await modelsIn(path)).map((model) => ({ file: path, model }));
  }),
);
const known = listed.flat();
const stored = globSync('traces/*/*.itf.json', { cwd: root })
  .toSorted()
  .map((file): unknown => JSON.parse(readFileSync(join(root, file), 'utf8')));
const picked = fc.nat({ max: stored.length - 1 }).map((index) => stored[index]);

it('every edit of a stored trace is noticed, or of what may be edited freely', () => {
  fc.assert(
    fc.property(picked, edits, (data, edit) => {
      expectEditNoticed(known, data, edit(data));
    }),
    { numRuns: 300 },
  );
}, 120_000);

it('every swap of two steps of a stored trace is noticed', () => {
  fc.assert(
    fc.property(picked, fc.nat(), fc.nat(), (data, one, other) => {
      expectEditNoticed(known, data, withSwap(data, one, other));
    }),
    { numRuns: 60 },
  );
}, 120_000);
