/** Who may import whom: rooms in one direction only; and that no file is left that nobody reaches. */
import { posix } from 'node:path';
import type { Reference, Syntax } from '../syntax.ts';

/** The rooms that hold the product, as opposed to what tests it. */
export const productRooms = ['checker', 'spec', 'impl', 'traces'] as const;

const isModel = (path: string): boolean => path.endsWith('.model.ts');

/** The repository path that a relative reference names, or null for a package. */
function targetOf(from: string, { specifier }: Reference): string | null {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : null;
}

/** What a file may import of ours, as path prefixes; `model files` are named apart from machines. */
function allowedPrefixes(path: string): readonly string[] {
  const room = path.split('/')[0] ?? '';
  if (path === 'quorate.config.ts') return ['spec/', 'traces/', 'impl/', 'checker/'];
  if (room === 'test') return [''];
  if (room === 'spec') return isModel(path) ? ['spec/', 'checker/'] : ['spec/'];
  if (room === 'traces') return ['traces/', 'spec/', 'checker/', 'impl/'];
  return room === 'checker' || room === 'impl' ? [`${room}/`] : [];
}

/** Imports that the table of rooms doesn't have, and machines that import a model file. */
export function crossings(files: readonly Syntax[]): readonly string[] {
  return files.flatMap((file) =>
    file.references.flatMap((reference) => {
      const target = targetOf(file.path, reference);
      if (target === null) return [];
      const inRoom = allowedPrefixes(file.path).some((prefix) => target.startsWith(prefix));
      const fromMachine = file.path.startsWith('spec/') && !isModel(file.path);
      if (inRoom && !(fromMachine && isModel(target))) return [];
      return [`${file.path}:${reference.line} may not import ${target}`];
    }),
  );
}

/** Imports of packages that a room does without: the store has to be a text of its own. */
export function forbiddenPackages(files: readonly Syntax[]): readonly string[] {
  return files
    .filter(({ path }) => path.startsWith('impl/'))
    .flatMap(({ path, references }) =>
      references
        .filter(({ specifier }) => /^(xstate|@xstate)(\/|$)/.test(specifier))
        .map(({ line, specifier }) => `${path}:${line} may not import ${specifier}`),
    );
}

const isEngine = (path: string): boolean => path.startsWith('checker/engine/');
const isReference = (path: string): boolean =>
  path === 'checker/reference.ts' || path.startsWith('checker/reference/');

/** Ways, direct or through other files, from the engine to the reference semantics or back. */
export function engineMeetsReference(files: readonly Syntax[]): readonly string[] {
  const runs = files.map((file) => ({
    ...file,
    references: file.references.filter(({ typeOnly }) => !typeOnly),
  }));
  const meets = (isFrom: (path: string) => boolean, isTo: (path: string) => boolean) =>
    files
      .filter(({ path }) => isFrom(path))
      .flatMap(({ path }) =>
        [...reachable(runs, [path])].filter(isTo).map((to) => `${path} reaches ${to}`),
      );
  return [...meets(isEngine, isReference), ...meets(isReference, isEngine)];
}

/** Files that import themselves, by way of others if need be; types count, the path of a worker doesn't. */
export function circles(files: readonly Syntax[]): readonly string[] {
  const importing = files.map((file) => ({
    ...file,
    references: file.references.filter(({ literal }) => !literal),
  }));
  return importing.flatMap((file) => {
    const targets = file.references.flatMap((reference) => targetOf(file.path, reference) ?? []);
    return reachable(importing, targets).has(file.path) ? [file.path] : [];
  });
}

/** Every path that `entries` import, themselves included, over any number of files. */
function reachable(files: readonly Syntax[], entries: readonly string[]): ReadonlySet<string> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = new Set<string>();
  const open = entries.filter((path) => byPath.has(path));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const file = byPath.get(path);
    if (file === undefined || reached.has(path)) continue;
    reached.add(path);
    for (const reference of file.references) {
      const target = targetOf(path, reference);
      if (target !== null) open.push(target);
    }
  }
  return reached;
}

/** Where the product starts: the command, the config, what it globs, and the public door. */
const isProductEntry = (path: string): boolean =>
  ['checker/cli/main.ts', 'checker/index.ts', 'quorate.config.ts', 'vitest.config.ts'].includes(
    path,
  ) || /^(spec|checker\/examples)\/.*\.model\.ts$/.test(path);

const isTestEntry = (path: string): boolean =>
  path === 'test/bench/bench.ts' || /^test\/.*\.test\.ts$/.test(path);

/** Files that no entry reaches; a test keeps only what lies in test/ alive, not the product. */
export function deadFiles(files: readonly Syntax[]): readonly string[] {
  const from = (isEntry: (path: string) => boolean): ReadonlySet<string> =>
    reachable(
      files,
      files.map(({ path }) => path).filter((path) => isEntry(path)),
    );
  const product = from(isProductEntry);
  const tests = from(isTestEntry);
  return files
    .map(({ path }) => path)
    .filter((path) => !(path.startsWith('test/') ? tests : product).has(path));
}
