/**
 * What two orders of steps at one host come to.
 *
 * Mostly that is the same whatever else is in the inbox. A step that is no fault looks at nothing there but
 * what it delivers, and takes only that out, unless a set holds it. Of two deliveries that are possible neither
 * decides whether the other is: on a fifo channel they are the oldest of two pairs. So where nothing in the inbox
 * vanishes with what becomes of its host, the inbox is the same after both orders, and these differ at most in the
 * states they lead to and in what is sent; that depends on the state and on what is delivered alone. Then the steps
 * are looked at where nothing else is in the inbox, once for a state. For the same reason a message that may
 * come in at any time, on a channel without order, makes no difference to any step but its own delivery, and that
 * can be looked at without the inbox.
 */

import { PairTable } from '../pair-table.ts';
import type { Rehearsal, Rehearsed } from './rehearsal.ts';

/** What becomes of a step and another one; `absorbed`: the second leaves no trace of the first. */
export const [different, same, absorbed] = [0, 1, 2];

/** Compares orders of the steps of hosts. */
export class Orders {
  readonly #rehearsal: Rehearsal;
  readonly #losesMessages: boolean;
  readonly #known: readonly PairTable[];
  /** Pairs of actions by number. */
  readonly #pairs = new PairTable();
  #count = 0;

  constructor(rehearsal: Rehearsal) {
    const { hosts, loaded } = rehearsal.world;
    this.#rehearsal = rehearsal;
    this.#losesMessages = loaded.system.whileDown === 'lost';
    this.#known = hosts.map(() => new PairTable());
  }

  /** What a step and another one come to, in both orders. Both are possible at the station. */
  of(host: number, station: number, step: Rehearsed, other: Rehearsed): number {
    if (!this.isCalm(host, station) || !this.isPlain(step) || !this.isPlain(other)) {
      return this.#compared(host, step, other);
    }
    const { stations } = this.#rehearsal.world.host(host);
    const state = stations.stateOf(station);
    const pair = this.#pair(step.action, other.action);
    const table = this.#known[host];
    const known = table?.get(pair, state) ?? -1;
    if (known !== -1) return known;
    const found = this.#alone(host, state, step, other);
    table?.set(pair, state, found);
    return found;
  }

  /**
   * Whether all that is in an inbox stays there until it is delivered, dropped or doubled, whatever becomes
   * of its host.
   */
  isCalm(host: number, station: number): boolean {
    if (this.#losesMessages) return false;
    const { stations } = this.#rehearsal.world.host(host);
    return !stations.inboxes.needsRequest(stations.inboxOf(station));
  }

  /** Whether an envelope may come in at any time without making a difference to other steps. */
  isLoose(envelope: number): boolean {
    const { channel, needsRequest } = this.#rehearsal.world.envelopes.item(envelope);
    return channel === 'unordered' && !needsRequest && !this.#losesMessages;
  }

  /** Whether a step takes out of the inbox what it delivers, and looks at nothing else there. */
  isPlain({ delivers, isFault }: Rehearsed): boolean {
    if (isFault) return false;
    const { envelopes } = this.#rehearsal.world;
    return delivers === -1 || envelopes.item(delivers).channel !== 'duplicating';
  }

  #pair(one: number, other: number): number {
    const known = this.#pairs.get(one, other);
    if (known !== -1) return known;
    this.#pairs.set(one, other, this.#count);
    return this.#count++;
  }

  /** The same of two steps that touch nothing of the inbox but what they deliver. */
  #alone(host: number, state: number, step: Rehearsed, other: Rehearsed): number {
    const rehearsal = this.#rehearsal;
    const { stations } = rehearsal.world.host(host);
    const first = rehearsal.alone(host, state, step);
    const only = rehearsal.alone(host, state, other);
    if (first === null || only === null) return different;
    const between = stations.stateOf(first.next);
    const later = rehearsal.alone(host, between, other);
    if (later === null || later.isBroken || later.log !== only.log) return different;
    const end = stations.stateOf(later.next);
    const sends = rehearsal.sendings.combined(first.sends, later.sends);
    const leavesNoMark = first.label < 0 && first.log === 0 && first.delivers === -1;
    if (leavesNoMark && end === stations.stateOf(only.next) && sends === only.sends) {
      return absorbed;
    }
    const second = rehearsal.alone(host, stations.stateOf(only.next), step);
    if (second === null || second.isBroken || second.log !== first.log) return different;
    if (stations.stateOf(second.next) !== end) return different;
    return rehearsal.sendings.combined(only.sends, second.sends) === sends ? same : different;
  }

  #compared(host: number, step: Rehearsed, other: Rehearsed): number {
    const rehearsal = this.#rehearsal;
    const later = rehearsal.find(host, step.next, other.action);
    if (later === null || later.isBroken || later.log !== other.log) return different;
    const sends = rehearsal.sendings.combined(step.sends, later.sends);
    const leavesNoMark = step.label < 0 && step.log === 0;
    if (leavesNoMark && later.next === other.next && sends === other.sends) return absorbed;
    const second = rehearsal.find(host, other.next, step.action);
    if (second === null || second.isBroken || second.log !== step.log) return different;
    if (second.next !== later.next) return different;
    return rehearsal.sendings.combined(other.sends, second.sends) === sends ? same : different;
  }
}
