import { describe, expect, it } from 'vitest';
import { strayFiles, unevenNames, vagueNames } from './rules/naming.ts';
import { crowdedFiles, longFiles, longFunctions, wideComments } from './rules/size.ts';
import { ignoredBy, readRepository } from './repository.ts';
import { parse } from './syntax.ts';

const files = readRepository();
const syntax = parse(files);
const paths = files.map(({ path }) => path);

const lines = (count: number): string => '\n'.repeat(count);

describe('the repository', () => {
  it('is read without what git ignores', () => {
    expect(paths).toContain('package.json');
    expect(paths).toContain('test/house/repository.ts');
    expect(paths.filter((path) => /^(node_modules|\.git)\//.test(path))).toEqual([]);
  });

  it('has at its root only what has a place there', () => {
    expect(strayFiles(paths)).toEqual([]);
  });

  it.each(['notes.md', 'scripts/build.ts', '.ci/deploy', 'tsconfig.json.bak'])(
    'is caught with a stray file: %s',
    (path) => {
      expect(strayFiles([path])).toEqual([path]);
    },
  );
});

describe('the ignore list', () => {
  it('is understood for folders and endings', () => {
    const ignored = ignoredBy('# built\nout/\n*.log\n');
    expect(ignored('out', true)).toBe(true);
    expect(ignored('out', false)).toBe(false);
    expect(ignored('a.log', false)).toBe(true);
    expect(ignored('a.ts', false)).toBe(false);
  });

  it('is refused in a form that is not understood', () => {
    expect(() => ignoredBy('a/**/b')).toThrow('neither folder/ nor *.ending');
  });
});

describe('a name', () => {
  it('says what the file or folder holds', () => {
    expect(vagueNames(paths)).toEqual([]);
  });

  it.each(['spec/utils.ts', 'impl/common/a.ts', 'test/string-helpers.ts', 'checker/types.ts'])(
    'is caught saying nothing: %s',
    (path) => {
      expect(vagueNames([path])).toEqual([path]);
    },
  );

  it('may mark a file of types only', () => {
    expect(vagueNames(['spec/message.types.ts'])).toEqual([]);
  });

  it('is in kebab-case', () => {
    expect(unevenNames(paths)).toEqual([]);
  });

  it.each(['spec/ringWalk.ts', 'impl/Store/a.ts', 'test/a_b.test.ts', 'checker/a--b.ts'])(
    'is caught in another case: %s',
    (path) => {
      expect(unevenNames([path])).toEqual([path]);
    },
  );

  it('beside the manifest of a package is the one that npm looks for', () => {
    expect(unevenNames(['checker/README.md', 'checker/LICENSE'])).toEqual([]);
    expect(unevenNames(['spec/README.md'])).toHaveLength(1);
  });

  it('of a stored trace keeps the capitals of its property', () => {
    expect(unevenNames(['traces/quorum/RYW.n3-r1-w1.itf.json'])).toEqual([]);
    expect(unevenNames(['spec/quorum/RYW.n3-r1-w1.itf.json'])).toHaveLength(1);
  });
});

describe('a file', () => {
  it('has at most 300 lines, a test at most 400, an example to copy from 120', () => {
    expect(longFiles(files)).toEqual([]);
  });

  it.each([
    ['spec/a.ts', 300, 301],
    ['setup.mjs', 300, 301],
    ['test/a.test.ts', 400, 401],
    ['checker/examples/a.model.ts', 120, 121],
  ])('is caught if it has more: %s', (path, allowed, tooLong) => {
    expect(longFiles([{ path, text: lines(allowed) }])).toEqual([]);
    expect(longFiles([{ path, text: lines(tooLong) }])).toHaveLength(1);
  });
});

describe('what a file exports', () => {
  it('is at most twelve things', () => {
    expect(crowdedFiles(syntax)).toEqual([]);
  });

  it.each([
    ['const', (name: string) => `export const ${name} = 1;`],
    ['type', (name: string) => `export type ${name} = 1;`],
  ])('is caught if it is more: %s', (_, declared) => {
    const text = (count: number): string =>
      Array.from({ length: count }, (__, at) => declared(`a${at}`)).join('\n');
    expect(crowdedFiles(parse([{ path: 'spec/a.ts', text: text(12) }]))).toEqual([]);
    expect(crowdedFiles(parse([{ path: 'spec/a.ts', text: text(13) }]))).toHaveLength(1);
  });
});

describe('a comment', () => {
  it('has at most 120 columns', () => {
    expect(wideComments(files)).toEqual([]);
  });

  it.each(['// ', ' * ', '/** ', '  // '])('is caught if it has more: %j', (start) => {
    const text = (columns: number): string => `const a = 1;\n${start.padEnd(columns, 'x')}\n`;
    expect(wideComments([{ path: 'spec/a.ts', text: text(120) }])).toEqual([]);
    expect(wideComments([{ path: 'spec/a.ts', text: text(121) }])).toEqual(['spec/a.ts:2']);
  });
});

describe('a function', () => {
  it('has at most 60 lines', () => {
    expect(longFunctions(syntax)).toEqual([]);
  });

  it.each([
    ['function a() {', '}'],
    ['const a = () => {', '};'],
    ['class A { b() {', '} }'],
    ['it("a", () => {', '});'],
  ])('is caught if it has more: %s', (open, close) => {
    const text = (inner: number): string => `${open}${lines(inner)}${close}`;
    expect(longFunctions(parse([{ path: 'spec/a.ts', text: text(59) }]))).toEqual([]);
    expect(longFunctions(parse([{ path: 'spec/a.ts', text: text(60) }]))).toHaveLength(1);
  });

  it('may be longer as a loop of the engine or as the body of a suite', () => {
    const long = `function a() {${lines(99)}}`;
    const suite = `describe('a', () => {${lines(99)}});`;
    expect(longFunctions(parse([{ path: 'checker/engine/a.ts', text: long }]))).toEqual([]);
    expect(longFunctions(parse([{ path: 'test/a.test.ts', text: suite }]))).toEqual([]);
  });
});
