import { expect, test } from 'vitest';
import { originOf, packagedOrigin, tellingLines } from '../../checker/project-frames.ts';

const own = new URL('../../checker/', import.meta.url).href;
const project = '    at lamp (file:///p/a.model.ts:5:4)';
const packaged = '    at make (/p/node_modules/xstate/dist/x.cjs.js:1847:15)';
const nodes = '    at async node:internal/modules/esm/loader:650:26';
const ours = `    at async importFile (${own}check/model-file.ts:57:12)`;

function thrown(...lines: readonly string[]): Error {
  const error = new Error('oh no');
  error.stack = lines.join('\n');
  return error;
}

test.each<[string, readonly string[], readonly string[]]>([
  [
    'of the project where there are any',
    ['Error: oh no', packaged, project, nodes, ours],
    ['Error: oh no', project],
  ],
  [
    'none where the mistake is shown',
    ['/p/b.ts:5', '  b: 2,', 'SyntaxError: oh no', nodes, ours],
    ['/p/b.ts:5', '  b: 2,', 'SyntaxError: oh no'],
  ],
  [
    'of packages where the project has none',
    ['Error: oh no', packaged, nodes, ours, packaged],
    ['Error: oh no', packaged],
  ],
  ['none of Node alone', ['Error: oh no', nodes, ours], ['Error: oh no']],
  [
    'all where it arose in this program',
    ['Error: oh no', ours, packaged, nodes],
    ['Error: oh no', ours, packaged, nodes],
  ],
])('of the frames of a stack are told those %s', (_, stack, told) => {
  expect(tellingLines(stack)).toEqual(told);
});

test('an error arose at the first line of the project that its stack names', () => {
  const told = thrown('Error: oh no', packaged, ours, project, '    at file:///p/b.ts:1:1');
  expect(originOf(told)).toEqual({ file: '/p/a.model.ts', line: 5 });
  expect(originOf(thrown('file:///p/b.ts:7', '  b', 'SyntaxError'))).toEqual({
    file: '/p/b.ts',
    line: 7,
  });
  expect(originOf(thrown('Error: oh no', packaged, nodes, ours))).toBe(null);
});

test('an error of a package arose at its first line above those of this program', () => {
  const place = { file: '/p/node_modules/xstate/dist/x.cjs.js', line: 1847 };
  expect(packagedOrigin(thrown('Error: oh no', nodes, packaged, ours))).toEqual(place);
  expect(packagedOrigin(thrown('Error: oh no', nodes, ours, packaged))).toBe(null);
  expect(packagedOrigin(thrown('Error: oh no', packaged))).toBe(null);
  const module = '    at file:///p/node_modules/lamps/index.js:3:1';
  expect(packagedOrigin(thrown('Error', module, ours))?.line).toBe(3);
});

test('text that has no file is no place', () => {
  expect(originOf(thrown('<anonymous_script>:2', '{', 'SyntaxError: oh no'))).toBe(null);
});

test('the examples that come with the program are code of a project', () => {
  const told = thrown('Error', `    at ${own}examples/shop.model.ts:3:1`);
  expect(originOf(told)?.file).toMatch(/checker\/examples\/shop\.model\.ts$/);
});
