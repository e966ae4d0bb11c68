/** The labelled steps of a system, their classes, and the one order in which they are listed. */

import { match } from 'ts-pattern';
import { asJson, byText, canonical } from '../json.ts';
import type { JsonRecord } from '../json.ts';
import type { Address, Message } from '../machine/local.ts';
import type { Envelope } from './state.ts';

/** A labelled step of a system. */
export type Action =
  | ({ readonly kind: 'deliver' } & Envelope)
  | { readonly kind: 'timer'; readonly at: Address; readonly delay: string; readonly state: string }
  | { readonly kind: 'input'; readonly host: string; readonly event: Message }
  | { readonly kind: 'restart'; readonly host: string }
  | { readonly kind: 'heal' }
  | ({ readonly kind: 'drop' } & Envelope)
  | ({ readonly kind: 'duplicate' } & Envelope)
  | { readonly kind: 'crash'; readonly host: string }
  | { readonly kind: 'amnesia'; readonly host: string }
  | { readonly kind: 'partition'; readonly grouping: number };

/** The label that budgets cap: the kind, and for timers and inputs what they are called. */
export function labelOf(action: Action): string {
  return match(action)
    .with({ kind: 'timer' }, ({ delay }) => `timer:${delay}`)
    .with({ kind: 'input' }, ({ event }) => `input:${event.type}`)
    .otherwise(({ kind }) => kind);
}

/** The host that an action happens at: the receiver of a message; null for partition and heal. */
export function hostOf(action: Action): string | null {
  return match(action)
    .with({ kind: 'deliver' }, { kind: 'drop' }, { kind: 'duplicate' }, ({ to }) => to.host)
    .with({ kind: 'timer' }, ({ at }) => at.host)
    .with({ kind: 'partition' }, { kind: 'heal' }, () => null)
    .otherwise(({ host }) => host);
}

const faultKinds = new Set<Action['kind']>(['drop', 'duplicate', 'crash', 'amnesia', 'partition']);

/** Whether an action is a fault; `faultInputs` are the types of input that the system calls so. */
export function isFault(action: Action, faultInputs: readonly string[]): boolean {
  if (action.kind === 'input') return faultInputs.includes(action.event.type);
  return faultKinds.has(action.kind);
}

const kindOrder: readonly Action['kind'][] = [
  'deliver',
  'timer',
  'input',
  'restart',
  'drop',
  'duplicate',
  'crash',
  'amnesia',
  'heal',
  'partition',
];

/**
 * The order of actions, which decides between equally short traces. Host by host as declared, what
 * can happen there: deliveries, timers, inputs, restart, drops, duplicates, crash, amnesia; within a
 * kind by canonical text (the whole action for timers, the envelope for messages, the event for
 * inputs). Then heal, then partitions by index.
 */
export function byAction(hosts: readonly string[]): (left: Action, right: Action) => number {
  const place = (action: Action): number => {
    const at = hostOf(action);
    return at === null ? hosts.length : hosts.indexOf(at);
  };
  return (left, right) =>
    place(left) - place(right) ||
    kindOrder.indexOf(left.kind) - kindOrder.indexOf(right.kind) ||
    byText(detail(left), detail(right));
}

function detail(action: Action): string {
  return match(action)
    .with({ kind: 'deliver' }, { kind: 'drop' }, { kind: 'duplicate' }, envelopeText)
    .with({ kind: 'timer' }, ({ at, delay, state }) => canonical([{ ...at }, delay, state]))
    .with({ kind: 'input' }, ({ event }) => canonical(messageJson(event)))
    .with({ kind: 'partition' }, ({ grouping }) => String(grouping).padStart(6, '0'))
    .otherwise(() => '');
}

/** The text that orders and identifies an envelope: sender, receiving machine, message. */
export function envelopeText({ from, to, message }: Envelope): string {
  return envelopeTextWith({ from, to }, canonical(messageJson(message)));
}

/** The same where the message's own text is known. */
export function envelopeTextWith({ from, to }: Omit<Envelope, 'message'>, message: string): string {
  return `[${canonical(from)},${canonical({ ...to })},${message}]`;
}

/** Orders envelopes by their text. */
export function byEnvelope(left: Envelope, right: Envelope): number {
  return byText(envelopeText(left), envelopeText(right));
}

/** An action's one text: two actions are the same exactly when their texts are. */
export function actionText(action: Action): string {
  return canonical(asJson(action));
}

/** A message as JSON, which it is: `step.ts` lets no other message through. */
export function messageJson(message: Message): JsonRecord {
  return message as Message & JsonRecord;
}
