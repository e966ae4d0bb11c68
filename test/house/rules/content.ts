/** What no file may contain, and what every export must have. */
import { basename } from 'node:path';
import type { SourceFile } from '../repository.ts';
import type { Syntax } from '../syntax.ts';

/** Exports without a doc comment. */
export function undocumented(files: readonly Syntax[]): readonly string[] {
  return files.flatMap(({ path, exports }) =>
    exports
      .filter(({ documented }) => !documented)
      .map(({ name, line }) => `${path}:${line} exports ${name} without a doc comment`),
  );
}

/**
 * Values that are exported, each by a name, and that no file mentions which names theirs as one of its imports.
 * A type may be exported for the sake of a value whose signature names it, and what a configuration exports
 * is for its tool, as is the list of models of a model file.
 */
export function unusedExports(
  files: readonly Syntax[],
  texts: readonly SourceFile[],
): readonly string[] {
  const mentions = texts
    .filter(({ path }) => /\.(ts|mjs)$/.test(path))
    .map(({ path, text }) => ({ path, text, words: new Set(text.match(/\w+/g)) }));
  return files
    .filter(({ path }) => !path.endsWith('.config.ts'))
    .flatMap(({ path, exports }) => {
      // The kernel's language leaves endings out.
      const imported = new RegExp(`/${basename(path, '.ts')}(?:\\.ts)?['"\`]`);
      const users = mentions.filter((one) => one.path !== path && imported.test(one.text));
      return exports
        .filter(({ name, isType }) => !isType && /^\w+$/.test(name))
        .filter(({ name }) => !(name === 'models' && path.endsWith('.model.ts')))
        .filter(({ name }) => !users.some(({ words }) => words.has(name)))
        .map(({ name, line }) => `${path}:${line} exports ${name} for nobody`);
    });
}

/** Default exports; only tools' configuration files need one. */
export function defaultExports(files: readonly Syntax[]): readonly string[] {
  return files
    .filter(({ path }) => !path.endsWith('.config.ts'))
    .flatMap(({ path, exports }) =>
      exports.filter(({ isDefault }) => isDefault).map(({ line }) => `${path}:${line}`),
    );
}

const unsound = new Set(['any', 'enum', 'namespace', 'non-null']);

/** Constructs that switch the type checker off, or that type stripping can't remove. */
export function unsoundConstructs(files: readonly Syntax[]): readonly string[] {
  return files.flatMap(({ path, constructs }) =>
    constructs
      .filter(({ what }) => unsound.has(what))
      .map(({ what, line }) => `${path}:${line} ${what}`),
  );
}

const silenced =
  /^(it|test|describe|suite|bench)\.(skip|only|todo|fails|skipIf|runIf)$|^x(it|describe)$/;

/** Tests that are switched off, or that switch off all others. */
export function silencedTests(files: readonly Syntax[]): readonly string[] {
  return files.flatMap(({ path, constructs }) =>
    constructs
      .filter(({ what }) => silenced.test(what))
      .map(({ what, line }) => `${path}:${line} ${what}`),
  );
}

function linesWith(files: readonly SourceFile[], pattern: RegExp): readonly string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, at) => {
      const found = pattern.exec(line);
      return found === null ? [] : [`${path}:${at + 1} ${found[0]}`];
    }),
  );
}

/** Notes of work that is left to do; what is left belongs where it is decided, not in the code. */
export function unfinished(files: readonly SourceFile[]): readonly string[] {
  return linesWith(files, /\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b/);
}

/** Comments that turn the compiler off for a line or a file. */
export function uncheckedLines(files: readonly SourceFile[]): readonly string[] {
  return linesWith(
    files.filter(({ path }) => /\.(ts|mjs)$/.test(path)),
    /@ts-(ignor[e]|nochec[k])\b/,
  );
}

/** Paths that exist on one machine only, and addresses of package registries. */
export function machineAddresses(files: readonly SourceFile[]): readonly string[] {
  return linesWith(
    files,
    /(?<![\w.~-])\/(home|root|Users|work|tmp|mnt|private|var\/folders)\/\w+|\b[A-Z]:\\\\?Users\b|\bregistry\.[\w-]+\.\w+|"resolved": "https?:[^"]*/,
  );
}
