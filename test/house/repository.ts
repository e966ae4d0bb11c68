/** The repository as the house rules see it: every file that git would keep, as path and text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A file of the repository; `path` is relative to its root, with forward slashes. */
export type SourceFile = { readonly path: string; readonly text: string };

/** The folder that holds package.json, absolute. */
export const root = resolve(import.meta.dirname, '../..');

/** Reads a `.gitignore` of the two forms we use, `folder/` and `*.ending`; others are refused. */
export function ignoredBy(gitignore: string): (name: string, isFolder: boolean) => boolean {
  const lines = gitignore.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const odd = lines.find((line) => !/^(\*\.[\w.]+|[\w.-]+\/)$/.test(line));
  if (odd !== undefined) {
    throw new Error(`.gitignore: "${odd}" is neither folder/ nor *.ending; teach it to ignoredBy.`);
  }
  return (name, isFolder) =>
    lines.some((line) => (line.startsWith('*') ? name.endsWith(line.slice(1)) : false)) ||
    (isFolder && lines.includes(`${name}/`));
}

/** All files below the root but git's own and the ignored ones, sorted by path. */
export function readRepository(): readonly SourceFile[] {
  const ignored = ignoredBy(readFileSync(join(root, '.gitignore'), 'utf8'));
  const below = (folder: string): readonly SourceFile[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (path === '.git' || ignored(entry.name, entry.isDirectory())) return [];
      if (entry.isDirectory()) return below(path);
      return [{ path, text: readFileSync(join(root, path), 'utf8') }];
    });
  return below('').toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
