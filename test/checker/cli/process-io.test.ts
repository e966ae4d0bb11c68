import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { outputTo } from '../../../checker/cli/process-io.ts';

/** The columns of what is printed to a stream that says so of itself. */
function columnsOf(says: { readonly isTTY: boolean; readonly columns?: number }): unknown {
  // What is asked of a stream besides is what all of them have.
  return outputTo(Object.assign(new PassThrough(), says) as unknown as NodeJS.WriteStream).columns;
}

test.each([
  ['is as wide as it says', { isTTY: true, columns: 120 }, 120],
  ['that says it has no columns is taken to have 80', { isTTY: true, columns: 0 }, 80],
  ['that does not say how wide it is, too', { isTTY: true }, 80],
])('a terminal %s', (_, says, columns) => {
  expect(columnsOf(says)).toBe(columns);
});

test('what is no terminal has no columns', () => {
  expect(columnsOf({ isTTY: false })).toBe(undefined);
});
