/** What steps send, by number: equal numbers are equal effects on inboxes. */

import { Interner } from '../interner.ts';
import { PairTable } from '../pair-table.ts';
import type { Images } from '../symmetry/images.ts';
import type { Parcel, World } from '../world.ts';

/** The envelopes that a step sends to one host: those of fifo pairs first, in the order of sending. */
export interface Sending {
  readonly host: number;
  readonly envelopes: readonly number[];
}

/** Numbers what is sent in a world; 0 is nothing. */
export class Sendings {
  readonly #world: World;
  readonly #sendings = new Interner<readonly Sending[]>();
  readonly #combined = new PairTable();
  /** Steps with the same outcome share the object. */
  readonly #known = new WeakMap<readonly Parcel[], number>();

  constructor(world: World) {
    this.#world = world;
    this.#sendings.number('', () => []);
  }

  /** What is sent under a number. */
  item(sends: number): readonly Sending[] {
    return this.#sendings.item(sends);
  }

  number(parcels: readonly Parcel[]): number {
    if (parcels.length === 0) return 0;
    const known = this.#known.get(parcels);
    if (known !== undefined) return known;
    const number = this.#number(
      parcels.map(({ host, parcel }) => ({
        host,
        envelopes: this.#world.host(host).stations.envelopesOf(parcel),
      })),
    );
    this.#known.set(parcels, number);
    return number;
  }

  /** What two steps send together, the first one first. */
  combined(first: number, second: number): number {
    if (first === 0) return second;
    if (second === 0) return first;
    const known = this.#combined.get(first, second);
    if (known !== -1) return known;
    const both = [...this.item(first), ...this.item(second)];
    const hosts = [...new Set(both.map(({ host }) => host))];
    const combined = this.#number(
      hosts.map((host) => ({
        host,
        envelopes: both.filter((one) => one.host === host).flatMap(({ envelopes }) => envelopes),
      })),
    );
    this.#combined.set(first, second, combined);
    return combined;
  }

  /** What is sent instead where ids are exchanged. */
  image(sends: number, images: Images): number {
    return this.#number(
      this.item(sends).map(({ host, envelopes }) => ({
        host: images.host(host),
        envelopes: envelopes.map((one) => images.envelope(one)),
      })),
    );
  }

  /** Only a fifo pair minds the order of sending. */
  #number(sendings: readonly Sending[]): number {
    const isFifo = (envelope: number): boolean =>
      this.#world.envelopes.item(envelope).channel === 'fifo';
    const ordered = sendings
      .toSorted((one, other) => one.host - other.host)
      .map(({ host, envelopes }) => {
        const loose = envelopes.filter((one) => !isFifo(one)).toSorted((one, two) => one - two);
        return { host, envelopes: [...envelopes.filter(isFifo), ...loose] };
      });
    const text = ordered.map(({ host, envelopes }) => `${host}:${envelopes.join()}`).join(' ');
    return this.#sendings.number(text, () => ordered);
  }
}
