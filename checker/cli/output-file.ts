/** Writing what a command was asked to write; a failure is told and is no reason to lose a verdict. */

import { writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { makeFolder } from '../trace/folder.ts';
import { complain } from './context.ts';
import type { Context } from './context.ts';

/** Runs `write`; says on standard error what went wrong with `file`. Answers whether it was written. */
export function attempt(context: Context, file: string, write: () => void): boolean {
  try {
    write();
    return true;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    complain(context, [`quorate: ${file} can't be written: ${reason}`]);
    return false;
  }
}

/** Writes a text file, folders and all. */
export function writeText(file: string, text: string): void {
  makeFolder(dirname(file));
  writeFileSync(file, text);
}

/**
 * Writes what `--json` asks for: to a file, to standard output by `-`, or nowhere. Answers whether it
 * could be written.
 */
export function writeJson(context: Context, json: string | undefined, content: object): boolean {
  if (json === undefined) return true;
  const text = `${JSON.stringify(content, null, 1)}\n`;
  if (json === '-') {
    context.io.stdout.write(text);
    return true;
  }
  const file = resolve(context.io.cwd, json);
  return attempt(context, file, () => writeText(file, text));
}
