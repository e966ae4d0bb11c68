/** How files are called, and what may stand at the root. */

const vague = new Set(
  'util utils helper helpers common type types misc manager managers shared stuff'.split(' '),
);

/** Files or folders with a name that says nothing about what they hold. */
export function vagueNames(paths: readonly string[]): readonly string[] {
  return paths.filter((path) =>
    path.split('/').some((part) => {
      const stem = part.replace(/^\./, '').split('.')[0] ?? '';
      return stem.split('-').some((word) => vague.has(word.toLowerCase()));
    }),
  );
}

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const sourceFile = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*$/;
/** Named after a property and parameters, which keep their capitals. */
const traceFile = /^[\w-]+(\.[\w=,-]+)*\.itf\.json$/;
/** What stands beside the manifest of a package, under the names that people and npm look for. */
const packageFile = /^checker\/(README\.md|SEMANTICS\.md|LICENSE)$/;

/** Files and folders of the rooms that are not in kebab-case. */
export function unevenNames(paths: readonly string[]): readonly string[] {
  return paths
    .filter(
      (path) => /^(checker|spec|impl|traces|test|bin)\//.test(path) && !packageFile.test(path),
    )
    .filter((path) => {
      const parts = path.split('/');
      const name = parts.pop() ?? '';
      const isTrace = path.startsWith('traces/') && traceFile.test(name);
      return !(isTrace || sourceFile.test(name)) || !parts.every((part) => kebab.test(part));
    });
}

const atRoot: readonly RegExp[] = [
  /^(checker|spec|impl|traces|test|bin)\//,
  /^\.ci\/run$/,
  /^\.github\//,
  /^(package|package-lock)\.json$/,
  /^(README\.md|LICENSE|setup\.mjs|quorate\.config\.ts|vitest\.config\.ts)$/,
  /^tsconfig(\.[a-z]+)?\.json$/,
  /^(\.npmrc|\.gitignore|\.c8rc\.json|\.oxlintrc\.json|biome\.json)$/,
];

/** Files at the root that are none of a room, a manifest, a document or a tool's configuration. */
export function strayFiles(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => !atRoot.some((place) => place.test(path)));
}
