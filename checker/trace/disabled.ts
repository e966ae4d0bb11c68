/** Why an action can't happen in a state: the words that a trace's reader needs when one no longer fits. */

import { match } from 'ts-pattern';
import { canonical } from '../json.ts';
import { ownField } from '../own-field.ts';
import { movable } from '../reference/channels.ts';
import { envelopeText, labelOf } from '../state/action.ts';
import type { Action } from '../state/action.ts';
import type { State } from '../state/state.ts';
import type { LoadedModel } from '../system/load.ts';
import { budgetOf, reaches } from '../system/system.ts';

type Moved = Extract<Action, { readonly kind: 'deliver' | 'drop' | 'duplicate' }>;

/** Why an action that isn't enabled isn't. */
export function whyDisabled(loaded: LoadedModel, state: State, action: Action): string {
  const label = labelOf(action);
  const cap = budgetOf(loaded.system, label);
  if (cap !== 'unlimited' && (ownField(state.used, label) ?? 0) >= cap) {
    return `the model allows at most ${cap} '${label}', and they are used up`;
  }
  return match(action)
    .with({ kind: 'deliver' }, { kind: 'drop' }, { kind: 'duplicate' }, (moved) =>
      whyUnmoved(loaded, state, moved),
    )
    .with(
      { kind: 'timer' },
      ({ at }) => whyAtHost(state, at.host, true) ?? 'the timer is not armed there',
    )
    .with({ kind: 'input' }, ({ host }) => {
      const offered = "the environment doesn't offer the input there, or no chart handles it";
      return whyAtHost(state, host, true) ?? offered;
    })
    .with(
      { kind: 'crash' },
      ({ host }) => whyAtHost(state, host, true) ?? 'the host is not one of those that crash',
    )
    .with(
      { kind: 'restart' },
      { kind: 'amnesia' },
      ({ host }) => whyAtHost(state, host, false) ?? 'nothing in the model allows it',
    )
    .with({ kind: 'partition' }, () =>
      state.partition === null ? 'the model has no such grouping' : 'one is in force already',
    )
    .with({ kind: 'heal' }, () => 'no partition is in force')
    .exhaustive();
}

function whyUnmoved(loaded: LoadedModel, state: State, action: Moved): string {
  const text = envelopeText(action);
  const { from, to } = action;
  if (!state.inFlight.some((one) => envelopeText(one) === text)) {
    const near = state.inFlight.filter(
      (one) => one.from === from && canonical({ ...one.to }) === canonical({ ...to }),
    );
    const types = near.map(({ message }) => message.type);
    const instead = types.length === 0 ? 'none at all' : types.join(', ');
    return `no such message is in flight from ${from} to ${to.host}; in flight there: ${instead}`;
  }
  if (!movable(loaded, state.inFlight).some((one) => envelopeText(one) === text)) {
    return 'an older message of the same pair is still in flight before it';
  }
  if (!reaches(loaded.system, state.partition, [from, to.host])) {
    return 'a partition stands between sender and receiver';
  }
  return whyAtHost(state, to.host, true) ?? 'the receiver keeps a message that no chart handles';
}

function whyAtHost(state: State, host: string, up: boolean): string | null {
  const found = ownField(state.hosts, host);
  if (found === undefined) return `the system has no host '${host}'`;
  if (found.up === up) return null;
  return `the host '${host}' is ${found.up ? 'up' : 'down'}`;
}
