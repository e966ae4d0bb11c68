/** What the house rules ask of a TypeScript file, read from the compiler's own syntax tree. */
import { API } from 'typescript/unstable/sync';
import { createVirtualFileSystem } from 'typescript/unstable/fs';
import {
  isCallExpression,
  isClassDeclaration,
  isExportAssignment,
  isFunctionDeclaration,
  isIdentifier,
  isImportTypeNode,
  isInterfaceDeclaration,
  isPropertyAccessExpression,
  isStringLiteral,
  isTypeAliasDeclaration,
  isVariableDeclaration,
  isVariableStatement,
  type Node,
  type SourceFile as Tree,
  type Statement,
  SyntaxKind,
} from 'typescript/unstable/ast';
import type { SourceFile } from './repository.ts';

/** A mention of another file or package: an import, or the path of a worker in a string. */
export type Reference = {
  readonly specifier: string;
  readonly line: number;
  /** Whether it vanishes when the types are stripped. */
  readonly typeOnly: boolean;
  /** Whether it is only a string with a path in it. */
  readonly literal: boolean;
};

/** A name that a file declares and exports; re-exports are documented where they are declared. */
export type Export = {
  readonly name: string;
  readonly line: number;
  readonly documented: boolean;
  readonly isDefault: boolean;
  /** Whether it is one of types, and may be there for the sake of what is exported beside it. */
  readonly isType: boolean;
};

/** A function of any form, its length in lines; `callee` if it is written as a call's argument. */
export type FunctionLength = {
  readonly line: number;
  readonly lines: number;
  readonly callee: string | null;
};

/** A construct that some rule may forbid: a syntax kind or a dotted call such as `it.only`. */
export type Construct = { readonly what: string; readonly line: number };

/** The facts about one file. */
export type Syntax = {
  readonly path: string;
  readonly references: readonly Reference[];
  readonly exports: readonly Export[];
  readonly functions: readonly FunctionLength[];
  readonly constructs: readonly Construct[];
};

const base = '/repository';
const config = {
  compilerOptions: { noLib: true, noResolve: true, types: [], noEmit: true, target: 'esnext' },
  include: ['**/*.ts'],
};

/** The kernel's source is AssemblyScript: a language of its own with a compiler of its own. */
const isOtherLanguage = (path: string): boolean => path.includes('/assembly/');

/** Parses all `.ts` files among `files`; others are left out. One start of the compiler a call. */
export function parse(files: readonly SourceFile[]): readonly Syntax[] {
  const sources = files.filter(({ path }) => path.endsWith('.ts') && !isOtherLanguage(path));
  const disk = Object.fromEntries(sources.map(({ path, text }) => [`${base}/${path}`, text]));
  disk[`${base}/tsconfig.json`] = JSON.stringify(config);
  const compiler = new API({ fs: createVirtualFileSystem(disk) });
  try {
    const snapshot = compiler.updateSnapshot({ openProject: `${base}/tsconfig.json` });
    const program = snapshot.getProjects()[0]?.program;
    return sources.map(({ path }) => {
      const tree = program?.getSourceFile(`${base}/${path}`);
      if (tree === undefined) throw new Error(`The compiler did not read ${path}.`);
      return factsOf(path, tree);
    });
  } finally {
    compiler.close();
  }
}

function factsOf(path: string, tree: Tree): Syntax {
  const lineOf = (node: Node): number =>
    tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
  const nodes = [...descendants(tree)];
  return {
    path,
    references: nodes.filter(isReference).map((node) => ({
      specifier: node.text,
      line: lineOf(node),
      typeOnly: isTypeOnly(node, tree),
      literal: !tree.imports?.includes(node),
    })),
    exports: exportsOf(tree, lineOf),
    functions: nodes.filter(isFunction).map((node) => ({
      line: lineOf(node),
      lines: tree.getLineAndCharacterOfPosition(node.end).line + 2 - lineOf(node),
      callee: calleeOf(node, tree),
    })),
    constructs: nodes.flatMap((node) => {
      const what = constructOf(node);
      return what === null ? [] : [{ what, line: lineOf(node) }];
    }),
  };

  function isReference(node: Node): node is Node & { readonly text: string } {
    if (!isStringLiteral(node)) return false;
    return tree.imports?.includes(node) || /^\.\.?\/.*\.ts$/.test(node.text);
  }
}

function* descendants(node: Node): Generator<Node> {
  const children: Node[] = [];
  node.forEachChild((child) => {
    children.push(child);
  });
  for (const child of children) {
    yield child;
    yield* descendants(child);
  }
}

function isTypeOnly(specifier: Node, tree: Tree): boolean {
  const { parent } = specifier;
  if (parent.parent !== undefined && isImportTypeNode(parent.parent)) return true;
  return /^(import|export)\s+type\b/.test(tree.text.slice(parent.getStart(tree), specifier.pos));
}

const functionKinds: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.Constructor,
  SyntaxKind.GetAccessor,
  SyntaxKind.SetAccessor,
]);

const isFunction = (node: Node): boolean => functionKinds.has(node.kind);

function calleeOf(node: Node, tree: Tree): string | null {
  const { parent } = node;
  if (!isCallExpression(parent)) return null;
  return tree.text.slice(parent.expression.getStart(tree), parent.expression.end);
}

function constructOf(node: Node): string | null {
  if (node.kind === SyntaxKind.AnyKeyword) return 'any';
  if (node.kind === SyntaxKind.NonNullExpression) return 'non-null';
  if (node.kind === SyntaxKind.EnumDeclaration) return 'enum';
  if (node.kind === SyntaxKind.ModuleDeclaration) return 'namespace';
  if (isPropertyAccessExpression(node) && isIdentifier(node.expression)) {
    return `${node.expression.text}.${node.name.text}`;
  }
  return isCallExpression(node) && isIdentifier(node.expression) ? node.expression.text : null;
}

function exportsOf(tree: Tree, lineOf: (node: Node) => number): readonly Export[] {
  const found = tree.statements.flatMap((statement) => {
    const isDefault = isExportAssignment(statement) || hasModifier(statement, 'default');
    if (!isDefault && !hasModifier(statement, 'export')) return [];
    const documented = (statement.jsDoc?.length ?? 0) > 0;
    const line = lineOf(statement);
    const isType = isInterfaceDeclaration(statement) || isTypeAliasDeclaration(statement);
    return namesOf(statement).map((name) => ({ name, line, documented, isDefault, isType }));
  });
  // Of an overloaded function one signature carries the comment.
  const firsts = found.filter((one, at) => found.findIndex(({ name }) => name === one.name) === at);
  return firsts.map((one) => ({
    ...one,
    documented: found.some(({ name, documented }) => name === one.name && documented),
  }));
}

function hasModifier(statement: Statement, modifier: 'export' | 'default'): boolean {
  const kind = modifier === 'export' ? SyntaxKind.ExportKeyword : SyntaxKind.DefaultKeyword;
  if (!('modifiers' in statement)) return false;
  // The union of statements hides it: whatever has modifiers has them as an array of nodes.
  const modifiers = statement.modifiers as readonly Node[] | undefined;
  return modifiers?.some((node) => node.kind === kind) === true;
}

function namesOf(statement: Statement): readonly string[] {
  if (isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((declaration) =>
      isVariableDeclaration(declaration) && isIdentifier(declaration.name)
        ? declaration.name.text
        : 'a pattern',
    );
  }
  const isNamed =
    isFunctionDeclaration(statement) ||
    isClassDeclaration(statement) ||
    isInterfaceDeclaration(statement) ||
    isTypeAliasDeclaration(statement);
  return [isNamed ? (statement.name?.text ?? 'default') : 'default'];
}
