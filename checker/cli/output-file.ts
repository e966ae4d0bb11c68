/** Writing what a command was asked to write; a failure is told and is no reason to lose a verdict. */

import { accessSync, closeSync, constants, existsSync, mkdtempSync, openSync } from 'node:fs';
import { rmSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileFault } from '../file-fault.ts';
import { complain } from './context.ts';
import type { Context } from './context.ts';

/** An output that can't be written, found out before any work is done. The command line answers 74. */
export class UnwritableOutput extends Error {
  /** The file, or what else it is. */
  readonly what: string;

  constructor(what: string, cause: unknown) {
    super(fileFault(cause), { cause });
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
 * Makes sure that a file can be written at the end of all work; what it holds stays. Undefined and `-`,
 * which is standard output, always can.
 * @throws UnwritableOutput where it can't, or the folder that it goes into isn't there.
 */
export function refuseUnwritableFile({ io }: Context, written: string | undefined): void {
  if (written === undefined || written === '-') return;
  const file = resolve(io.cwd, written);
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

/**
 * Makes sure that a folder can be made, or be written in where it is there; leaves all as it was.
 * `what` is how it is told of.
 * @throws UnwritableOutput where it can't.
 */
export function refuseUnwritableFolder(folder: string, what: string = folder): void {
  try {
    refuseForbiddenFolder(folder);
    // Some file systems refuse what they seem to permit.
    rmdirSync(mkdtempSync(join(nearestThere(folder), 'probe-')));
  } catch (cause) {
    throw new UnwritableOutput(what, cause);
  }
}

/**
 * Makes sure that a folder, or the one that it is to be made in, is one and permits to be written in.
 * @throws Error where it doesn't.
 */
export function refuseForbiddenFolder(folder: string): void {
  const there = nearestThere(folder);
  if (!statSync(there).isDirectory()) throw new Error(`${there} is a file, and no folder`);
  accessSync(there, constants.W_OK);
}

/** What is there of a path: the path itself, or the nearest folder above it. */
function nearestThere(path: string): string {
  return existsSync(path) ? path : nearestThere(dirname(path));
}

/** Runs `write`; says on standard error what went wrong with `file`. Answers whether it was written. */
export function attempt(context: Context, file: string, write: () => void): boolean {
  try {
    write();
    return true;
  } catch (cause) {
    complain(context, [`quorate: ${file} can't be written: ${fileFault(cause)}`]);
    return false;
  }
}

/** Writes a text file into a folder that is there: whoever misspells one wants no other made. */
export function writeText(file: string, text: string): void {
  refuseMissingFolder(file);
  writeFileSync(file, text);
}

/**
 * Makes sure that the folder is there that a file goes into.
 * @throws Error naming it where it isn't.
 */
export function refuseMissingFolder(file: string): void {
  const folder = dirname(file);
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`);
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
