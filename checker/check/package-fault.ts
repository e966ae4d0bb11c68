/** What is wrong with an installed package that a file imports, and what to do about it. */

import { isAbsolute } from 'node:path';

const within = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/;

/** The installed package that a file is of; null for the files of a project. */
export function packageOf(file: string): string | null {
  return within.exec(file)?.[1]?.replace('\\', '/') ?? null;
}

/** The package that an import names, be it by a file of it; null where it names a file by a path alone. */
function packageNamed(imported: string): string | null {
  if (isAbsolute(imported) || imported.startsWith('.')) return null;
  return /^(?:@[^/]+\/)?[^/]+/.exec(imported)?.[0] ?? null;
}

/**
 * The likely cause and what to do, for the end of a message, where a file of an installed package can't be
 * loaded; empty where nothing is known.
 */
export function packageHint(name: string, thrown: Error): string {
  const { message } = thrown;
  const again = 'Install it again (remove it from node_modules, then npm install)';
  if (message.startsWith('Stripping types ')) {
    return `. Likely cause: '${name}' is TypeScript, which Node runs only outside of node_modules. Import JavaScript of it, or copy the file into the project`;
  }
  const [, missing] = /^Cannot find (?:package|module) '([^']+)'/.exec(message) ?? [];
  const needed = missing === undefined ? null : packageNamed(missing);
  if (needed !== null) {
    return `. Likely cause: '${name}' was installed without '${needed}', which it needs. Write: npm install ${needed}`;
  }
  if (missing !== undefined) {
    return `. Likely cause: '${name}' was not installed or built as a whole. ${again}`;
  }
  if (message.includes(' does not provide an export named ')) {
    return `. Likely cause: versions that don't fit each other. npm ls ${name} tells which are installed`;
  }
  if (thrown instanceof SyntaxError) {
    return `. Likely cause: '${name}' is damaged, or not made for Node. ${again}, or don't import it in models`;
  }
  if (thrown instanceof ReferenceError) {
    return `. Likely cause: '${name}' is made for browsers, or for another kind of module. Don't import it in models`;
  }
  return '';
}
