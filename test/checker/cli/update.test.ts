/** What `check --update` stores, and that it says so where it can't store anything. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openWorkshop, prelude, said } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

const config = "export default quorate.defineConfig({ models: '*.model.ts' });";
const weak = 'export const models = [register({ acks: 1 })];';

const open: Workshop[] = [];
afterEach(() => open.splice(0).forEach((workshop) => workshop.close()));

function workshopOf(files: Readonly<Record<string, string>>): Workshop {
  const workshop = openWorkshop(files);
  open.push(workshop);
  return workshop;
}

test('in a folder without a project --update by itself is refused, since nothing could be stored', async () => {
  const workshop = workshopOf({ 'm.model.ts': weak });
  const { code, out, err } = await workshop.run(['check', 'm.model.ts', '--update']);
  expect([code, out]).toEqual([64, '']);
  expect(said(err)).toContain(
    '--update stores expected counterexamples in a project, and there is none here: no quorate.config.ts here or in a folder above, and no package.json here. Write one, or name a baseline to store (--baseline sizes.json)',
  );
});

test('there the baseline is stored, and it is said that counterexamples are not', async () => {
  const workshop = workshopOf({ 'm.model.ts': weak });
  const argv = ['check', 'm.model.ts', '--update', '--baseline', 'sizes.json'];
  const { code, out } = await workshop.run(argv);
  expect(code).toBe(0);
  expect(out).toContain('baseline: 1 new model stored in sizes.json');
  expect(said(out)).toContain(
    'expected counterexamples: 1 not stored: there is no project here (a quorate.config.ts or a package.json)',
  );
  expect(existsSync(join(workshop.folder, 'sizes.json'))).toBe(true);
  expect(existsSync(join(workshop.folder, 'traces'))).toBe(false);
});

test.each([
  ['a configuration', 'quorate.config.ts', config],
  ['a package alone', 'package.json', '{ "type": "module" }'],
])('with %s they are stored, and it is said where', async (_, file, text) => {
  const workshop = workshopOf({ 'm.model.ts': weak });
  workshop.write(file, file.endsWith('.ts') ? `${prelude}${text}` : text);
  const before = await workshop.run(['check']);
  expect(before.out).toContain('expected counterexamples: 1 not stored; quorate check --update');
  const { code, out } = await workshop.run(['check', '--update']);
  expect(code).toBe(0);
  expect(out).toContain('expected counterexamples: 1 stored below traces/\n');
  expect(existsSync(join(workshop.folder, 'traces/register/Fresh.acks1.itf.json'))).toBe(true);
  expect((await workshop.run(['check'])).out).not.toContain('expected counterexamples');
});

test('runs of searches that leave states out are not those that are stored', async () => {
  const workshop = workshopOf({ 'quorate.config.ts': config, 'm.model.ts': weak });
  const { code, err } = await workshop.run(['check', '--update', '--reduce', 'symmetry']);
  expect(code).toBe(64);
  expect(said(err)).toContain('--update stores runs of whole searches, and --reduce leaves');
});
