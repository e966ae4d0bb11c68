/**
 * Fairness assumptions (R15): what a run must not put off for ever. Each holds of every instance by
 * itself, a field that is left out meaning all of them: `weak.deliver({ to: 'n1' })` speaks of each
 * sender and each type of message to n1, `strong.timer()` of each delay on each host.
 */

/** What an assumption covers; null is anything. */
export type FairActions =
  /** Deliveries from one host to another; an instance is a pair of hosts and a type of message. */
  | {
      readonly kind: 'deliver';
      readonly from: string | null;
      readonly to: string | null;
      readonly type: string | null;
    }
  /** Timers; an instance is a host and the name of a delay. */
  | { readonly kind: 'timer'; readonly host: string | null; readonly delay: string | null }
  /** Restarts of hosts that crashed; an instance is a host. */
  | { readonly kind: 'restart'; readonly host: string | null }
  /** Inputs that are no faults; an instance is a host and a type of event. */
  | { readonly kind: 'input'; readonly host: string | null; readonly type: string | null }
  /** The end of partitions. */
  | { readonly kind: 'heal' };

/**
 * An assumption. `weak`: what is enabled from some moment on, without a break, happens again and
 * again. `strong`: what is enabled again and again, if with breaks, happens again and again.
 */
export interface Fairness {
  readonly strength: 'weak' | 'strong';
  readonly actions: FairActions;
}

/** The assumptions of one strength; what they cover, see `FairActions`. */
export interface Assumptions {
  readonly deliver: (which?: {
    readonly from?: string;
    readonly to?: string;
    readonly type?: string;
  }) => Fairness;
  readonly timer: (which?: { readonly host?: string; readonly delay?: string }) => Fairness;
  readonly restart: (which?: { readonly host?: string }) => Fairness;
  readonly input: (which?: { readonly host?: string; readonly type?: string }) => Fairness;
  readonly heal: () => Fairness;
}

/** What must not stay enabled for ever: `fairness: [weak.deliver(), weak.timer({ host: 'n1' })]`. */
export const weak: Assumptions = assumptions('weak');

/** What must not be enabled again and again: `fairness: [strong.deliver({ type: 'ack' })]`. */
export const strong: Assumptions = assumptions('strong');

function assumptions(strength: Fairness['strength']): Assumptions {
  const fair = (actions: FairActions): Fairness => ({ strength, actions });
  return {
    deliver: ({ from = null, to = null, type = null } = {}) =>
      fair({ kind: 'deliver', from, to, type }),
    timer: ({ host = null, delay = null } = {}) => fair({ kind: 'timer', host, delay }),
    restart: ({ host = null } = {}) => fair({ kind: 'restart', host }),
    input: ({ host = null, type = null } = {}) => fair({ kind: 'input', host, type }),
    heal: () => fair({ kind: 'heal' }),
  };
}
