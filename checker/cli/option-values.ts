/** What the values of options must look like. */

import { InvalidArgumentError } from 'commander';

/** Gathers the values of an option that may be given several times. */
export function gathered(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** A number above 0. */
export function positive(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('A number above 0 is expected.');
}

/** A whole number above 0, also as `2e6`. */
export function countingNumber(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('A whole number above 0 is expected.');
}

/** A whole number from `least` to `most`. */
export function whole(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    const isWhole = /^\d+$/.test(value.trim()) && number >= least && number <= most;
    if (isWhole) return number;
    throw new InvalidArgumentError(`A whole number from ${least} to ${most} is expected.`);
  };
}
