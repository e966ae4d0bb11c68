import { afterEach, beforeEach, expect, test } from 'vitest';
import { commonJsHint } from '../../../checker/check/commonjs.ts';
import { openWorkshop } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

let workshop: Workshop;
beforeEach(() => {
  workshop = openWorkshop();
});
afterEach(() => workshop.close());

const cause = new SyntaxError('Cannot use import statement outside a module');

test('a module in a package of CommonJS is told what its manifest should say', () => {
  const manifest = workshop.write('package.json', '{ "type": "commonjs" }');
  const file = workshop.write('models/a.model.ts', '');
  const said = `. Likely cause: ${manifest} says "type": "commonjs", and this file is a module. Write "type": "module" there`;
  expect(commonJsHint(file, cause, true)).toBe(`${said}, or let the file's name end in .model.mts`);
  expect(commonJsHint(file, new SyntaxError("Unexpected token 'export'"), false)).toBe(said);
  expect(commonJsHint(file.replace('.ts', '.js'), cause, true)).toMatch(/end in \.model\.mjs$/);
});

test.each<[string, string, string, unknown]>([
  ['a package of modules', '{ "type": "module" }', 'a.model.ts', cause],
  ['a package that says nothing', '{}', 'a.model.ts', cause],
  ['a package whose manifest is broken', '{', 'a.model.ts', cause],
  ['a file that is a module by its name', '{ "type": "commonjs" }', 'a.model.mts', cause],
  [
    'another mistake',
    '{ "type": "commonjs" }',
    'a.model.ts',
    new SyntaxError("Expected ',', got 'ident'"),
  ],
  ['another kind of error', '{ "type": "commonjs" }', 'a.model.ts', new Error('import failed')],
])('there is no such hint for %s', (_, manifest, name, thrown) => {
  workshop.write('package.json', manifest);
  expect(commonJsHint(workshop.write(name, ''), thrown, true)).toBe('');
});
