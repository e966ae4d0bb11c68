/** What the file system refuses, in words. */

import { ownField } from './own-field.ts';
import { reasonOf } from './thrown.ts';

const words: Readonly<Record<string, string>> = {
  EACCES: 'you may not do that with it',
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such file',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file, and no folder',
  EPERM: 'you may not do that with it',
  EROFS: 'the disk can only be read',
};

/** Why something couldn't be done with a file: in words where the code of the error is a common one. */
export function fileFault(cause: unknown): string {
  if (!(cause instanceof Error)) return reasonOf(cause);
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const known = ownField(words, code);
  return known === undefined ? cause.message : `${known} (${code})`;
}
