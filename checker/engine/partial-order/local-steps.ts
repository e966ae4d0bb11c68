/** What is known of the steps between the states of single hosts; of each its images are known as well. */

import type { Exchange } from '../../system/exchange.ts';
import { PairTable } from '../pair-table.ts';
import { Images } from '../symmetry/images.ts';
import type { World } from '../world.ts';
import { ActionImages } from './action-images.ts';
import type { ActionNumbers } from './action-numbers.ts';
import type { Sendings } from './sendings.ts';

/** A step between two states of one host. */
export interface LocalEdge {
  readonly host: number;
  readonly from: number;
  readonly to: number;
  /** What is sent, by number. */
  readonly sends: number;
  /** The number of the envelope that it delivers; -1 where it is no delivery. */
  readonly delivers: number;
}

/** What leads nowhere: no step, or one that breaks the model. */
export interface DeadEnd {
  readonly host: number;
  readonly from: number;
  readonly to: null;
}

/** Told of each step of a host's state once it is known. */
export type OnStep = (edge: LocalEdge) => void;

/** Steps of hosts' states, by action. */
export class LocalSteps {
  readonly #onStep: OnStep;
  readonly #sendings: Sendings;
  readonly #images: readonly Images[];
  readonly #actionImages: ActionImages;
  /** Per host, by the number of an action and of a state, whether it is known what that comes to. */
  readonly #known: readonly PairTable[];

  /** `exchanges` are those under which whatever one host does another does as well. */
  constructor(
    { world, sendings }: { readonly world: World; readonly sendings: Sendings },
    {
      actions,
      exchanges,
    }: { readonly actions: ActionNumbers; readonly exchanges: readonly Exchange[] },
    onStep: OnStep,
  ) {
    this.#onStep = onStep;
    this.#sendings = sendings;
    this.#images = exchanges.map((exchange) => new Images(world, exchange));
    this.#actionImages = new ActionImages(actions, this.#images);
    this.#known = world.hosts.map(() => new PairTable());
  }

  /** Whether it is known what an action comes to in a state. */
  knows(host: number, state: number, action: number): boolean {
    return this.#known[host]?.get(action, state) !== -1;
  }

  /** Notes what an action comes to in a state. Where one state stands for its images, so do its steps. */
  note(action: number, edge: LocalEdge | DeadEnd): void {
    const { host, from } = edge;
    this.#known[host]?.set(action, from, 1);
    if (edge.to !== null) this.#onStep(edge);
    this.#images.forEach((images, exchange) => {
      const image = this.#actionImages.image(exchange, action);
      const there = { host: images.host(host), from: images.state(host, from) };
      if (this.knows(there.host, there.from, image)) return;
      this.note(
        image,
        edge.to === null ? { ...there, to: null } : this.#imageOf(edge, images, there),
      );
    });
  }

  #imageOf(
    { host, to, sends, delivers }: LocalEdge,
    images: Images,
    there: Pick<LocalEdge, 'host' | 'from'>,
  ): LocalEdge {
    return {
      ...there,
      to: images.state(host, to),
      sends: this.#sendings.image(sends, images),
      delivers: delivers === -1 ? -1 : images.envelope(delivers),
    };
  }
}
