/** Messages on their way, as numbers, with what the search must know of each. */

import { envelopeText } from '../state/action.ts';
import type { Envelope } from '../state/state.ts';
import { channelBetween } from '../system/system.ts';
import type { Channel } from '../system/system.ts';
import type { LoadedModel } from '../system/load.ts';
import { Interner } from './interner.ts';

/** One distinct message between two hosts. */
export interface KnownEnvelope {
  readonly envelope: Envelope;
  readonly text: string;
  readonly channel: Channel;
  /** The index of the sending host. */
  readonly from: number;
  /** Whether it is for a request that may be over by the time it is sent or arrives (R3). */
  readonly mayBeLate: boolean;
}

/** Numbers envelopes; equal messages between the same machines have the same number. */
export class Envelopes {
  readonly known = new Interner<KnownEnvelope>();
  readonly #loaded: LoadedModel;
  readonly #hosts: readonly string[];

  constructor(loaded: LoadedModel) {
    this.#loaded = loaded;
    this.#hosts = [...loaded.hosts.keys()];
  }

  number(envelope: Envelope): number {
    const text = envelopeText(envelope);
    return this.known.number(text, () => this.#describe(envelope, text));
  }

  item(number: number): KnownEnvelope {
    return this.known.item(number);
  }

  #describe(envelope: Envelope, text: string): KnownEnvelope {
    const { from, to, message } = envelope;
    const { system, hosts } = this.#loaded;
    const slot = hosts.get(to.host)?.slots.get(to.machine)?.slot;
    const mayBeLate =
      system.lateReplies === 'vanish' && slot?.kind === 'perRequest' && slot.opens !== message.type;
    const channel = channelBetween(system, from, to.host);
    return { envelope, text, channel, from: this.#hosts.indexOf(from), mayBeLate };
  }
}
