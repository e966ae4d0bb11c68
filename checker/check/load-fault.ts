/** Why a file couldn't be loaded: where the mistake is, be it in a file that it imports, and what to do. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { thrownWords } from '../import-hint.ts';
import { unmadeChart } from '../machine/unmade-chart.ts';
import { suggestion } from '../nearest-names.ts';
import { originOf, packagedOrigin } from '../project-frames.ts';
import type { CodePlace } from '../project-frames.ts';
import { reasonOf } from '../thrown.ts';
import { packageHint, packageOf } from './package-fault.ts';

/** What importing a file threw, in words: the rest of a sentence that says that it can't be loaded. */
export function loadFault(file: string, thrown: unknown): string {
  if (!(thrown instanceof Error)) return `: ${thrownWords(thrown)}`;
  const origin =
    originOf(thrown) ??
    (thrown instanceof SyntaxError ? syntaxPlace(file, thrown) : null) ??
    packagedOrigin(thrown);
  const words = `${chartWords(thrown, origin) ?? requiredWords(thrownWords(thrown))}${hintOf(thrown, origin)}`;
  if (origin === null) return `: ${words}`;
  if (origin.file === file) return `: line ${origin.line}: ${words}`;
  return `, for a file that it imports: ${origin.file}, line ${origin.line}: ${words}`;
}

/** What XState says of a chart that it can't make, in words that name what there is. */
function chartWords(thrown: Error, origin: CodePlace | null): string | null {
  const source =
    origin !== null && existsSync(origin.file) ? readFileSync(origin.file, 'utf8') : '';
  return unmadeChart(reasonOf(thrown), source);
}

/** How long another process may take to find a mistake again, in milliseconds. */
const patience = 10_000;

/** Node tells where a mistake of syntax is only to whoever doesn't catch it: in another process. */
function syntaxPlace(file: string, { message }: Error): CodePlace | null {
  const program = `await import(${JSON.stringify(pathToFileURL(file).href)})`;
  const argv = ['--input-type=module', '--eval', program];
  const { error, stderr } = spawnSync(process.execPath, argv, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: patience,
  });
  // Of a process that couldn't begin there is no text, whatever the types say.
  if (error !== undefined || !stderr.includes(message)) return null;
  const again = new SyntaxError(message);
  again.stack = stderr;
  return originOf(again);
}

/** Node tells of a file that isn't there which ones required each other, a line each: the first is enough. */
function requiredWords(words: string): string {
  return words.replace(/\nRequire stack:\n- (.+)(?:\n- .+)*/, ' required by $1');
}

/** The likely cause and what to do, for the end of a message; empty where neither is known. */
function hintOf(thrown: Error, origin: CodePlace | null): string {
  const message = requiredWords(reasonOf(thrown));
  if (message.endsWith(' needs an import attribute of "type: json"')) {
    return ". Write: import … from '…' with { type: 'json' }";
  }
  const [, importer] =
    /(?: imported from | required by |, for "(?:file:)?)([^"]+)/.exec(message) ?? [];
  const name = packageOf(importer ?? origin?.file ?? '');
  if (name !== null) return packageHint(name, thrown);
  const [, missing] = /^Cannot find (?:module|package) '(.+)' imported from /.exec(message) ?? [];
  if (missing === undefined) return '';
  if (!isAbsolute(missing)) return uninstalledHint(missing);
  const incomplete = packageOf(missing);
  return nearFileHint(missing) || (incomplete === null ? '' : packageHint(incomplete, thrown));
}

function nearFileHint(path: string): string {
  const folder = dirname(path);
  const near = existsSync(folder) ? suggestion(basename(path), readdirSync(folder)) : '';
  return near === '' ? '' : `.${near} Imports name files with their endings`;
}

function uninstalledHint(name: string): string {
  const known = ['quorate', 'xstate'];
  const near = known.includes(name) ? '' : suggestion(name, known);
  return `.${near} Packages are installed with npm install`;
}
