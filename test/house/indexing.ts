/** Where the product looks something up by a name that it got from elsewhere, by the compiler's own types. */
import type { Checker, Type } from 'typescript/unstable/sync';
import { API } from 'typescript/unstable/sync';
import { createVirtualFileSystem } from 'typescript/unstable/fs';
import {
  isBinaryExpression,
  isElementAccessExpression,
  isStringLiteral,
  type Node,
  SyntaxKind,
} from 'typescript/unstable/ast';
import { root, type SourceFile } from './repository.ts';

/** A lookup by a name that may be any text: `record[name]` or `name in record`. */
export type Lookup = { readonly path: string; readonly line: number; readonly text: string };

/** Such lookups in files of the repository, which are read with their types. One start of the compiler. */
export function lookupsIn(paths: readonly string[]): readonly Lookup[] {
  return lookups(new API({ cwd: root }), root, paths);
}

/** The same in files that needn't be there, of which the types are known that they declare themselves. */
export function lookupsInTexts(files: readonly SourceFile[]): readonly Lookup[] {
  const base = '/texts';
  const disk = Object.fromEntries(files.map(({ path, text }) => [`${base}/${path}`, text]));
  const config = { compilerOptions: { noLib: true, types: [], noEmit: true, strict: true } };
  disk[`${base}/tsconfig.json`] = JSON.stringify(config);
  const paths = files.map(({ path }) => path);
  return lookups(new API({ fs: createVirtualFileSystem(disk) }), base, paths);
}

function lookups(compiler: API, base: string, paths: readonly string[]): readonly Lookup[] {
  try {
    const snapshot = compiler.updateSnapshot({ openProject: `${base}/tsconfig.json` });
    const [project] = snapshot.getProjects();
    if (project === undefined) throw new Error('The compiler did not open the project.');
    const { program, checker } = project;
    return paths.flatMap((path) => {
      const tree = program.getSourceFile(`${base}/${path}`);
      if (tree === undefined) throw new Error(`The compiler did not read ${path}.`);
      const found = below(tree).flatMap((node) => {
        const name = nameLookedUp(node);
        return name === null ? [] : [{ node, name }];
      });
      const types = checker.getTypeAtLocation(found.map(({ name }) => name));
      return found.flatMap(({ node }, at) => {
        const type = types[at];
        if (type === undefined || !mayBeAnyText(type, checker)) return [];
        const start = node.getStart(tree);
        const { line } = tree.getLineAndCharacterOfPosition(start);
        return [{ path, line: line + 1, text: tree.text.slice(start, node.end) }];
      });
    });
  } finally {
    compiler.close();
  }
}

/** Whether any text is of a type, or of the widest one that it may stand for where that depends on a parameter. */
function mayBeAnyText(type: Type, checker: Checker): boolean {
  const widest = checker.getBaseConstraintOfType(type) ?? type;
  return checker.isTypeAssignableTo(checker.getStringType(), widest);
}

/** The name by which something is looked up, unless it stands there as a literal. */
function nameLookedUp(node: Node): Node | null {
  if (isElementAccessExpression(node)) {
    const { argumentExpression: name } = node;
    return isStringLiteral(name) ? null : name;
  }
  const isIn = isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.InKeyword;
  return isIn && !isStringLiteral(node.left) ? node.left : null;
}

function below(node: Node): readonly Node[] {
  const found: Node[] = [];
  node.forEachChild((child) => {
    found.push(child, ...below(child));
  });
  return found;
}
