// The timers a node can have armed.

import { match } from 'ts-pattern';

/** What a timer is for: a request (by its sequence number) or the hints of a key. */
export type TimerPurpose =
  | { readonly kind: 'requestTimeout'; readonly sequence: number }
  | { readonly kind: 'repairTimeout'; readonly sequence: number }
  | { readonly kind: 'handoffDelay'; readonly key: string }
  | { readonly kind: 'handoffRetry'; readonly key: string };

/** A timer that may fire. `ms` is the wait asked for when it was armed. */
export type ArmedTimer = {
  readonly timer: string;
  readonly purpose: TimerPurpose;
  readonly ms: number;
};

/** The name of the one timer for a purpose. */
export function timerName(purpose: TimerPurpose): string {
  return match(purpose)
    .with({ kind: 'requestTimeout' }, { kind: 'repairTimeout' }, (p) => `${p.kind}/${p.sequence}`)
    .with({ kind: 'handoffDelay' }, { kind: 'handoffRetry' }, (p) => `${p.kind}/${p.key}`)
    .exhaustive();
}
