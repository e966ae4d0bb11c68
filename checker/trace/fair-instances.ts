/** Which actions fairness takes together (R15), for those who look at plain runs. */

import { match } from 'ts-pattern';
import type { FairActions } from '../model/fairness.ts';
import type { Action } from '../state/action.ts';

/** Whether an assumption speaks of an action. */
export function isCovered(covered: FairActions, action: Action): boolean {
  switch (covered.kind) {
    case 'deliver':
      return (
        action.kind === 'deliver' &&
        fits(covered.from, action.from) &&
        fits(covered.to, action.to.host) &&
        fits(covered.type, action.message.type)
      );
    case 'timer':
      return (
        action.kind === 'timer' &&
        fits(covered.host, action.at.host) &&
        fits(covered.delay, action.delay)
      );
    case 'restart':
      return action.kind === 'restart' && fits(covered.host, action.host);
    case 'input':
      return (
        action.kind === 'input' &&
        fits(covered.host, action.host) &&
        fits(covered.type, action.event.type)
      );
    case 'heal':
      return action.kind === 'heal';
  }
}

/** The instance of an action in words: `the timer leave at c1`. */
export function instanceWords(action: Action): string {
  return match(action)
    .with({ kind: 'deliver' }, ({ from, to, message }) => {
      return `the delivery of ${message.type} from ${from} to ${to.host}`;
    })
    .with({ kind: 'timer' }, ({ at, delay }) => `the timer ${delay} at ${at.host}`)
    .with({ kind: 'input' }, ({ host, event }) => `the input ${event.type} at ${host}`)
    .with({ kind: 'restart' }, ({ host }) => `the restart of ${host}`)
    .otherwise(({ kind }) => `the ${kind}`);
}

function fits(wanted: string | null, name: string): boolean {
  return wanted === null || wanted === name;
}

/** Whether two actions are of one fairness instance; of those that none can cover, none are. */
export function isSameInstance(one: Action, other: Action): boolean {
  if (one.kind === 'deliver' && other.kind === 'deliver') {
    return (
      one.from === other.from &&
      one.to.host === other.to.host &&
      one.message.type === other.message.type
    );
  }
  if (one.kind === 'timer' && other.kind === 'timer') {
    return one.at.host === other.at.host && one.delay === other.delay;
  }
  if (one.kind === 'input' && other.kind === 'input') {
    return one.host === other.host && one.event.type === other.event.type;
  }
  if (one.kind === 'restart' && other.kind === 'restart') return one.host === other.host;
  return one.kind === 'heal' && other.kind === 'heal';
}
