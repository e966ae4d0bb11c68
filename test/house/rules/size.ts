/** A file is one room and a function one thought; both have a length beyond which they aren't. */
import type { SourceFile } from '../repository.ts';
import type { Syntax } from '../syntax.ts';

const maxLines = { product: 300, test: 400, example: 120 };
const isExample = (path: string): boolean => /^checker\/examples\/.*\.model\.ts$/.test(path);
const maxExports = 12;
/** Numbers that two compilers read; they can't be fields of an object. */
const areNumbers = (path: string): boolean =>
  /^checker\/engine\/kernel\/(codes|fields)\.ts$/.test(path);
const maxFunctionLines = 60;
const maxColumns = 120;

/** Code files that are too long. */
export function longFiles(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ path }) => /\.(ts|mjs)$/.test(path))
    .flatMap(({ path, text }) => {
      const lines = text.split('\n').length - 1;
      const limit =
        maxLines[isExample(path) ? 'example' : path.startsWith('test/') ? 'test' : 'product'];
      return lines > limit ? [`${path} has ${lines} lines, ${limit} are allowed`] : [];
    });
}

/** Files of the product that export so much that they hold more than one thing. */
export function crowdedFiles(files: readonly Syntax[]): readonly string[] {
  return files
    .filter(({ path }) => !path.startsWith('test/') && !areNumbers(path))
    .filter(({ exports }) => exports.length > maxExports)
    .map(({ path, exports }) => `${path} has ${exports.length} exports, ${maxExports} are allowed`);
}

/** Lines of comments that are too wide; the formatter sees only to the code. */
export function wideComments(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ path }) => /\.(ts|mjs)$/.test(path))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          line.length > maxColumns && /^\s*(\/\/|\/?\*)/.test(line) ? [`${path}:${index + 1}`] : [],
        ),
    );
}

/** Functions that are too long. The engine's loops are exempt, and the body of a test suite. */
export function longFunctions(files: readonly Syntax[]): readonly string[] {
  return files
    .filter(({ path }) => !path.startsWith('checker/engine/'))
    .flatMap(({ path, functions }) =>
      functions
        .filter(
          ({ lines, callee }) => lines > maxFunctionLines && !/^describe\b/.test(callee ?? ''),
        )
        .map(({ line, lines }) => `${path}:${line} is a function of ${lines} lines`),
    );
}
