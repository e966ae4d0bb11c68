/** What a machine emits to be heard: messages to others, and what it lets an observer see. */

import type { Address, Message } from './local.ts';

/** The effect of sending, as the `emitted` type of a machine: `emitted: {} as Send<Request | Reply>`. */
export interface Send<Sent extends Message = Message> {
  readonly type: 'send';
  readonly to: string | Address;
  readonly message: Sent;
}

/** The effect of letting monitors see an event, and readers of a trace. */
export interface Observe<Observed extends Message = Message> {
  readonly type: 'observe';
  readonly event: Observed;
}

/**
 * Sends a message: `emit(send('n1', { type: 'ping' }))`. A bare host name reaches the one machine of
 * that host that takes the type; an address, that machine.
 */
export function send<Sent extends Message>(to: string | Address, message: Sent): Send<Sent> {
  return { type: 'send', to, message };
}

/** Lets monitors see an event: `emit(observe({ type: 'entered' }))`. */
export function observe<Observed extends Message>(event: Observed): Observe<Observed> {
  return { type: 'observe', event };
}

/**
 * As the `params` of an action or a guard: hands it the very event that it reacts to, with that event's
 * own type. `{ type: 'noteReply', params: message }`.
 */
export function message<Event>({ event }: { readonly event: Event }): Event {
  return event;
}
