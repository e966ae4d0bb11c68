/** Paths that lead to nothing, or to a folder, where a file is wanted: what is there, and what to do. */

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWorkshop, said } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

let workshop: Workshop;
beforeEach(() => {
  workshop = openWorkshop({
    'quorate.config.ts': "export default quorate.defineConfig({ models: '*.model.ts' });",
    'm.model.ts': 'export const models = [register({ acks: 1 })];',
  });
  mkdirSync(join(workshop.folder, 'bare'));
});
afterEach(() => workshop.close());

test.each([['verify'], ['replay'], ['show']])(
  '%s tells a folder from a trace, and names the traces in it',
  async (command) => {
    await workshop.run(['check', '--update']);
    const stored = join(workshop.folder, 'traces/register/Fresh.acks1.itf.json');
    const bare = await workshop.run([command, 'bare']);
    expect(bare.code).toBe(65);
    expect(said(bare.err)).toMatch(
      /bare is refused: it is a folder, and a trace is a file whose name ends in \.itf\.json $/,
    );
    const full = await workshop.run([command, 'traces/register']);
    expect(said(full.err)).toContain(
      `traces/register is refused: it is a folder: name the traces in it, as in ${stored}`,
    );
    const above = await workshop.run([command, 'traces']);
    expect(said(above.err)).toContain(`as in ${stored}`);
  },
);

test('a trace that is not there is told with the nearest one', async () => {
  await workshop.run(['check', '--update']);
  const misspelt = await workshop.run(['verify', 'traces/register/Frsh.acks1.itf.json']);
  expect(misspelt.code).toBe(65);
  expect(said(misspelt.err)).toContain(
    `there is no such file. Did you mean ${join(workshop.folder, 'traces/register/Fresh.acks1.itf.json')}?`,
  );
  const missing = await workshop.run(['verify', 'nowhere/t.itf.json']);
  expect(said(missing.err)).toContain(
    'there is no such file. Likely cause: it was removed, or the path begins in another folder; check prints the paths of the traces that it writes',
  );
});

test('a baseline, and what JSON goes to, that is a folder', async () => {
  const compared = await workshop.run(['check', '--baseline', 'bare']);
  expect(compared.code).toBe(65);
  expect(said(compared.err)).toContain("it can't be read: it is a folder (EISDIR)");
  const written = await workshop.run(['check', '--json', 'bare']);
  expect(written.code).toBe(74);
  expect(said(written.err)).toContain("can't be written: it is a folder (EISDIR)");
});

test('a checkpoint that lost a part', async () => {
  await workshop.run(['check', '--checkpoint', 'kept', '--checkpoint-seconds', '0']);
  rmSync(join(workshop.folder, 'kept/register/acks1/part-000001.rows'));
  const { code, err } = await workshop.run(['check', '--resume', 'kept']);
  expect(code).toBe(65);
  expect(said(err)).toContain("it can't be read: there is no such file (ENOENT)");
  expect(said(err)).toContain('Likely cause: something else wrote there');
});

test('a model file that is a folder', async () => {
  mkdirSync(join(workshop.folder, 'odd.model.ts'));
  const { code, err } = await workshop.run(['check', 'odd.model.ts']);
  expect(code).toBe(64);
  expect(said(err)).toContain('odd.model.ts is a folder, and no model file');
});
