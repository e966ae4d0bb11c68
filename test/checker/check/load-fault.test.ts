import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BrokenModel } from '../../../checker/broken-model.ts';
import { loadFault } from '../../../checker/check/load-fault.ts';
import { importFile } from '../../../checker/check/model-file.ts';
import { openWorkshop } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

let workshop: Workshop;
beforeEach(() => {
  workshop = openWorkshop({});
});
afterEach(() => workshop.close());

function thrownAt(file: string, line: number, error: Error): Error {
  error.stack = `${error.name}: ${error.message}\n    at ${pathToFileURL(file).href}:${line}:1`;
  return error;
}

test('a mistake is told with its line, and with its file where that is another one', () => {
  const file = workshop.write('a.model.ts', '');
  const other = workshop.write('b.ts', '');
  const broken = new Error('oh no');
  expect(loadFault(file, thrownAt(file, 3, broken))).toBe(': line 3: oh no');
  expect(loadFault(file, thrownAt(other, 4, broken))).toBe(
    `, for a file that it imports: ${other}, line 4: oh no`,
  );
  expect(loadFault(file, 'oh no')).toBe(': oh no');
});

test('a mistake of syntax whose place Node keeps to itself is found again', () => {
  const other = workshop.write('b.js', 'export const a = 1;\nexport const b = (;\n');
  const file = workshop.write('a.model.mts', "import './b.js';\n");
  workshop.write('package.json', '{ "type": "module" }');
  expect(loadFault(file, new SyntaxError("Unexpected token ';'"))).toBe(
    `, for a file that it imports: ${other}, line 2: Unexpected token ';'`,
  );
  expect(loadFault(file, new SyntaxError('of another kind'))).toBe(': of another kind');
});

test('a mistake of syntax is told without its place where no other process can begin', () => {
  const file = workshop.write('a.model.mts', '(;\n');
  const { execPath } = process;
  process.execPath = workshop.folder;
  try {
    expect(loadFault(file, new SyntaxError("Unexpected token ';'"))).toBe(": Unexpected token ';'");
  } finally {
    process.execPath = execPath;
  }
});

test('a target that there is not is told with the names that stand in the file', () => {
  const file = workshop.write('a.model.ts', 'states: { dark: { on: { go: "litt" } }, lit: {} }');
  const error = new Error(
    "Invalid transition definition for state node 'lamp.dark':\nChild state 'litt' does not exist on 'lamp'",
  );
  expect(loadFault(file, thrownAt(file, 1, error))).toMatch(
    /^: line 1: a transition of the state 'lamp.dark' goes to 'litt', .* Did you mean lit\?/,
  );
});

test('a file that is imported without its ending is told with it, a package with how to install it', () => {
  const file = workshop.write('a.model.ts', '');
  workshop.write('lamps.ts', '');
  const path = file.replace('a.model.ts', 'lamps');
  const missing = `Cannot find module '${path}' imported from ${file}`;
  expect(loadFault(file, new Error(missing))).toBe(
    `: ${missing}. Did you mean lamps.ts? Imports name files with their endings`,
  );
  const absent = `Cannot find package 'quorat' imported from ${file}`;
  expect(loadFault(file, new Error(absent))).toBe(
    `: ${absent}. Did you mean quorate? Packages are installed with npm install`,
  );
  expect(loadFault(file, new Error("Cannot find package 'xstate' imported from /a"))).toMatch(
    /from \/a\. Packages are installed/,
  );
});

/** Writes a package into the workshop, and answers what is said of a file that imports it. */
async function faultWith(files: Readonly<Record<string, string>>): Promise<string> {
  workshop.write('package.json', '{ "type": "module" }');
  const manifest = '{ "name": "lamps", "type": "module", "exports": "./index.js" }';
  const written = { 'package.json': manifest, ...files };
  for (const [name, text] of Object.entries(written)) workshop.write(join(lamps, name), text);
  const file = workshop.write('a.model.mts', "import 'lamps';");
  try {
    await importFile(file);
  } catch (cause) {
    if (cause instanceof BrokenModel) return cause.message;
  }
  throw new Error('it can be loaded');
}

const lamps = join('node_modules', 'lamps');
const commonJs = '{ "name": "lamps", "main": "./index.js" }';

test.each<[string, Readonly<Record<string, string>>, string, string]>([
  [
    'has a mistake of syntax',
    { 'index.js': 'export const a = 1;\nexport const b = (;\n' },
    "index.js, line 2: Unexpected token ';'",
    "'lamps' is damaged, or not made for Node. Install it again",
  ],
  [
    'has one, and is no module',
    { 'package.json': commonJs, 'index.js': "require('./bulb.js');", 'bulb.js': '\n(;' },
    "bulb.js, line 2: Unexpected token ';'",
    "'lamps' is damaged, or not made for Node. Install it again",
  ],
  [
    'imports a name that there is not',
    { 'index.js': "import { gone } from './bulb.js';", 'bulb.js': '' },
    "line 1: The requested module './bulb.js' does not provide an export named 'gone'",
    "versions that don't fit each other. npm ls lamps tells which are installed",
  ],
  [
    'imports a package that is not installed',
    { 'index.js': "import 'bulbs-of-light';" },
    "Cannot find package 'bulbs-of-light' imported from ",
    "'lamps' was installed without 'bulbs-of-light', which it needs. Write: npm install bulbs-of-light",
  ],
  [
    'requires a package that is not installed',
    { 'package.json': commonJs, 'index.js': "require('bulbs-of-light');" },
    "index.js, line 1: Cannot find module 'bulbs-of-light' required by ",
    "'lamps' was installed without 'bulbs-of-light', which it needs. Write: npm install bulbs-of-light",
  ],
  [
    'requires a file of a package that is not installed',
    { 'package.json': commonJs, 'index.js': "require('@lit/bulbs/red.js');" },
    "Cannot find module '@lit/bulbs/red.js' required by ",
    "'lamps' was installed without '@lit/bulbs', which it needs. Write: npm install @lit/bulbs",
  ],
  [
    'requires a file that it lacks',
    { 'package.json': commonJs, 'index.js': "require('./bulb.js');" },
    "Cannot find module './bulb.js' required by ",
    "'lamps' was not installed or built as a whole. Install it again",
  ],
  [
    'lacks a file',
    { 'index.js': "import './bulb.js';" },
    "Cannot find module '",
    "'lamps' was not installed or built as a whole. Install it again",
  ],
  [
    'lacks its main file',
    { 'package.json': commonJs },
    "Cannot find package '",
    "'lamps' was not installed or built as a whole. Install it again",
  ],
  [
    'is TypeScript',
    { 'package.json': commonJs.replace('.js', '.ts'), 'index.ts': 'export const a: number = 1;' },
    'Stripping types is currently unsupported for files under node_modules',
    "'lamps' is TypeScript, which Node runs only outside of node_modules",
  ],
  [
    'is made for browsers',
    { 'index.js': '\nexport const a = window.lamps;' },
    'index.js, line 2: window is not defined',
    "'lamps' is made for browsers, or for another kind of module. Don't import it",
  ],
])(
  'an installed package that %s is told with that, where, and why',
  async (_, files, what, why) => {
    const message = await faultWith(files);
    expect(message).toContain(what);
    expect(message).toContain(`. Likely cause: ${why}`);
    expect(message).toContain(lamps);
    expect(message).not.toMatch(/node:internal|Require stack/);
  },
);

test('JSON is told with how it is imported, and a mistake in it by its own file', async () => {
  const plain = { 'index.js': "import './a.json';", 'a.json': '{' };
  expect(await faultWith(plain)).toContain("Write: import … from '…' with { type: 'json' }");
  const broken = { ...plain, 'index.js': "import './a.json' with { type: 'json' };" };
  expect(await faultWith(broken)).toMatch(/can't be loaded: \S+a\.json: Expected property name/);
});
