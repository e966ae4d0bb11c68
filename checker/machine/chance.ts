/** Runs code with the usual sources of chance and time barred, so that a step can depend on neither. */

import { BrokenModel } from '../broken-model.ts';

/**
 * Calls `step` while Math.random and Date throw; they are put back whatever happens.
 * @throws BrokenModel naming the source, when `step` reaches for one.
 */
export function withoutChance<Outcome>(step: () => Outcome): Outcome {
  const { Date: date } = globalThis;
  const { random } = Math;
  try {
    globalThis.Date = barredDate;
    Math.random = barredRandom;
    return step();
  } finally {
    globalThis.Date = date;
    Math.random = random;
  }
}

function barred(what: string): never {
  throw new BrokenModel(
    `${what} is read while a machine steps: a step may depend on nothing but the machine's state and its event. Let the environment choose (an input), or use a timer`,
    {},
  );
}

const barredRandom = (): number => barred('Math.random');

const barredDate = new Proxy(Date, {
  apply: () => barred('Date'),
  construct: () => barred('Date'),
  get: () => barred('Date'),
});
