/** Why a file is no module to Node: what its package says of its files. */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import * as v from 'valibot';

/**
 * What to do about a file that couldn't be loaded since its package has it as CommonJS; empty where
 * that isn't the cause. A model file may also end in another name.
 */
export function commonJsHint(file: string, cause: unknown, isModelFile: boolean): string {
  const isAmbiguous = ['.ts', '.js'].includes(extname(file));
  if (!isAmbiguous || !(cause instanceof SyntaxError)) return '';
  if (!/\b(?:import|export|await)\b/.test(cause.message)) return '';
  const manifest = manifestAbove(dirname(file));
  if (manifest === null || !saysCommonJs(manifest)) return '';
  const ending = `.model.m${extname(file).slice(1)}`;
  const otherwise = isModelFile ? `, or let the file's name end in ${ending}` : '';
  return `. Likely cause: ${manifest} says "type": "commonjs", and this file is a module. Write "type": "module" there${otherwise}`;
}

/** The manifest of the package that a folder is in. */
function manifestAbove(folder: string): string | null {
  const file = join(folder, 'package.json');
  if (existsSync(file)) return file;
  return folder === dirname(folder) ? null : manifestAbove(dirname(folder));
}

const commonJs = v.looseObject({ type: v.literal('commonjs') });

function saysCommonJs(manifest: string): boolean {
  try {
    return v.is(commonJs, JSON.parse(readFileSync(manifest, 'utf8')));
  } catch {
    return false;
  }
}
