/** What to import where a name means nothing. */

import { frozenHint } from './frozen-hint.ts';
import { nearestNames } from './nearest-names.ts';
import { publicValues, xstateValues } from './public-names.ts';
import { reasonOf, safely } from './thrown.ts';

/**
 * What to do about a name that isn't defined, or that a module doesn't export, for the end of a message;
 * empty where that isn't what was thrown, or no name is near.
 */
export function importHint(thrown: unknown): string {
  if (!(thrown instanceof Error)) return '';
  if (thrown instanceof ReferenceError) return undefinedHint(thrown.message);
  if (thrown instanceof SyntaxError) return unexportedHint(thrown.message);
  return importHint(thrown.cause);
}

/** What somebody's code threw, in words, and what to do about it where that is known. */
export function thrownWords(thrown: unknown): string {
  return `${reasonOf(thrown)}${safely(() => importHint(thrown) || frozenHint(thrown), '')}`;
}

function undefinedHint(message: string): string {
  const [, name] = /^(\S+) is not defined$/.exec(message) ?? [];
  if (name === undefined) return '';
  const meant = meantBy(name);
  if (meant === null) return '';
  return meant.name === name
    ? `. Likely cause: it isn't imported. Write: ${importOf(meant)}`
    : `. Likely cause: ${meant.name} is meant, which is to be imported. Write: ${importOf(meant)}`;
}

function unexportedHint(message: string): string {
  const pattern = /^The requested module '(.+)' does not provide an export named '(\S+)'$/;
  const [, module = '', name] = pattern.exec(message) ?? [];
  if (name === undefined) return '';
  // A type and a value may differ in nothing but their first letter.
  const isCapital = /^[A-Z]/.test(name);
  const own = module === 'quorate' || module === 'xstate' ? meantBy(name) : null;
  const type = `if it is a type, write: import type { ${name} } from '${module}'`;
  if (own === null) return isCapital ? `. Likely cause: ${type}` : '';
  const value = `${own.name} is meant. Write: ${importOf(own)}`;
  return `. Likely cause: ${isCapital ? `${type}; or else ` : ''}${value}`;
}

interface Export {
  readonly name: string;
  readonly module: string;
}

function importOf({ name, module }: Export): string {
  return `import { ${name} } from '${module}'`;
}

/** What a name means, or else comes nearest to; null where nothing is near. */
function meantBy(name: string): Export | null {
  const known: readonly Export[] = [
    ...publicValues.map((one) => ({ name: one, module: 'quorate' })),
    ...xstateValues.map((one) => ({ name: one, module: 'xstate' })),
  ];
  const exact = known.find((one) => one.name === name);
  if (exact !== undefined) return exact;
  const [nearest] = nearestNames(
    name,
    known.map((one) => one.name),
  );
  return known.find((one) => one.name === nearest) ?? null;
}
