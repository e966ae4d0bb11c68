/** What comments refer to can be looked up: the rules of the semantics, and the files that it names. */
import type { SourceFile } from '../repository.ts';

/** Where the rules stand. */
export const semantics = 'checker/SEMANTICS.md';

const ofChecker = /^(checker|test\/checker)\/.*\.(ts|mjs|md)$/;

/** The rules that the semantics has, each under a heading of its own. */
export function rulesIn(text: string): readonly string[] {
  return [...text.matchAll(/^### (R\d+):/gm)].map(([, rule = '']) => rule);
}

/** Citations of rules that the semantics doesn't have. */
export function unknownRules(files: readonly SourceFile[]): readonly string[] {
  const known = new Set(rulesIn(textOf(files)));
  return files
    .filter(({ path }) => ofChecker.test(path))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, at) =>
          [...line.matchAll(/\bR[1-9]\d?\b/g)]
            .filter(([rule]) => !known.has(rule))
            .map(([rule]) => `${path}:${at + 1} ${rule}`),
        ),
    );
}

/** Files and folders that the semantics names and that there aren't, those of tests included. */
export function unknownFiles(files: readonly SourceFile[]): readonly string[] {
  const named = textOf(files).matchAll(/`([\w./-]+(?:\.(?:ts|md)|\/))`/g);
  const paths = files.map(({ path }) => path);
  const isThere = (name: string): boolean =>
    ['checker/', 'test/checker/', ''].some((folder) =>
      paths.some((path) => path === `${folder}${name}` || isBelow(path, `${folder}${name}`)),
    );
  return [...named].map(([, name = '']) => name).filter((name) => !isThere(name));
}

function isBelow(path: string, folder: string): boolean {
  return folder.endsWith('/') && path.startsWith(folder);
}

function textOf(files: readonly SourceFile[]): string {
  return files.find(({ path }) => path === semantics)?.text ?? '';
}
