import { spawn, spawnSync } from 'node:child_process';
import type { SpawnSyncReturns } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Explorer } from '../../../checker/check/explorer.types.ts';
import { lockOn } from '../../../checker/engine/checkpoint/lock.ts';
import { inProcess } from '../fixtures/in-process.ts';
import { openWorkshop, said } from '../fixtures/workshop.ts';
import type { Ran, Workshop } from '../fixtures/workshop.ts';

const launcher = fileURLToPath(new URL('../../../bin/quorate.mjs', import.meta.url));
const checker = new URL('../../../checker/index.ts', import.meta.url).href;
const register = new URL('../fixtures/register.model.ts', import.meta.url).href;
const examples = new URL('../../../checker/examples/', import.meta.url).href;

let workshop: Workshop;
beforeEach(() => {
  workshop = openWorkshop({
    'quorate.config.ts': "export default quorate.defineConfig({ models: ['*.model.ts'] });",
    'm.model.ts': 'export const models = [register({ acks: 1 }), register()];',
    'commit/c.model.ts': `import { twoPhaseCommit } from '${examples}two-phase-commit.model.ts';
export const models = [twoPhaseCommit({ rms: 4 })];`,
  });
});
afterEach(() => workshop.close());

const check = (...more: readonly string[]): Promise<Ran> => workshop.run(['check', ...more]);

const timeless = (name: string, value: unknown): unknown =>
  ['seconds', 'bytesPerState'].includes(name) ? null : value;

/** The figures and verdicts of a check, from its JSON. */
function told(file: string): unknown {
  return JSON.parse(workshop.read(file), timeless);
}

/** How many transitions the models of a check have together. */
function transitionsIn(file: string): number {
  const { models }: { readonly models: readonly { readonly transitions: number }[] } = JSON.parse(
    workshop.read(file),
  );
  return models.reduce((sum, { transitions }) => sum + transitions, 0);
}

describe('--checkpoint and --resume', () => {
  test('give each model a folder, and go on from there', async () => {
    const first = await check('--checkpoint', 'ck', '--max-depth', '3', '--json', 'first.json');
    expect([first.code, first.err]).toEqual([30, '']);
    expect(readdirSync(join(workshop.folder, 'ck/register'))).toEqual(['acks1', 'acks2']);
    const second = await check('--resume', 'ck', '--json', 'resumed.json');
    expect(second.code).toBe(0);
    const { models } = JSON.parse(workshop.read('first.json'));
    for (const { model, states } of models) {
      expect(second.err).toContain(`${model}: goes on at depth 3, with ${states} states\n`);
    }
    expect(models).toHaveLength(2);
    await check('--json', 'whole.json');
    expect(told('resumed.json')).toEqual(told('whole.json'));
    // The work of the session before took none of the time of this one.
    const now = transitionsIn('resumed.json') - transitionsIn('first.json');
    expect(now).toBeGreaterThan(0);
    expect(second.out).toContain(` transitions, ${now} of them in 0.`);
    expect(first.out).toMatch(/ \d+ transitions in \d/);
  });

  test('begin at the start where a model has no checkpoint yet', async () => {
    await check('register/acks2', '--checkpoint', 'ck');
    const { code, err } = await check('--resume', 'ck');
    expect(code).toBe(0);
    expect(err).toMatch(/^register\/acks1: there is no checkpoint in ck; from the start$/m);
    expect(readdirSync(join(workshop.folder, 'ck/register'))).toEqual(['acks1', 'acks2']);
  });

  test('refuse one of a model whose properties call what is another function now', () => {
    workshop.write('rules.ts', 'export const low = (): boolean => false;');
    workshop.write(
      'm.model.ts',
      `import * as quorate from '${checker}';
import { register } from '${register}';
import { low } from './rules.ts';
export const models = [{ ...register(), properties: { Low: quorate.always(() => low()) } }];`,
    );
    // Not here, where what is imported stays as it was.
    const elsewhere = (...argv: readonly string[]): SpawnSyncReturns<string> =>
      spawnSync(process.execPath, [launcher, 'check', ...argv], {
        cwd: workshop.folder,
        encoding: 'utf8',
      });
    const first = elsewhere('--checkpoint', 'ck', '--max-depth', '3', '--keep-going');
    expect(first.status).toBe(12);
    workshop.write('rules.ts', 'export const low = (): boolean => true;');
    const second = elsewhere('--resume', 'ck');
    expect(said(second.stderr)).toContain(
      'manifest.json is refused: the file rules.ts, in which the model is written, was changed since: explore it from the start',
    );
    expect(second.status).toBe(65);
  }, 60_000);

  test('refuse what is damaged or of another model with 65, naming the file', async () => {
    await check('register/acks2', '--checkpoint', 'ck');
    const folder = join(workshop.folder, 'ck/register/acks2');
    const part = join(folder, 'part-000001.rows');
    const sound = readFileSync(part);
    writeFileSync(part, sound.subarray(1));
    const damaged = await check('register/acks2', '--resume', 'ck');
    expect(damaged.code).toBe(65);
    expect(damaged.out).toBe('');
    expect(said(damaged.err)).toMatch(/^quorate: the checkpoint .* is refused: it has /);
    expect(damaged.err).toContain(part);
    expect(said(damaged.err)).toContain('Likely cause: something else wrote there, the disk');
    expect(said(damaged.err)).toContain(
      `remove ${folder}, and the same command explores that model from the start. `,
    );
    writeFileSync(part, sound);
    const reduced = await check('register/acks2', '--resume', 'ck', '--property', 'Deadlock');
    expect(reduced.code).toBe(65);
    expect(said(reduced.err)).toMatch(
      /^quorate: .* is refused: its properties are .*: give the same --p/,
    );
    expect(reduced.err).not.toContain('Likely cause');
    rmSync(folder, { recursive: true });
    expect((await check('register/acks2', '--resume', 'ck')).code).toBe(0);
  });

  test('say how to go on where time ran out, and beyond a limit of the search', async () => {
    const late = await check('register/acks2', '--checkpoint', 'ck', '--max-seconds', '1e-9');
    expect(late.code).toBe(30);
    expect(late.out).toContain('npx quorate check --resume ck register/acks2 --max-seconds 1e-9\n');
    const limits = ['--max-states', '6', '--max-seconds', '60'];
    const limited = await check('register/acks2', '--resume', 'ck', ...limits);
    expect(limited.code).toBe(30);
    expect(
      limited.out,
    ).toContain(`To go on from the last checkpoints, without --max-states (or give more):
  npx quorate check --resume ck register/acks2 --max-seconds 60\n`);
    const whole = await check('--resume', 'ck', 'register/acks2', '--max-seconds', '60');
    expect(whole.code).toBe(0);
    expect(whole.out).not.toContain('To go on');
  });

  test('say once how to go on where one check failed and another came to a limit', async () => {
    const inner = inProcess();
    const explorer: Explorer = {
      ...inner,
      explore: (subject, ...rest) =>
        subject.listed === 'register/acks1'
          ? Promise.reject(new TypeError('bug'))
          : inner.explore(subject, ...rest),
    };
    const argv = ['check', '--max-states', '6', '--checkpoint', 'ck'];
    const { code, out, err } = await workshop.run(argv, { explorer });
    expect(code).toBe(70);
    expect(`${out}${err}`.match(/^To go on from the last checkpoints.*$/gm)).toEqual([
      'To go on from the last checkpoints, without --max-states (or give more):',
    ]);
    const whole = await workshop.run(['check', '--resume', 'ck'], { explorer });
    expect(`${whole.out}${whole.err}`.match(/^To go on from .*$/gm)).toEqual([
      'To go on from the last checkpoints:',
    ]);
  });

  test('say nothing of going on where no checkpoints are kept', async () => {
    const { code, out } = await check('register/acks2', '--max-states', '6');
    expect(code).toBe(30);
    expect(out).not.toContain('To go on');
  });

  test('say so where loading takes all the time that there is', async () => {
    const argv = ['register/acks2', '--max-seconds'];
    await check('register/acks2', '--checkpoint', 'ck', '--max-depth', '3');
    const { code, out } = await check('--resume', 'ck', ...argv, '1e-9');
    expect(code).toBe(30);
    expect(said(out)).toMatch(
      /stopped early: max-seconds, before anything new was explored: loading the checkpoint took \S+ s, so give more than that/,
    );
    expect(out).toContain('npx quorate check --resume ck register/acks2 --max-seconds 1e-9\n');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    const fresh = await check(...argv, '1e-9');
    expect(fresh.out).toContain('stopped early: max-seconds\n');
    const limited = await check('--resume', 'ck', 'register/acks2', '--max-depth', '3');
    expect(limited.out).toContain('stopped early: max-depth\n');
  });

  test('refuse a folder that another process keeps checkpoints in with 65', async () => {
    const lock = lockOn(join(workshop.folder, 'ck/register/acks2'));
    for (const option of ['--checkpoint', '--resume']) {
      const { code, err } = await check('register/acks2', option, 'ck');
      expect(code).toBe(65);
      expect(said(err)).toMatch(
        /the checkpoint .*register\/acks2 is refused: another search keeps its checkpoints there, in process \d+\./,
      );
    }
    lock.release();
    expect((await check('register/acks2', '--checkpoint', 'ck')).code).toBe(0);
  });

  test('refuse with 64 what makes no sense', async () => {
    await check('register/acks2', '--checkpoint', 'ck');
    const again = await check('--checkpoint', 'ck');
    expect(again.code).toBe(64);
    expect(said(again.err)).toContain(
      'there is a checkpoint of register/acks2 in ck already: go on from it with --resume ck',
    );
    const missing = await check('--resume', 'nowhere');
    expect(missing.code).toBe(64);
    expect(missing.err).toContain('there is no folder nowhere to resume from');
    const file = await check('--resume', 'm.model.ts');
    expect([file.code, file.err]).toEqual([
      64,
      'quorate: m.model.ts is a file, and no folder to resume from\n',
    ]);
    const reduced = await check(
      'commit/c.model.ts',
      '--property',
      'Deadlock',
      '--checkpoint',
      'x',
      '--reduce',
      'partial-order',
    );
    expect(reduced.code).toBe(64);
    expect(said(reduced.err)).toContain('--reduce partial-order searches in another order');
    expect((await check('--checkpoint', 'x', '--checkpoint-seconds', 'soon')).code).toBe(64);
    const idle = await check('--checkpoint-seconds', '3');
    expect(idle.code).toBe(64);
    expect(idle.err).toContain('of use only with --checkpoint or --resume');
  });

  test('answer 74 where nothing can be written', async () => {
    workshop.write('file', '');
    const { code, err } = await check('--checkpoint', 'file/below');
    expect(code).toBe(74);
    expect(said(err)).toMatch(
      /the checkpoint in \S*file\/below can't be written: \S*file is a file/,
    );
    for (const [folder, file] of [
      ['file', 'file'],
      ['ck', 'ck/register/acks2'],
    ] as const) {
      workshop.write(file, '');
      const taken = await check('register/acks2', '--checkpoint', folder);
      expect([taken.code, taken.out]).toEqual([74, '']);
      expect(said(taken.err)).toMatch(/^quorate: the checkpoint in .* can't be written:/);
      expect(said(taken.err)).toContain(`${join(workshop.folder, file)} is a file, and no folder`);
      expect(said(taken.err)).toContain('Nothing was explored');
      expect(taken.err).not.toContain('--resume');
    }
  });

  test('say how to go on where nothing can be written any more, once there is a checkpoint', async () => {
    await check('register/acks2', '--checkpoint', 'ck', '--max-depth', '3');
    const folder = join(workshop.folder, 'ck/register/acks2');
    rmSync(join(folder, 'lock'));
    mkdirSync(join(folder, 'lock'));
    const { code, err } = await check('register/acks2', '--resume', 'ck');
    expect(code).toBe(74);
    expect(said(err)).toContain("acks2 can't be written: ");
    expect(err).toMatch(/\n {2}npx quorate check --resume ck reg/);
  });
});

/** Runs the program itself; answers the signal or exit code that it ended with, and its errors. */
async function quorate(
  argv: readonly string[],
  onStart: (kill: () => void) => () => void = () => () => undefined,
): Promise<readonly [unknown, string]> {
  const child = spawn(process.execPath, [launcher, 'check', 'commit/c.model.ts', ...argv], {
    cwd: workshop.folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const onEnd = onStart(() => child.kill('SIGKILL'));
  const [code, signal]: unknown[] = await once(child, 'close');
  onEnd();
  return [signal ?? code, err];
}

test('a process that is killed again and again comes to the same in the end', async () => {
  const folder = join(workshop.folder, 'ck/two-phase-commit/rms4');
  mkdirSync(folder, { recursive: true });
  const resume = ['--resume', 'ck', '--checkpoint-seconds', '0'];
  const endings: unknown[] = [];
  // Files are made, written and renamed there: the process dies in the midst of that.
  for (const changes of [1, 4, 9, 14, 21, 30]) {
    const [ending] = await quorate(resume, (kill) => {
      let left = changes;
      const watcher = watch(folder, () => {
        if (--left === 0) kill();
      });
      return () => watcher.close();
    });
    endings.push(ending);
  }
  expect(endings).toContain('SIGKILL');
  const [code, err] = await quorate([...resume, '--json', 'resumed.json']);
  expect(err).toMatch(/goes on at depth \d+, with/);
  expect(code).toBe(0);
  await quorate(['--json', 'whole.json']);
  expect(told('resumed.json')).toEqual(told('whole.json'));
}, 120_000);
