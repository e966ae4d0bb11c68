/** Model files and the names of models, together on one command line. */

import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openWorkshop, said } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

const both = 'export const models = [register({ acks: 1 }), register()];';
const other = "export const models = [{ ...register(), name: 'other/one', mutants: {} }];";
const config = "export default quorate.defineConfig({ models: 'p/*.model.ts' });";
const projected =
  "export const models = [{ ...register(), name: 'register/listed', mutants: {} }];";

const open: Workshop[] = [];
afterEach(() => open.splice(0).forEach((workshop) => workshop.close()));

function workshopOf(more: Readonly<Record<string, string>> = {}): Workshop {
  const workshop = openWorkshop({ 'm.model.ts': both, 'o.model.ts': other, ...more });
  open.push(workshop);
  return workshop;
}

async function checkedIn(workshop: Workshop, ...argv: readonly string[]): Promise<unknown> {
  const { out, err } = await workshop.run(['check', '--json', '-', ...argv]);
  expect(err).not.toContain('quorate:');
  const { models } = JSON.parse(out) as { readonly models: readonly { readonly model: string }[] };
  return models.map(({ model }) => model);
}

describe('names beside files choose among the models of the files', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['by an exact name', ['m.model.ts', 'register/acks1'], ['register/acks1']],
    ['in any order', ['register/acks1', 'm.model.ts'], ['register/acks1']],
    [
      'by what stands below a name, and of several files',
      ['m.model.ts', 'o.model.ts', 'register', 'other/one'],
      ['register/acks1', 'register/acks2', 'other/one'],
    ],
    ['of one of two files', ['m.model.ts', 'o.model.ts', 'other'], ['other/one']],
  ])('%s', async (_, argv, expected) => {
    expect(await checkedIn(workshopOf(), ...argv)).toEqual(expected);
  });

  test('and not among those of the project', async () => {
    const workshop = workshopOf({ 'quorate.config.ts': config, 'p/q.model.ts': projected });
    expect(await checkedIn(workshop, 'm.model.ts', 'register')).toEqual([
      'register/acks1',
      'register/acks2',
    ]);
    const { code, err } = await workshop.run(['check', 'm.model.ts', 'register/listed']);
    expect(code).toBe(64);
    expect(said(err)).toContain(
      "no model of m.model.ts is called 'register/listed', and none stands below it. They are called register/acks1, register/acks2. Beside a file, names choose among its models",
    );
  });

  test('a misspelt one is told with the nearest', async () => {
    const { code, err } = await workshopOf().run(['check', 'm.model.ts', 'register/acsk1']);
    expect(code).toBe(64);
    expect(said(err)).toContain('Did you mean register/acks1, register/acks2?');
  });

  test('in simulate, whose commands to repeat a walk name both', async () => {
    const workshop = workshopOf();
    const argv = ['simulate', 'm.model.ts', 'register/acks1', '--walks', '50', '--seed', '1'];
    const { out } = await workshop.run([...argv, '--workers', '1']);
    expect(out).toContain('register/acks1');
    expect(out).toContain('npx quorate simulate m.model.ts register/acks1 --seed 1');
    const many = await workshop.run(['simulate', 'm.model.ts']);
    expect(many.code).toBe(64);
    expect(said(many.err)).toContain(
      "'m.model.ts' means 2 models, and simulate walks through one: name one of register/acks1, register/acks2 as well",
    );
  });

  test('in audit and list', async () => {
    const workshop = workshopOf();
    const audited = await workshop.run(['audit', 'm.model.ts', 'register/acks2']);
    expect(audited.out).toContain('register/acks2');
    expect(audited.out).not.toContain('register/acks1');
    const listed = await workshop.run(['list', 'm.model.ts', 'register/acks2', '--json']);
    expect(listed.code).toBe(0);
    expect(JSON.parse(listed.out)).toMatchObject({ models: [{ model: 'register/acks2' }] });
    const all = await workshop.run(['list', 'm.model.ts', 'o.model.ts']);
    expect(all.out.match(/^\S+$/gm)).toEqual(['register/acks1', 'register/acks2', 'other/one']);
  });
});

describe('a file that is named twice is one file', () => {
  test.each([
    ['in one spelling', ['m.model.ts', 'm.model.ts']],
    ['in two', ['m.model.ts', './a/../m.model.ts']],
    ['by a link', ['m.model.ts', 'a/link.model.ts']],
    ['below a folder that is a link', ['m.model.ts', 'b/m.model.ts']],
  ])('%s', async (_, argv) => {
    const workshop = workshopOf();
    mkdirSync(join(workshop.folder, 'a'));
    symlinkSync('../m.model.ts', join(workshop.folder, 'a/link.model.ts'));
    symlinkSync('.', join(workshop.folder, 'b'));
    expect(await checkedIn(workshop, ...argv)).toEqual(['register/acks1', 'register/acks2']);
  });

  test('also where a project lists it twice', async () => {
    const workshop = workshopOf({
      'quorate.config.ts': "export default quorate.defineConfig({ models: '{p,q}/*.model.ts' });",
      'p/q.model.ts': projected,
    });
    symlinkSync('p', join(workshop.folder, 'q'));
    expect(await checkedIn(workshop)).toEqual(['register/listed']);
  });
});

describe('what no file is called', () => {
  test('is likened to no example that has another beginning', async () => {
    for (const written of ['ping.ts', 'ping.model.ts', 'ping']) {
      const { code, err } = await workshopOf().run(['check', written]);
      expect(code).toBe(64);
      expect(err).not.toContain('examples/');
    }
  });

  test('is likened to one that begins so', async () => {
    const { err } = await workshopOf().run(['check', 'single-copy']);
    expect(said(err)).toMatch(/Did you mean \S+examples\/single-copy-register\.model\.ts\?/);
  });

  test('is told as the file that it is, where it is one of something else', async () => {
    const workshop = workshopOf({ 'ping.ts': '' });
    const { code, err } = await workshop.run(['check', 'ping.ts']);
    expect(code).toBe(64);
    expect(said(err)).toContain(
      'ping.ts is a file, but the name of a model file ends in .model.ts, .model.js, .model.mts or the like',
    );
  });
});
