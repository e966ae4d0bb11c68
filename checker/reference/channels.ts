/** What is in flight: putting messages on channels, taking them off, and which can move (R6, R8). */

import { byText, canonical } from '../json.ts';
import { ownField } from '../own-field.ts';
import { envelopeText } from '../state/action.ts';
import type { Envelope, State } from '../state/state.ts';
import { channelBetween, reaches } from '../system/system.ts';
import type { LoadedModel } from '../system/load.ts';
import { isPresent } from './host-run.ts';

type InFlight = readonly Envelope[];

/** The kind of channel that an envelope is on. */
export function channelOf(loaded: LoadedModel, { from, to }: Envelope): string {
  return channelBetween(loaded.system, from, to.host);
}

/** The distinct envelopes that may move next: any, or on a fifo pair only the oldest. */
export function movable(loaded: LoadedModel, inFlight: InFlight): InFlight {
  const seen = new Set<string>();
  return inFlight.filter((envelope) => {
    const fifo = channelOf(loaded, envelope) === 'fifo';
    const name = fifo ? canonical([envelope.from, envelope.to.host]) : envelopeText(envelope);
    return !seen.has(name) && seen.add(name);
  });
}

/** Whether an envelope's receiver is up and on the sender's side of a partition. */
export function isDeliverable(loaded: LoadedModel, state: State, { from, to }: Envelope): boolean {
  if (ownField(state.hosts, to.host)?.up !== true) return false;
  return reaches(loaded.system, state.partition, [from, to.host]);
}

/** Takes one copy of an envelope out of flight; on a duplicating channel it stays. */
export function withoutOne(loaded: LoadedModel, inFlight: InFlight, envelope: Envelope): InFlight {
  if (channelOf(loaded, envelope) === 'duplicating') return inFlight;
  const index = indexOf(inFlight, envelope);
  return index === -1 ? inFlight : inFlight.toSpliced(index, 1);
}

/** Puts one more copy of an envelope in flight, right behind the one there is. */
export function withCopy(inFlight: InFlight, envelope: Envelope): InFlight {
  return inFlight.toSpliced(indexOf(inFlight, envelope), 0, envelope);
}

/** Puts a step's outbox in flight, in the order of sending. */
export function withSent(loaded: LoadedModel, inFlight: InFlight, outbox: InFlight): InFlight {
  return outbox.reduce((flying, envelope) => {
    const isSet = channelOf(loaded, envelope) === 'duplicating';
    return isSet && indexOf(flying, envelope) !== -1 ? flying : [...flying, envelope];
  }, inFlight);
}

/**
 * Lets go of what can never arrive: messages to requests that are over (R3), and to hosts that are
 * down where those are lost (R7). The rest stands in canonical order.
 */
export function settled(loaded: LoadedModel, hosts: State['hosts'], inFlight: InFlight): InFlight {
  const places = new Map([...loaded.hosts.keys()].map((id, index) => [id, index]));
  const place = ({ to }: Envelope): number => places.get(to.host) ?? places.size;
  return inFlight
    .filter((envelope) => !isLate(loaded, hosts, envelope) && !isLost(loaded, hosts, envelope))
    .toSorted((left, right) => {
      const apart =
        place(left) - place(right) || byText(canonical(left.from), canonical(right.from));
      if (apart !== 0 || channelOf(loaded, left) === 'fifo') return apart;
      return byText(envelopeText(left), envelopeText(right));
    });
}

function isLate(loaded: LoadedModel, hosts: State['hosts'], { to, message }: Envelope): boolean {
  const slot = loaded.hosts.get(to.host)?.slots.get(to.machine)?.slot;
  if (loaded.system.lateReplies === 'delivered' || slot?.kind !== 'perRequest') return false;
  const host = ownField(hosts, to.host);
  return slot.opens !== message.type && !(host?.up === true && isPresent(host, to));
}

function isLost(loaded: LoadedModel, hosts: State['hosts'], { to }: Envelope): boolean {
  return loaded.system.whileDown === 'lost' && ownField(hosts, to.host)?.up === false;
}

function indexOf(inFlight: InFlight, envelope: Envelope): number {
  const text = envelopeText(envelope);
  return inFlight.findIndex((other) => envelopeText(other) === text);
}
