import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { load } from '../../../checker/system/load.ts';
import { register } from '../fixtures/register.model.ts';
import { openWorkshop, said } from '../fixtures/workshop.ts';
import type { Ran, Workshop } from '../fixtures/workshop.ts';
import { oracle } from '../oracle/oracle.ts';

let workshop: Workshop;
beforeEach(() => {
  workshop = openWorkshop({
    'quorate.config.ts': "export default quorate.defineConfig({ models: ['*.model.ts'] });",
    'm.model.ts': 'export const models = [register({ acks: 1 }), register()];',
  });
});
afterEach(() => workshop.close());

const check = (...more: readonly string[]): Promise<Ran> =>
  workshop.run(['check', '--baseline', 'sizes.json', ...more]);

interface Stored {
  readonly formatVersion: number;
  readonly models: Record<string, Record<string, number>>;
}

const stored = (): Stored => JSON.parse(workshop.read('sizes.json'));

function changed(change: (stored: Stored) => void): void {
  const now = stored();
  change(now);
  workshop.write('sizes.json', JSON.stringify(now));
}

describe('a baseline', () => {
  test('is made by --update, and then agrees', async () => {
    const made = await check('--update');
    expect(made.code).toBe(0);
    expect(made.out).toContain('baseline: 2 new models stored in sizes.json\n');
    expect(Object.keys(stored().models)).toEqual(['register/acks1', 'register/acks2']);
    const { states, transitions, depth } = oracle(load(register({ acks: 1 }))) ?? {};
    expect(stored().models['register/acks1']).toEqual({
      states,
      transitions,
      depth,
      transitionsTaken: 6,
      transitionsTotal: 8,
      guardOutcomesSeen: 2,
      guardOutcomesTotal: 2,
    });
    const again = await check();
    expect(again.code).toBe(0);
    expect(again.out).toContain('baseline: 2 models as in sizes.json\n');
  });

  test('that differs is told as a table and answers 20, until it is updated', async () => {
    await check('--update');
    changed(({ models }) => {
      Object.assign(models['register/acks1'] ?? {}, { states: 1029, depth: 4 });
      delete models['register/acks2'];
      models['register/gone'] = { ...models['register/acks1'] };
    });
    const { code, out } = await check();
    expect(code).toBe(20);
    expect(out).toContain(`✗ 3 models differ from the baseline sizes.json:
MODEL                                      FIGURE                           OLD         NEW  CHANGE
register/acks1                             states                         1 029          27  -1 002
                                           depth                              4           7  +3
register/acks2                             states                             -          12  new model
register/gone                              states                         1 029           -  model is gone
`);
    const updated = await check('--update');
    expect(updated.code).toBe(0);
    expect(updated.out).toContain('The baseline now has the new figures.');
    expect(Object.keys(stored().models)).toEqual(['register/acks1', 'register/acks2']);
    expect((await check()).code).toBe(0);
  });

  test('is compared only with what is checked, and only that is updated', async () => {
    await check('--update');
    changed(({ models }) => {
      Object.assign(models['register/acks1'] ?? {}, { states: 1 });
      Object.assign(models['register/acks2'] ?? {}, { states: 2 });
    });
    const part = await check('register/acks2', '--update');
    expect(part.code).toBe(0);
    expect(part.out).not.toContain('register/acks1');
    expect(stored().models['register/acks1']?.['states']).toBe(1);
    expect(stored().models['register/acks2']?.['states']).toBe(12);
    expect((await check('register/acks2')).code).toBe(0);
    expect((await check()).code).toBe(20);
  });

  test('says nothing of a model that was not explored to the end', async () => {
    await check('--update');
    const before = workshop.read('sizes.json');
    const { code, out } = await check('--max-states', '10', '--update');
    expect(code).toBe(30);
    expect(out).toContain('not explored to the end: register/acks1, register/acks2');
    expect(workshop.read('sizes.json')).toBe(before);
  });
});

describe('a baseline file', () => {
  test('that is not there is asked for, 64', async () => {
    const { code, err } = await check();
    expect(code).toBe(64);
    expect(err).toContain('there is no baseline sizes.json yet: the same command with --update');
  });

  test('is not for single properties, 64', async () => {
    const { code, err } = await check('--update', '--property', 'Fresh');
    expect(code).toBe(64);
    expect(err).toContain('--property narrows');
    expect((await check('--property', 'Fresh')).err).toContain('--baseline compares whole models');
  });

  test.each([
    ['{ "formatVersion": 1,', 'line 1: it is not JSON (it ends too early). '],
    ['# Notes\n\n', 'line 1: it is not JSON (it begins with "# Notes"). Correct it, or'],
    ['{ "formatVersion": 2, "models": {} }', 'formatVersion: '],
    ['{ "formatVersion": 1, "models": { "m": { "states": -1 } } }', 'models.m.'],
  ])('that holds %s is refused, 65', async (text, where) => {
    workshop.write('sizes.json', text);
    const { code, err, out } = await check();
    expect(code).toBe(65);
    expect(said(err)).toContain('sizes.json is refused: ');
    expect(said(err)).toContain(where);
    expect(out).toBe('');
  });

  test("that can't be read is refused, 65; that can't be written answers 74", async () => {
    mkdirSync(join(workshop.folder, 'sizes.json'));
    const unread = await check();
    expect(unread.code).toBe(65);
    expect(said(unread.err)).toContain("it can't be read: it is a folder (EISDIR)");
    workshop.write('file', '');
    const unwritten = await workshop.run(['check', '--baseline', 'file/sizes.json', '--update']);
    expect(unwritten.code).toBe(74);
    expect(said(unwritten.err)).toContain("file/sizes.json can't be written: ");
    expect(unwritten.out).not.toContain('The baseline now');
  });
});
