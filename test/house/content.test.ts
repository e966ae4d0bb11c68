import { describe, expect, it } from 'vitest';
import {
  defaultExports,
  machineAddresses,
  silencedTests,
  uncheckedLines,
  undocumented,
  unfinished,
  unsoundConstructs,
  unusedExports,
} from './rules/content.ts';
import { readRepository, type SourceFile } from './repository.ts';
import { parse } from './syntax.ts';

const files = readRepository();
const syntax = parse(files);

const one = (text: string, path = 'checker/a.ts'): readonly SourceFile[] => [{ path, text }];

describe('an export', () => {
  it('has a doc comment', () => {
    expect(undocumented(syntax)).toEqual([]);
  });

  it.each([
    'export const a = 1;',
    'export function a(): void {}',
    '// A line comment is none.\nexport type A = 1;',
    '/** Far away. */\nconst b = 1;\nexport class A {}',
    'export interface A {}',
  ])('is caught without one: %s', (text) => {
    expect(undocumented(parse(one(text)))).toHaveLength(1);
  });

  it('of an overloaded function needs one comment', () => {
    const text = '/** Doc. */\nexport function a(b: 1): 1;\nexport function a(b: 2): 2 {}\n';
    expect(undocumented(parse(one(text)))).toEqual([]);
  });

  it('of a value has a use in another file', () => {
    expect(unusedExports(syntax, files)).toEqual([]);
  });

  it('is caught without one, unless it is a type', () => {
    const declaring = {
      path: 'checker/a.ts',
      text: 'export const lost = 1;\nexport function found() {}\nexport type Shape = 1;\n',
    };
    const using = { path: 'test/a.test.ts', text: "import { found } from '../checker/a.ts';" };
    const unrelated = { path: 'test/b.test.ts', text: 'const lost = 2;' };
    const all = [declaring, using, unrelated];
    expect(unusedExports(parse(all), all)).toEqual(['checker/a.ts:1 exports lost for nobody']);
  });

  it('is never a default one, but in the configuration of a tool', () => {
    expect(defaultExports(syntax)).toEqual([]);
  });

  it.each(['export default 1;', 'export default function a(): void {}'])(
    'is caught as a default one: %s',
    (text) => {
      expect(defaultExports(parse(one(text)))).toEqual(['checker/a.ts:1']);
      expect(defaultExports(parse(one(text, 'quorate.config.ts')))).toEqual([]);
    },
  );
});

describe('a source file', () => {
  it('has no any, no enum, no namespace and no non-null assertion', () => {
    expect(unsoundConstructs(syntax)).toEqual([]);
  });

  it.each([
    'let a: any;',
    'let a: readonly any[];',
    'enum A { B }',
    'namespace A { }',
    'const a = b!;',
    'const a = b![0];',
  ])('is caught with one: %s', (text) => {
    expect(unsoundConstructs(parse(one(text)))).toHaveLength(1);
  });

  it('may say any in a string or a comment', () => {
    expect(unsoundConstructs(parse(one(`// any\nconst a = 'as any';`)))).toEqual([]);
  });

  it('never turns the compiler off', () => {
    expect(uncheckedLines(files)).toEqual([]);
  });

  it('is caught turning it off', () => {
    const word = ['@ts', 'ignore'].join('-');
    expect(uncheckedLines(one(`const a = 1;\n// ${word}\n`))).toEqual([`checker/a.ts:2 ${word}`]);
  });

  it('leaves no note of work to do', () => {
    expect(unfinished(files)).toEqual([]);
  });

  it('is caught leaving one', () => {
    const word = ['TO', 'DO'].join('');
    expect(unfinished(one(`\n/* ${word}: later */`))).toEqual([`checker/a.ts:2 ${word}`]);
  });
});

describe('a test', () => {
  it('is neither switched off nor alone switched on', () => {
    expect(silencedTests(syntax)).toEqual([]);
  });

  it.each(['it.skip("a", f);', 'describe.only("a", f);', 'test.todo("a");', 'xit("a", f);'])(
    'is caught if it is: %s',
    (text) => {
      expect(silencedTests(parse(one(text, 'test/a.test.ts')))).toHaveLength(1);
    },
  );

  it('may call a method that happens to be named so', () => {
    expect(silencedTests(parse(one('reader.skip(3);', 'test/a.test.ts')))).toEqual([]);
  });
});

describe('a file of any kind', () => {
  it('names no path of one machine and no package registry', () => {
    expect(machineAddresses(files)).toEqual([]);
  });

  it.each([
    ['', 'home', 'someone', 'file'].join('/'),
    ['', 'tmp', 'file'].join('/'),
    ['"resolved":', '"https://example.org/a.tgz"'].join(' '),
    ['https://registry', 'example', 'org'].join('.'),
  ])('is caught naming one: %s', (text) => {
    expect(machineAddresses(one(`x ${text}`, 'package-lock.json'))).toHaveLength(1);
  });

  it('may use the same words in an address or a relative path', () => {
    expect(machineAddresses(one('./home/a https://example.org/home/b ../tmp/c'))).toEqual([]);
  });
});
