import { describe, expect, it } from 'vitest';
import { readRepository } from './repository.ts';
import { parse, type Syntax } from './syntax.ts';
import {
  circles,
  crossings,
  deadFiles,
  engineMeetsReference,
  forbiddenPackages,
} from './rules/imports.ts';

const files = parse(readRepository());

/** A sample repository: paths with what each imports, one specifier a line. */
function sample(imports: Readonly<Record<string, string>>): readonly Syntax[] {
  return parse(
    Object.entries(imports).map(([path, specifiers]) => ({
      path,
      text: specifiers
        .split(' ')
        .filter((specifier) => specifier !== '')
        .map((specifier) => `import '${specifier}';\n`)
        .join(''),
    })),
  );
}

describe('the rooms', () => {
  it('import each other only in the one direction', () => {
    expect(crossings(files)).toEqual([]);
  });

  it.each([
    ['checker/a.ts', '../spec/b.ts'],
    ['checker/a.ts', '../quorate.config.ts'],
    ['spec/a.ts', '../checker/index.ts'],
    ['spec/a.ts', './b.model.ts'],
    ['spec/quorum/a.ts', '../../impl/b.ts'],
    ['spec/a.model.ts', '../impl/b.ts'],
    ['impl/a.ts', '../spec/b.ts'],
    ['traces/bridge/a.ts', '../../test/b.ts'],
    ['quorate.config.ts', './test/b.ts'],
    ['vitest.config.ts', './checker/index.ts'],
  ])('may not let %s import %s', (path, specifier) => {
    expect(crossings(sample({ [path]: specifier }))).toHaveLength(1);
  });

  it.each([
    ['checker/a/b.ts', '../c.ts'],
    ['spec/a.model.ts', '../checker/index.ts'],
    ['traces/bridge/a.ts', '../../impl/b.ts'],
    ['quorate.config.ts', './traces/bridge/b.ts'],
    ['test/spec/a.test.ts', '../../impl/b.ts'],
  ])('may let %s import %s', (path, specifier) => {
    expect(crossings(sample({ [path]: specifier }))).toEqual([]);
  });

  it.each([
    `import type { A } from '../spec/b.ts';`,
    `export { a } from '../spec/b.ts';`,
    `const b = await import('../spec/b.ts');`,
    `type A = import('../spec/b.ts').A;`,
    `new Worker(new URL('../spec/b.ts', import.meta.url));`,
  ])('count every form of import: %s', (text) => {
    expect(crossings(parse([{ path: 'impl/a.ts', text }]))).toEqual([
      'impl/a.ts:1 may not import spec/b.ts',
    ]);
  });
});

describe('the store', () => {
  it('knows no XState', () => {
    expect(forbiddenPackages(files)).toEqual([]);
  });

  it('is caught if it imports some', () => {
    expect(forbiddenPackages(sample({ 'impl/a.ts': 'xstate/graph' }))).toHaveLength(1);
  });
});

describe('the engine and the reference semantics', () => {
  it('share no code by way of each other', () => {
    expect(engineMeetsReference(files)).toEqual([]);
  });

  it('are caught if one reaches the other, directly or by a third file', () => {
    const meeting = sample({
      'checker/engine/a.ts': '../verify.ts',
      'checker/verify.ts': './reference.ts',
      'checker/reference.ts': './reference/b.ts',
      'checker/reference/b.ts': '../engine/c.ts',
      'checker/engine/c.ts': '',
    });
    expect(engineMeetsReference(meeting)).toContain(
      'checker/engine/a.ts reaches checker/reference.ts',
    );
    expect(engineMeetsReference(meeting)).toContain(
      'checker/reference.ts reaches checker/engine/c.ts',
    );
  });

  it('may share types, which leave no code', () => {
    const text = `import type { A } from '../reference.ts';`;
    const shared = parse([
      { path: 'checker/engine/a.ts', text },
      { path: 'checker/reference.ts', text: 'export type A = 1;' },
    ]);
    expect(engineMeetsReference(shared)).toEqual([]);
  });
});

describe('every file', () => {
  it('imports nothing that imports it', () => {
    expect(circles(files)).toEqual([]);
  });

  it('is caught in a circle of imports, if only of types, but not for the thread that it starts', () => {
    const ring = parse([
      { path: 'checker/a.ts', text: `import type { B } from './b.ts';` },
      { path: 'checker/b.ts', text: `export type { C } from './c.ts';` },
      { path: 'checker/c.ts', text: `import './a.ts';` },
      { path: 'checker/d.ts', text: `import './a.ts'; new URL('./e.ts', import.meta.url);` },
      { path: 'checker/e.ts', text: `import './d.ts';` },
    ]);
    expect(circles(ring)).toEqual(['checker/a.ts', 'checker/b.ts', 'checker/c.ts']);
  });

  it('is reached from an entry', () => {
    expect(deadFiles(files)).toEqual([]);
  });

  it('counts as dead if only a test reaches it', () => {
    const lonely = sample({
      'checker/index.ts': './a.ts',
      'checker/a.ts': '',
      'checker/b.ts': '',
      'test/checker/b.test.ts': '../../checker/b.ts ../support.ts',
      'test/support.ts': '',
      'test/nobody.ts': '',
    });
    expect(deadFiles(lonely)).toEqual(['checker/b.ts', 'test/nobody.ts']);
  });

  it('counts as alive if a worker is started from it', () => {
    const text = `new Worker(new URL('./worker.ts', import.meta.url));`;
    expect(
      deadFiles(
        parse([
          { path: 'checker/cli/main.ts', text },
          { path: 'checker/cli/worker.ts', text: '' },
        ]),
      ),
    ).toEqual([]);
  });
});
