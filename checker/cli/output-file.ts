/** Writing what a command was asked to write; a failure is told and is no reason to lose a verdict. */

import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
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
