/** What every command is given. */

import type { Explorer } from '../check/explorer.types.ts';
import type { OnStuck } from '../watch/stuck.types.ts';
import { fitted } from '../report/page.ts';
import { palette } from '../report/palette.ts';
import type { Palette } from '../report/palette.ts';
import { hasColour } from './io.ts';
import type { Io } from './io.ts';
import type { Project } from './project.ts';

/** The surroundings of one command. */
export interface Context {
  /** What was typed after the program's name. */
  readonly argv: readonly string[];
  readonly io: Io;
  /** @throws BrokenModel where the project's configuration can't be used. */
  readonly project: () => Project;
  readonly newExplorer: (onStuck: OnStuck) => Explorer;
  /** For what is printed to standard output. */
  readonly colours: Palette;
}

/** Prints lines to standard output. */
export function print({ io }: Context, lines: readonly string[]): void {
  if (lines.length > 0) io.stdout.write(`${lines.join('\n')}\n`);
}

/** Prints lines to standard error, prose as it fits the page. */
export function complain({ io }: Context, lines: readonly string[]): void {
  if (lines.length > 0) io.stderr.write(`${fitted(lines).join('\n')}\n`);
}

/** The colours of standard output. */
export function coloursOf(io: Io): Palette {
  return palette(hasColour(io, io.stdout));
}
