/** Where counterexamples go: the unexpected ones, and those that a project stores. */

import { join, resolve } from 'node:path';
import type { Context } from './context.ts';
import { refuseUnwritableFolder } from './output-file.ts';
import { isListing } from './project.ts';
import type { Project } from './project.ts';

/**
 * Where counterexamples go that nobody expects: the folder that is named, or else the project's own, which
 * is made once there is one.
 * @throws UnwritableOutput where nothing can be written in the one that is named.
 */
export function traceDirOf({ io, project }: Context, named?: string): string {
  if (named === undefined) return join(project().root, '.quorate', 'traces');
  const folder = resolve(io.cwd, named);
  refuseUnwritableFolder(folder);
  return folder;
}

/** Where a project stores the counterexamples that it expects; null outside of one. */
export function storedDirOf(project: Project): string | null {
  return isListing(project) ? join(project.root, 'traces') : null;
}
