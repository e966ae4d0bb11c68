/** What strategies need to know of actions, worked out once for each. */

import type { BlockPool } from '../engine/block-pool.ts';
import type { LoadedModel } from '../system/load.ts';
import { hostOf, isFault, labelOf } from '../state/action.ts';
import type { Action } from '../state/action.ts';
import { hashOf } from './fingerprints.ts';

const unknown = 0;
const noFault = 1;
const fault = 2;

/** Facts on the numbered actions of one engine. */
export class Actions {
  /** Texts of the sources met so far. */
  readonly #sources = new Map<string, number>();
  readonly #blocks: BlockPool;
  readonly #faultInputs: readonly string[];
  #faults = new Uint8Array(256);
  #sourceOf = new Int32Array(256);
  readonly #sourceHashes: number[] = [];

  constructor(blocks: BlockPool, { system }: LoadedModel) {
    this.#blocks = blocks;
    this.#faultInputs = system.faultInputs;
  }

  /** Whether an action is a fault. */
  isFault(action: number): boolean {
    if ((this.#faults[action] ?? unknown) === unknown) this.#learn(action);
    return this.#faults[action] === fault;
  }

  /** The number of the source that an action comes from, see `sourceText`. */
  source(action: number): number {
    if ((this.#faults[action] ?? unknown) === unknown) this.#learn(action);
    return this.#sourceOf[action] ?? 0;
  }

  /** A hash of a source that is the same in every thread and run. */
  sourceHash(source: number): number {
    return this.#sourceHashes[source] ?? 0;
  }

  #learn(number: number): void {
    if (number >= this.#faults.length) {
      const faults = new Uint8Array(number * 2);
      faults.set(this.#faults);
      this.#faults = faults;
      const sources = new Int32Array(number * 2);
      sources.set(this.#sourceOf);
      this.#sourceOf = sources;
    }
    const action = this.#blocks.actionNumbered(number);
    this.#faults[number] = isFault(action, this.#faultInputs) ? fault : noFault;
    this.#sourceOf[number] = this.#sourceNumber(sourceText(action));
  }

  #sourceNumber(text: string): number {
    const known = this.#sources.get(text);
    if (known !== undefined) return known;
    this.#sources.set(text, this.#sources.size);
    return this.#sourceHashes.push(hashOf(text).low) - 1;
  }
}

/**
 * Where an action comes from, which is what takes the place of a thread in `pct`: the messages from
 * one host to another, a host's timers, its inputs, its boots, and each kind of fault at each host.
 */
function sourceText(action: Action): string {
  const host = hostOf(action) ?? '';
  switch (action.kind) {
    case 'deliver':
      return `deliver ${action.from} ${host}`;
    case 'timer':
    case 'input':
    case 'restart':
      return `${action.kind} ${host}`;
    default:
      return `${labelOf(action)} ${host}`;
  }
}
