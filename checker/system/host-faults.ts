/** What a step of a host may not do, in the words in which the reference and the engine both refuse it. */

import { BrokenModel } from '../broken-model.ts';
import type { Address, Message } from '../machine/local.ts';

/** More messages than these from a host to itself in one step are taken for a loop. */
export const mostLocalMessages = 100;

/** A message opens a request that is alive. */
export function openedTwice({ host, machine, key }: Address, { type }: Message): BrokenModel {
  return new BrokenModel(
    `the request '${key}' of '${machine}' is opened while it is still alive. Likely cause: a key that two requests have, or a duplicated message. Give each request a key of its own, or declare rebirth: 'allowed'`,
    { host, machine, event: type },
  );
}

/** A host sends itself more than `mostLocalMessages`, of which this is the last. */
export function endlessTalk({ host, machine }: Address, { type }: Message): BrokenModel {
  return new BrokenModel(
    `more than ${mostLocalMessages} local messages in one step, the last of type '${type}' to '${machine}'. Likely cause: machines of the host answer each other without end`,
    { host, event: type },
  );
}
