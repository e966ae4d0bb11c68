/** Runs code with the usual sources of chance and time barred, so that what it answers can depend on neither. */

import { BrokenModel } from '../broken-model.ts';

/** How many calls that are in progress are without chance, and what was there before the first of them. */
let depth = 0;
let date = Date;
let { random } = Math;

/**
 * From here on Math.random and Date throw a BrokenModel that names the source, until `allowChance` was called as often
 * as this.
 */
export function barChance(): void {
  depth++;
  if (depth > 1) return;
  date = globalThis.Date;
  ({ random } = Math);
  globalThis.Date = barredDate;
  Math.random = barredRandom;
}

/** Puts Math.random and Date back, see `barChance`. */
export function allowChance(): void {
  depth--;
  if (depth > 0) return;
  globalThis.Date = date;
  Math.random = random;
}

/**
 * Calls `step` while Math.random and Date throw; they are put back whatever happens.
 * @throws BrokenModel naming the source, when `step` reaches for one.
 */
export function withoutChance<Outcome>(step: () => Outcome): Outcome {
  barChance();
  try {
    return step();
  } finally {
    allowChance();
  }
}

function barred(what: string): never {
  throw new BrokenModel(
    `${what} is read by the model's own code: what that answers may depend on nothing but what it is asked about. Let the environment choose (an input), or use a timer`,
    {},
  );
}

const barredRandom = (): number => barred('Math.random');

/** What tells no time: who asks whether a value is a date, or reads one that was given, may do so. */
const timeless: ReadonlySet<PropertyKey> = new Set([
  Symbol.hasInstance,
  'prototype',
  'name',
  'UTC',
  'parse',
]);

const barredDate = new Proxy(Date, {
  apply: () => barred('Date'),
  construct: () => barred('Date'),
  get: (target, name): unknown => (timeless.has(name) ? Reflect.get(target, name) : barred('Date')),
});
