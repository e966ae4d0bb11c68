import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Explorer } from '../../../checker/check/explorer.types.ts';
import { inProcess } from '../fixtures/in-process.ts';
import { openWorkshop, prelude, said } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

let workshop: Workshop;
beforeEach(() => {
  workshop = openWorkshop({
    'quorate.config.ts': "export default quorate.defineConfig({ models: '*.model.ts' });",
    'm.model.ts': 'export const models = [register({ acks: 1 }), register()];',
  });
});
afterEach(() => workshop.close());

/** An explorer that does something first. */
function after(something: () => void): Explorer {
  const inner = inProcess();
  const explore: Explorer['explore'] = (...given) => {
    something();
    return inner.explore(...given);
  };
  return { ...inner, explore };
}

describe('--json', () => {
  test.each([
    [['check'], 'missing/results.json'],
    [['check'], 'taken/results.json'],
    [['check'], 'folder'],
    [['audit'], 'taken/results.json'],
    [['audit'], 'folder'],
    [['audit'], 'missing/results.json'],
    [['simulate', 'register/acks2'], 'taken/results.json'],
    [['simulate', 'register/acks2'], 'missing/results.json'],
  ])('of %j is refused with 74 before anything is explored where it is %s', async (argv, file) => {
    workshop.write('taken', 'a file');
    mkdirSync(join(workshop.folder, 'folder'));
    const { code, err, out } = await workshop.run([...argv, '--json', file]);
    expect([code, out]).toEqual([74, '']);
    expect(said(err)).toMatch(/^quorate: \S+ can't be written: /);
    expect(err).toContain(join(workshop.folder, file));
    expect(err).toMatch(/\n {2}Nothing was explored: .*\n$/s);
    expect(existsSync(join(workshop.folder, 'missing'))).toBe(false);
  });

  test('leaves the file alone until there is something to write', async () => {
    const file = workshop.write('results.json', 'of yesterday');
    const fresh = join(workshop.folder, 'new.json');
    const found: unknown[] = [];
    const explorer = after(() => {
      found.push([readFileSync(file, 'utf8'), existsSync(fresh)]);
    });
    for (const json of ['new.json', 'results.json']) {
      await workshop.run(['check', 'register/acks2', '--json', json], { explorer });
    }
    expect(found).toEqual([
      ['of yesterday', false],
      ['of yesterday', true],
    ]);
    expect(readFileSync(file, 'utf8')).toContain('register/acks2');
  });

  test('that cannot be written any more is told at the end, with 74', async () => {
    const explorer = after(() => {
      mkdirSync(join(workshop.folder, 'results.json'), { recursive: true });
    });
    const argv = ['check', '--json', 'results.json'];
    const { code, err, out } = await workshop.run(argv, { explorer });
    expect(code).toBe(74);
    expect(said(err)).toContain("results.json can't be written");
    expect(out).toContain('2 models');
  });
});

describe('a folder for traces', () => {
  const untouched: Explorer = after(() => {
    throw new Error('something was explored');
  });

  test.each<[readonly string[], string]>([
    [['check', '--trace-dir', 'taken'], 'taken'],
    [['check', '--trace-dir', 'taken/below/it'], 'taken/below/it'],
    [['simulate', 'register/acks2', '--trace-dir', 'taken'], 'taken'],
    [['check', '--update'], 'traces'],
  ])(
    'is refused by %j with 74 before anything is explored where it is a file',
    async (argv, folder) => {
      workshop.write(folder.split('/')[0] ?? '', 'a file');
      const { code, err, out } = await workshop.run(argv, { explorer: untouched });
      expect([code, out]).toEqual([74, '']);
      expect(said(err)).toContain(`${join(workshop.folder, folder)} can't be written: `);
      expect(said(err)).toMatch(/ is a file, and no folder Nothing was explored: /);
    },
  );

  test('is made where it is missing, with those above it, once there is a trace', async () => {
    const found: boolean[] = [];
    const explorer = after(() => {
      found.push(existsSync(join(workshop.folder, 'new')));
    });
    const file = workshop.write(
      'm.model.ts',
      `${prelude}export const models = [
      { ...register({ acks: 1 }), expect: {} }];`,
    );
    const argv = ['check', file, '--trace-dir', 'new/traces'];
    expect((await workshop.run(argv, { explorer })).code).toBe(12);
    expect(found).toEqual([false]);
    expect(existsSync(join(workshop.folder, 'new/traces/register/Fresh.acks1.itf.json'))).toBe(
      true,
    );
  });
});

test('a baseline to be stored is refused with 74 before anything is explored', async () => {
  const argv = ['check', '--baseline', 'missing/sizes.json', '--update'];
  const { code, err, out } = await workshop.run(argv);
  expect([code, out]).toEqual([74, '']);
  expect(said(err)).toMatch(
    /sizes\.json can't be written: there is no folder \S*\/missing Nothing/,
  );
  expect(existsSync(join(workshop.folder, 'missing'))).toBe(false);
});
