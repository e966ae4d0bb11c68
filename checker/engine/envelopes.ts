/** Messages on their way as numbers, with what the search must know of each. */

import { envelopeText } from '../state/action.ts';
import type { Action } from '../state/action.ts';
import type { Envelope } from '../state/state.ts';
import type { LoadedModel } from '../system/load.ts';
import { channelBetween } from '../system/system.ts';
import type { Channel } from '../system/system.ts';
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

  constructor(loaded: LoadedModel) {
    this.#loaded = loaded;
    this.#hosts = [...loaded.hosts.keys()];
  }

  get size(): number {
    return this.#posted.size;
  }

  number(envelope: Envelope): number {
    const text = envelopeText(envelope);
    return this.#posted.number(text, () => this.#posting(Object.freeze(envelope), text));
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
