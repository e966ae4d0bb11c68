/** Every package is pinned, declared, and used where its kind of dependency says. */
import { builtinModules } from 'node:module';
import type { Syntax } from '../syntax.ts';
import { productRooms } from './imports.ts';

/** The part of package.json that the rules read. */
export type Manifest = Readonly<
  Record<
    'dependencies' | 'devDependencies' | 'optionalDependencies' | 'scripts',
    Readonly<Record<string, string>>
  >
>;

/** Development packages that nobody imports, by the word that uses them and where it stands. */
const tools: Readonly<Record<string, { readonly word: RegExp; readonly path: string }>> = {
  '@biomejs/biome': { word: /\bbiome /, path: 'package.json' },
  '@types/node': { word: /"types": \["node"\]/, path: 'tsconfig.json' },
  assemblyscript: { word: /\basc /, path: 'package.json' },
  c8: { word: /\bc8 /, path: 'package.json' },
  oxlint: { word: /\boxlint\b/, path: 'package.json' },
  'oxlint-tsgolint': { word: /"typeAware": true/, path: '.oxlintrc.json' },
};

/** Versions that leave npm a choice. */
export function looseVersions(manifest: Manifest): readonly string[] {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name} is "${version}", not one exact version`);
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

const inProduct = (path: string): boolean =>
  productRooms.some((room) => path.startsWith(`${room}/`));

function packagesOf(files: readonly Syntax[]): ReadonlySet<string> {
  const bare = files
    .flatMap(({ references }) => references.map(({ specifier }) => specifier))
    .filter((specifier) => !/^(\.|node:)/.test(specifier));
  return new Set(bare.map(packageOf));
}

/** Imports that package.json doesn't declare for that room, and builtins without `node:`. */
export function undeclared(files: readonly Syntax[], manifest: Manifest): readonly string[] {
  return files.flatMap(({ path, references }) =>
    references.flatMap(({ specifier, line }) => {
      if (/^(\.|node:)/.test(specifier)) return [];
      if (builtinModules.includes(specifier)) return [`${path}:${line} write node:${specifier}`];
      const name = packageOf(specifier);
      const isDeclared =
        name in manifest.dependencies || (!inProduct(path) && name in manifest.devDependencies);
      return isDeclared ? [] : [`${path}:${line} imports ${name}, which is not declared for it`];
    }),
  );
}

/** What `unused` looks at. */
export type Usage = {
  readonly manifest: Manifest;
  readonly files: readonly Syntax[];
  /** The text of a file at the root, or null. */
  readonly textOf: (path: string) => string | null;
};

/** Dependencies that no product room imports, and development ones that nothing else uses. */
export function unused({ manifest, files, textOf }: Usage): readonly string[] {
  const product = packagesOf(files.filter(({ path }) => inProduct(path)));
  const around = packagesOf(files.filter(({ path }) => !inProduct(path)));
  const isTool = (name: string): boolean => {
    const tool = tools[name];
    return tool !== undefined && tool.word.test(textOf(tool.path) ?? '');
  };
  return [
    ...Object.keys(manifest.dependencies)
      .filter((name) => !product.has(name))
      .map((name) => `${name} is a dependency, but no product room imports it`),
    ...Object.keys(manifest.devDependencies)
      .filter((name) => !around.has(name) && !isTool(name))
      .map((name) => `${name} is a development dependency that nothing uses`),
    ...Object.keys(manifest.optionalDependencies)
      .filter((name) => !/^node-(bin-)?(linux|darwin|win)-(x64|arm64)$/.test(name))
      .map((name) => `${name} is optional, but not a Node for some platform`),
  ];
}

/** The manifest of the package that `checker/` is published as. */
export type PackageManifest = Readonly<
  Record<'dependencies' | 'peerDependencies', Readonly<Record<string, string>>>
>;

/**
 * Where the package's manifest is not what the repository is tested with: it has to name exactly the
 * packages that `checker/` imports, and ask for at least the version that is pinned for them.
 */
export function misdeclared(
  files: readonly Syntax[],
  { dependencies, peerDependencies }: PackageManifest,
  pinned: Manifest['dependencies'],
): readonly string[] {
  const declared = { ...dependencies, ...peerDependencies };
  const imported = packagesOf(files.filter(({ path }) => path.startsWith('checker/')));
  return [
    ...[...imported]
      .filter((name) => !(name in declared))
      .map((name) => `${name} is imported by checker/, but not declared by its package`),
    ...Object.entries(declared).flatMap(([name, range]) => {
      if (!imported.has(name)) return [`${name} is declared, but nothing in checker/ imports it`];
      return range === `^${pinned[name]}` ? [] : [`${name} is "${range}", not "^${pinned[name]}"`];
    }),
  ];
}
