import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../../checker/cli/main.ts', import.meta.url));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-compiled-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts the command with a folder for caches, and answers its exit code. */
function started(caches: string, more: NodeJS.ProcessEnv = {}): number | null {
  // Where coverage is collected Node sets the variable for its children too, unless they have one.
  const env = { ...process.env, NODE_V8_COVERAGE: '', XDG_CACHE_HOME: caches, ...more };
  return spawnSync(process.execPath, [main, '--help'], { env }).status;
}

it('keeps what it compiled in a folder of its own below that of the user', () => {
  expect(started(folder)).toBe(0);
  expect(readdirSync(folder)).toEqual(['quorate']);
  const [version = ''] = readdirSync(join(folder, 'quorate'));
  expect(readdirSync(join(folder, 'quorate', version)).length).toBeGreaterThan(50);
});

it('keeps nothing where that is switched off, or coverage is collected', () => {
  expect(started(folder, { NODE_DISABLE_COMPILE_CACHE: '1' })).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
  expect(started(folder, { NODE_V8_COVERAGE: join(folder, 'coverage') })).toBe(0);
  expect(readdirSync(folder)).toEqual(['coverage']);
});

it('works as well where nothing can be kept', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(started(join(folder, 'file'))).toBe(0);
});
