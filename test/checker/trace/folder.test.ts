import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../../checker/trace/folder.ts';

test('a folder is made with all above it, and made again without complaint', () => {
  const root = mkdtempSync(join(tmpdir(), 'quorate-folder-'));
  const deep = join(root, 'a', 'b', 'c');
  makeFolder(deep);
  makeFolder(deep);
  expect(existsSync(deep)).toBe(true);
});

test('a folder that cannot be made is an error, at once', () => {
  const root = mkdtempSync(join(tmpdir(), 'quorate-folder-'));
  writeFileSync(join(root, 'file'), '');
  expect(() => makeFolder(join(root, 'file', 'below', 'further'))).toThrow('ENOTDIR');
});
