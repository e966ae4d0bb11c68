import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../../..');

it('is what its source compiles to, byte by byte', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-kernel-'));
  const out = join(folder, 'kernel.wasm');
  const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
  const source = 'checker/engine/kernel/assembly';
  const args = [compiler, `${source}/kernel.ts`, '--config', `${source}/asconfig.json`, '-o', out];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const committed = readFileSync(join(root, 'checker/engine/kernel/kernel.wasm'));
  expect(readFileSync(out).equals(committed)).toBe(true);
  rmSync(folder, { recursive: true });
}, 60_000);
