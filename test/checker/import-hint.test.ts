import { expect, test } from 'vitest';
import * as xstate from 'xstate';
import { importHint, thrownWords } from '../../checker/import-hint.ts';
import * as quorate from '../../checker/index.ts';
import { publicValues, xstateValues } from '../../checker/public-names.ts';

test('the names that hints know are those that the package exports, and some of XState', () => {
  expect(publicValues).toEqual(Object.keys(quorate).toSorted());
  expect(Object.keys(xstate)).toEqual(expect.arrayContaining([...xstateValues]));
});

test.each([
  [
    'a name of this package',
    'always',
    "it isn't imported. Write: import { always } from 'quorate'",
  ],
  ['a name of XState', 'assign', "it isn't imported. Write: import { assign } from 'xstate'"],
  [
    'a misspelt one',
    'leadsto',
    "leadsTo is meant, which is to be imported. Write: import { leadsTo } from 'quorate'",
  ],
])('%s that is not defined is told with its import', (_, name, told) => {
  expect(importHint(new ReferenceError(`${name} is not defined`))).toBe(`. Likely cause: ${told}`);
});

const unexported = (module: string, name: string): string =>
  importHint(
    new SyntaxError(`The requested module '${module}' does not provide an export named '${name}'`),
  );

test('a type that is imported as a value is told with the word that is missing', () => {
  expect(unexported('quorate', 'View')).toBe(
    ". Likely cause: if it is a type, write: import type { View } from 'quorate'",
  );
  expect(unexported('./shop.ts', 'Order')).toBe(
    ". Likely cause: if it is a type, write: import type { Order } from './shop.ts'",
  );
});

test('an import from the other of the two packages is told with the right one', () => {
  expect(unexported('xstate', 'always')).toBe(
    ". Likely cause: always is meant. Write: import { always } from 'quorate'",
  );
  expect(unexported('quorate', 'setup')).toBe(
    ". Likely cause: setup is meant. Write: import { setup } from 'xstate'",
  );
});

test('a misspelt import of this package is told with the nearest name, a capital one as a type too', () => {
  const write = "Write: import { always } from 'quorate'";
  expect(unexported('quorate', 'alway')).toBe(`. Likely cause: always is meant. ${write}`);
  expect(unexported('quorate', 'Always')).toBe(
    `. Likely cause: if it is a type, write: import type { Always } from 'quorate'; or else always is meant. ${write}`,
  );
});

test.each([
  ['a name that is like no other', new ReferenceError('frobnicate is not defined')],
  [
    'a name of another module',
    new SyntaxError(`The requested module './a.ts' does not provide an export named 'alway'`),
  ],
  [
    'a name that is used too early',
    new ReferenceError("Cannot access 'model' before initialization"),
  ],
  ['another error', new TypeError('always is not a function')],
  ['no error', 'always is not defined'],
])('there is no such hint for %s', (_, thrown) => {
  expect(importHint(thrown)).toBe('');
});

test('the hint is found behind what another error says of it', () => {
  const cause = new ReferenceError('never is not defined');
  const outer = new Error("the guard 'g' threw: never is not defined", { cause });
  expect(thrownWords(outer)).toBe(
    "the guard 'g' threw: never is not defined. Likely cause: it isn't imported. Write: import { never } from 'quorate'",
  );
});
