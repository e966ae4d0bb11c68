/** What becomes of actions, by number, when interchangeable ids change places. */

import { PairTable } from '../pair-table.ts';
import type { Images } from '../symmetry/images.ts';
import type { ActionNumbers } from './action-numbers.ts';

/** The images of actions. */
export class ActionImages {
  readonly #numbers: ActionNumbers;
  readonly #exchanges: readonly Images[];
  readonly #known = new PairTable();
  /** Per action, a number that it has in common with its images. */
  readonly #classes: (number | undefined)[] = [];
  #count = 0;

  constructor(numbers: ActionNumbers, exchanges: readonly Images[]) {
    this.#numbers = numbers;
    this.#exchanges = exchanges;
  }

  /** The image of an action under one of the exchanges. */
  image(exchange: number, action: number): number {
    const known = this.#known.get(exchange, action);
    if (known !== -1) return known;
    const images = this.#exchanges[exchange];
    if (images === undefined) throw new Error(`there is no exchange ${exchange}`);
    const image = this.#numbers.number(images.action(this.#numbers.action(action)));
    this.#known.set(exchange, action, image);
    return image;
  }

  /** A number that an action has in common with its images alone. */
  classOf(action: number): number {
    const known = this.#classes[action];
    if (known !== undefined) return known;
    const found = this.#count++;
    const open = [action];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      if (this.#classes[one] !== undefined) continue;
      this.#classes[one] = found;
      for (let exchange = 0; exchange < this.#exchanges.length; exchange++) {
        open.push(this.image(exchange, one));
      }
    }
    return found;
  }
}
