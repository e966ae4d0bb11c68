/** Writing what a command was asked to write; a failure is told and is no reason to lose a verdict. */

import { closeSync, existsSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { makeFolder } from '../trace/folder.ts';
import { complain } from './context.ts';
import type { Context } from './context.ts';

/** An output that can't be written, found out before any work is done. The command line answers 74. */
export class UnwritableOutput extends Error {
  /** The file, or what else it is. */
  readonly what: string;

  constructor(what: string, cause: unknown) {
    super(reason(cause), { cause });
    this.name = 'UnwritableOutput';
    this.what = what;
  }
}

/** What there is to say of an output that nothing was explored for. */
export function unwritableLines({ what, message }: UnwritableOutput): readonly string[] {
  return [
    `quorate: ${what} can't be written: ${message}`,
    '  Nothing was explored: name another place, or see to it that this one can be written.',
  ];
}

/**
 * Makes sure that what `--json` asks for can be written at the end of all work; makes its folder.
 * @throws UnwritableOutput where it can't.
 */
export function refuseUnwritable({ io }: Context, json: string | undefined): void {
  if (json === undefined || json === '-') return;
  const file = resolve(io.cwd, json);
  try {
    if (!existsSync(file)) {
      writeText(file, '');
      rmSync(file);
    } else if (statSync(file).isFile() || statSync(file).isDirectory()) {
      // Nothing is changed by that; what isn't a file, such as a pipe, would hear of it.
      closeSync(openSync(file, 'r+'));
    }
  } catch (cause) {
    throw new UnwritableOutput(file, cause);
  }
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** Runs `write`; says on standard error what went wrong with `file`. Answers whether it was written. */
export function attempt(context: Context, file: string, write: () => void): boolean {
  try {
    write();
    return true;
  } catch (cause) {
    complain(context, [`quorate: ${file} can't be written: ${reason(cause)}`]);
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
