/**
 * The representatives of listed states, and where each host of such a state is found in its
 * representative.
 */

import type { Layout } from '../layout.ts';
import type { World } from '../world.ts';
import type { Symmetry } from './symmetry.ts';

/** The representatives of the states that were taken last. */
export class Represented {
  /** Packed, one after the other. */
  rows = new Int32Array(0);
  readonly #world: World;
  readonly #symmetry: Symmetry;
  #numbers = new Int32Array(0);
  /** Per state and host, the host of the representative. */
  #hosts = new Int32Array(0);

  constructor(world: World, symmetry: Symmetry) {
    this.#world = world;
    this.#symmetry = symmetry;
  }

  /** Takes states as rows of numbers, one after the other. Their images may outgrow the layout. */
  take(states: Int32Array): void {
    const { hosts, width } = this.#world;
    this.#symmetry.settle();
    this.#numbers = states.slice();
    this.#hosts = new Int32Array((states.length / width) * hosts.length);
    for (let at = 0, to = 0; at < states.length; at += width, to += hosts.length) {
      const path: number[] = [];
      this.#symmetry.canonicaliser.canonicalise(this.#numbers.subarray(at, at + width), path);
      for (let host = 0; host < hosts.length; host++) {
        this.#hosts[to + host] = path.reduce(
          (of, exchange) => this.#symmetry.exchanges[exchange]?.host(of) ?? of,
          host,
        );
      }
    }
  }

  pack(layout: Layout): void {
    const { width } = this.#world;
    const count = this.#numbers.length / width;
    if (this.rows.length < count * layout.words) this.rows = new Int32Array(count * layout.words);
    for (let entry = 0; entry < count; entry++) {
      const row = this.#numbers.subarray(entry * width, (entry + 1) * width);
      layout.pack(row, this.rows, entry * layout.words);
    }
  }

  /** Where a host of a state is found in its representative. */
  host(entry: number, host: number): number {
    return this.#hosts[entry * this.#world.hosts.length + host] ?? host;
  }
}
