import { expect, test } from 'vitest';
import { excerpted } from '../../../checker/report/source-excerpt.ts';

const room = 20;

/** A line of digits with an `x` at a column, and the mark below it. */
function marked(length: number, column: number, width = 1): readonly [string, string] {
  const digits = Array.from({ length }, (_, index) => index % 10).join('');
  const code = digits.slice(0, column) + 'x'.repeat(width) + digits.slice(column + width);
  return [code, ' '.repeat(column) + '^'.repeat(width)];
}

test('lines that fit stay as they are, and so do long ones without a mark', () => {
  const lines = ['/p/a.ts:1', ...marked(20, 19), 'SyntaxError: oh no', 'y'.repeat(90)];
  expect(excerpted(lines, room)).toEqual(lines);
});

test.each([
  [90, 0],
  [90, 19],
  [90, 45],
  [90, 89],
  [21, 20],
  [400, 200],
])('of a line of %i characters what is marked at %i stays above the mark', (length, column) => {
  const lines = ['/p/a.ts:1', ...marked(length, column), 'SyntaxError: oh no'];
  const [head, code = '', mark = '', error] = excerpted(lines, room);
  expect([head, error]).toEqual([lines[0], lines[3]]);
  expect(code.length).toBeLessThanOrEqual(room);
  expect(mark).toMatch(/^ *\^$/);
  expect(code[mark.indexOf('^')]).toBe('x');
  expect(code.startsWith('…')).toBe(column > 14);
  expect(code.endsWith('…')).toBe(column - 13 + room < length);
});

test('a mark behind the end of the line is shown too, and one wider than the page is cut', () => {
  const [code = '', mark = ''] = excerpted(['z'.repeat(30), `${' '.repeat(30)}^`], room);
  expect(mark.trimStart()).toBe('^');
  expect(mark.indexOf('^')).toBe(code.length);
  const wide = excerpted(marked(60, 10, 40), room);
  expect(wide.every((line) => line.length <= room)).toBe(true);
  expect(wide[1]).toMatch(/\^$/);
});
