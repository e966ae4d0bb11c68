/** Messages on their way as numbers, with what the search must know of each. */

import { canonical } from '../json.ts';
import type { Message } from '../machine/local.ts';
import type { Action } from '../state/action.ts';
import { envelopeTextWith, messageJson } from '../state/action.ts';
import type { Envelope } from '../state/state.ts';
import type { LoadedModel } from '../system/load.ts';
import type { Channel } from '../system/system.ts';
import { channelBetween } from '../system/system.ts';
import { Interner } from './interner.ts';

/** One distinct message between two hosts. */
export interface Posted {
  readonly envelope: Envelope;
  /** See `envelopeText`. */
  readonly text: string;
  readonly channel: Channel;
  /** What can be done to it; the same objects every time. */
  readonly deliver: Action;
  readonly drop: Action;
  readonly duplicate: Action;
  /** The index of the sending host. */
  readonly sender: number;
  /** The index of the receiving slot on its host. */
  readonly slot: number;
  /** Whether it vanishes where the request that it is for isn't alive (R3). */
  readonly needsRequest: boolean;
}

/** All distinct messages that were ever on their way. */
export class Envelopes {
  readonly #loaded: LoadedModel;
  readonly #hosts: readonly string[];
  readonly #posted = new Interner<Posted>();
  /** Who tells several hosts the same sends them one object. */
  readonly #texts = new WeakMap<Message, string>();

  constructor(loaded: LoadedModel) {
    this.#loaded = loaded;
    this.#hosts = [...loaded.hosts.keys()];
  }

  get size(): number {
    return this.#posted.size;
  }

  number(envelope: Envelope): number {
    const text = envelopeTextWith(envelope, this.#textOf(envelope.message));
    return this.#posted.number(text, () => this.#posting(Object.freeze(envelope), text));
  }

  #textOf(message: Message): string {
    const known = this.#texts.get(message);
    if (known !== undefined) return known;
    const text = canonical(messageJson(message));
    // What may still be written to may come back as something else.
    if (Object.isFrozen(message)) this.#texts.set(message, text);
    return text;
  }

  item(number: number): Posted {
    return this.#posted.item(number);
  }

  #posting(envelope: Envelope, text: string): Posted {
    const { from, to, message } = envelope;
    const { system, hosts } = this.#loaded;
    const slots = [...(hosts.get(to.host)?.slots.values() ?? [])];
    const slot = slots.findIndex(({ name }) => name === to.machine);
    const declared = slots[slot]?.slot;
    const needsRequest =
      system.lateReplies === 'vanish' &&
      declared?.kind === 'perRequest' &&
      declared.opens !== message.type;
    const channel = channelBetween(system, from, to.host);
    return {
      envelope,
      text,
      channel,
      deliver: Object.freeze({ kind: 'deliver', ...envelope }),
      drop: Object.freeze({ kind: 'drop', ...envelope }),
      duplicate: Object.freeze({ kind: 'duplicate', ...envelope }),
      sender: this.#hosts.indexOf(from),
      slot,
      needsRequest,
    };
  }
}
