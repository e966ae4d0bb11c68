import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadFault } from '../../../checker/check/load-fault.ts';
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
