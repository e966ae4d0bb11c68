/** A thread that helps to explore ends in the midst of it, in the program itself. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkshop } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

const main = fileURLToPath(new URL('../../../checker/cli/main.ts', import.meta.url));
const examples = new URL('../../../checker/examples/', import.meta.url).href;

/**
 * Loaded first in every thread: in one that helps the kernel throws in the midst of a turn, once there is
 * a checkpoint.
 */
const deadly = `import { existsSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
const { Instance } = WebAssembly;
WebAssembly.Instance = class {
  constructor(module, imports) {
    const { exports } = new Instance(module, imports);
    const help = () => {
      while (!existsSync('ck/two-phase-commit/rms7/manifest.json'));
      exports.joinTurn(0);
      throw new WebAssembly.RuntimeError('unreachable');
    };
    this.exports = workerData?.compiled === module ? { help } : exports;
  }
};`;

let workshop: Workshop;
beforeAll(() => {
  workshop = openWorkshop({
    'c.model.ts': `import { twoPhaseCommit } from '${examples}two-phase-commit.model.ts';
export const models = [twoPhaseCommit({ rms: 7 })];`,
  });
  workshop.write('deadly.mjs', deadly);
});
afterAll(() => workshop.close());

async function check(
  node: readonly string[],
  argv: readonly string[],
): Promise<{ readonly code: unknown; readonly err: string }> {
  const child = spawn(process.execPath, [...node, main, 'check', 'c.model.ts', ...argv], {
    cwd: workshop.folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const [code]: unknown[] = await once(child, 'close');
  return { code, err };
}

/** What the check of the one model found. */
function told(file: string): object {
  const { models }: { readonly models: readonly [object] } = JSON.parse(
    workshop.read(file),
    timeless,
  );
  return models[0];
}

const timeless = (name: string, value: unknown): unknown =>
  ['seconds', 'bytesPerState'].includes(name) ? null : value;

test('a search ends with 70 where one of its threads does, and goes on from its checkpoint', async () => {
  const lost = await check(
    ['--import', './deadly.mjs'],
    ['--workers', '2', '--checkpoint', 'ck', '--checkpoint-seconds', '0', '--json', 'all.json'],
  );
  expect(lost.code).toBe(70);
  expect(lost.err).toMatch(/^quorate: internal error\. .*\n {2}RuntimeError: unreachable\n/su);
  expect(lost.err).toMatch(/\nTo go on from the last checkpoints:\n(?<command>.*)\n$/u);
  expect(lost.err.split('\n').at(-2)).toBe(
    '  npx quorate check --resume ck c.model.ts --workers 2 --checkpoint-seconds 0 --json all.json',
  );
  const resumed = await check(
    [],
    ['--resume', 'ck', '--workers', '2', '--checkpoint-seconds', '0', '--json', 'all.json'],
  );
  expect(resumed.code).toBe(0);
  expect(resumed.err).toMatch(/^two-phase-commit\/rms7: goes on at depth \d+, with/);
  const whole = await check([], ['--workers', '1', '--json', 'whole.json']);
  expect(whole.code).toBe(0);
  expect(told('all.json')).toEqual({ ...told('whole.json'), workers: 2 });
});
