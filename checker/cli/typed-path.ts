/** Paths as people type them. */

import { relative } from 'node:path';

/** A file as somebody in a folder would type it: relative where it is below that folder, else absolute. */
export function typedPath(cwd: string, file: string): string {
  const path = relative(cwd, file);
  return path.startsWith('..') ? file : path;
}
