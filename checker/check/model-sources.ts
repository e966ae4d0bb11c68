/**
 * The texts that a model is written in: its file and what that imports, but for packages. A checkpoint keeps
 * them by their digests, since what a property's predicate calls is seen nowhere else.
 */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Digests of files, by their paths seen from the model's folder. */
export type Sources = Readonly<Record<string, string>>;

/** What is imported by a path, in whatever way; what only looks like it does no harm. */
const imported =
  /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(["'])((?:\.{0,2}\/|file:)[^"'\n]*)\1/g;
/** How a path may go on that `require` is given. */
const endings = ['', '.js', '.cjs', '.json', '.ts', '/index.js'];
const ownFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const known = new Map<string, Sources>();

/**
 * The sources of a model file, as they were when this thread asked first: later on it still runs what it
 * imported then. Linear in the length of their texts.
 */
export function sourcesOf(file: string): Sources {
  const before = known.get(file);
  if (before !== undefined) return before;
  const texts = textsFrom(file);
  const sources = Object.fromEntries(
    [...texts].map(([path, text]) => [
      relative(dirname(file), path).replaceAll(sep, '/'),
      createHash('sha256').update(text).digest('hex'),
    ]),
  );
  known.set(file, sources);
  return sources;
}

function textsFrom(file: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const open = [file];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (texts.has(path) || isOwnDoor(path)) continue;
    const text = textOf(path);
    if (text === null) continue;
    texts.set(path, text);
    for (const [, , specifier = ''] of text.matchAll(imported))
      open.push(...paths(specifier, path));
  }
  return texts;
}

/** What authors import of the checker itself: none of it is the model's. */
function isOwnDoor(path: string): boolean {
  return dirname(path) === ownFolder && basename(path).startsWith('index.');
}

function paths(specifier: string, from: string): readonly string[] {
  const url = URL.parse(specifier, pathToFileURL(from).href);
  if (url === null || url.protocol !== 'file:') return [];
  const path = fileURLToPath(new URL(url.pathname, 'file:'));
  return endings.map((ending) => `${path}${ending}`);
}

/** The text of a file; null where there is none. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
