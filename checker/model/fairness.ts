/**
 * Fairness assumptions (R15): what a run must not put off for ever. Each holds of every instance by
 * itself, a field that is left out meaning all of them: `weak.deliver({ to: 'n1' })` speaks of each
 * sender and each type of message to n1, `strong.timer()` of each delay on each host.
 */

import { nameText } from '../definition/plain-shapes.ts';
import { keyed, optional, refuseUnlike } from '../definition/shape.ts';
import { refuseSurplus } from '../definition/surplus.ts';

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
    deliver(which = {}) {
      refuseSurplus(`${strength}.deliver(…)`, arguments, 1);
      refuseOthers(strength, 'deliver', which, ['from', 'to', 'type']);
      const { from = null, to = null, type = null } = which;
      return fair({ kind: 'deliver', from, to, type });
    },
    timer(which = {}) {
      refuseSurplus(`${strength}.timer(…)`, arguments, 1);
      refuseOthers(strength, 'timer', which, ['host', 'delay']);
      const { host = null, delay = null } = which;
      return fair({ kind: 'timer', host, delay });
    },
    restart(which = {}) {
      refuseSurplus(`${strength}.restart(…)`, arguments, 1);
      refuseOthers(strength, 'restart', which, ['host']);
      const { host = null } = which;
      return fair({ kind: 'restart', host });
    },
    input(which = {}) {
      refuseSurplus(`${strength}.input(…)`, arguments, 1);
      refuseOthers(strength, 'input', which, ['host', 'type']);
      const { host = null, type = null } = which;
      return fair({ kind: 'input', host, type });
    },
    heal() {
      refuseSurplus(`${strength}.heal(…)`, arguments, 0);
      return fair({ kind: 'heal' });
    },
  };
}

/** Refuses what is no field of an assumption: one that is misspelt would leave it to speak of everything. */
function refuseOthers(
  strength: Fairness['strength'],
  kind: FairActions['kind'],
  which: object,
  fields: readonly string[],
): void {
  const shapes = Object.fromEntries(fields.map((name) => [name, optional(nameText)]));
  const call = `${strength}.${kind}`;
  const write = `${call}({ ${fields.map((name) => `${name}: '…'`).join(', ')} })`;
  refuseUnlike(keyed(shapes, { write }), which, { root: `${call}({ … })`, path: call });
}
