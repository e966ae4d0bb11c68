/**
 * What a state is, as 64 bits that depend on its content alone, not on the numbers that one world
 * happened to give: so that what several threads saw can be put together, and is the same in every
 * run.
 *
 * Each column contributes the hash of what it holds, and a state is the exclusive or of its
 * columns' contributions: a step changes only those of the columns that it changes. The *abstract*
 * state is the same of less: the chart states of all hosts' machines, whatever their contexts, keys
 * and messages.
 */

import { byText, canonical } from '../json.ts';
import type { Json } from '../json.ts';
import { formatValue } from '../machine/local.ts';
import type { HostStates } from '../engine/host-states.ts';
import type { World, WorldHost } from '../engine/world.ts';
import { mixed } from './random.ts';

/** Per number of a column: two words of the state's fingerprint and two of the abstract state's. */
const wordsEach = 4;

/** The fingerprints of the state that a walk is in. */
export class Fingerprints {
  /** The state's two words. */
  low = 0;
  high = 0;
  /** The abstract state's two words. */
  #abstractLow = 0;
  #abstractHigh = 0;
  readonly #world: World;
  readonly #columns: Int32Array[];
  readonly #present: Int32Array;
  readonly #hostStates: Map<number, Hash>[];
  readonly #inboxes: Map<number, Hash>[];
  readonly #charts: Map<number, Hash>[];

  constructor(world: World) {
    const { hosts, width } = world;
    this.#world = world;
    this.#columns = Array.from({ length: width }, () => new Int32Array(wordsEach * 16));
    this.#present = new Int32Array(width).fill(-1);
    this.#hostStates = hosts.map(() => new Map());
    this.#inboxes = hosts.map(() => new Map());
    this.#charts = hosts.map(() => new Map());
  }

  /** The state as one number below 2^53. */
  get state(): number {
    return joined(this.low, this.high);
  }

  /** The abstract state as one number below 2^53. */
  get abstract(): number {
    return joined(this.#abstractLow, this.#abstractHigh);
  }

  /** Goes over to the state with these numbers; linear in the number of columns. */
  moveTo(row: Int32Array): void {
    const present = this.#present;
    for (let column = 0; column < row.length; column++) {
      const next = row[column] ?? 0;
      const before = present[column] ?? 0;
      if (next === before) continue;
      if (before >= 0) this.#toggle(column, before);
      this.#toggle(column, next);
      present[column] = next;
    }
  }

  #toggle(column: number, number: number): void {
    let table = this.#columns[column];
    const at = number * wordsEach;
    // A contribution's first word is odd: 0 stands for one that isn't known.
    if (table === undefined || at >= table.length || table[at] === 0) {
      table = this.#learn(column, number);
    }
    this.low ^= table[at] ?? 0;
    this.high ^= table[at + 1] ?? 0;
    this.#abstractLow ^= table[at + 2] ?? 0;
    this.#abstractHigh ^= table[at + 3] ?? 0;
  }

  #learn(column: number, number: number): Int32Array {
    const table = withRoom(this.#columns[column], number);
    this.#columns[column] = table;
    const { hosts } = this.#world;
    const host = hosts[column];
    const place = `${column} `;
    const whole =
      host === undefined
        ? hashOf(place + this.#textOf(column, number))
        : combined(hashOf(place), this.#hostHash(column, host, number));
    const charts = host === undefined ? { low: 0, high: 0 } : this.#chartHash(column, host, number);
    table.set([whole.low | 1, whole.high, charts.low, charts.high], number * wordsEach);
    return table;
  }

  /** What stands in a column beyond those of hosts. */
  #textOf(column: number, number: number): string {
    const { hosts, environments, monitors } = this.#world;
    const monitor = monitors[column - hosts.length - 1];
    if (monitor !== undefined) return jsonText(monitor.memo.locals.item(number));
    const { used, partition } = environments.item(number);
    return `${used.join()} ${partition}`;
  }

  #hostHash(column: number, { memo, stations }: WorldHost, station: number): Hash {
    const state = stations.stateOf(station);
    const inbox = stations.inboxOf(station);
    return combined(
      remembered(this.#hostStates[column], state, () => jsonText(memo.states.decoded(state))),
      remembered(this.#inboxes[column], inbox, () => {
        const { envelopes } = this.#world;
        const texts = stations.inboxes.list(inbox).map((one) => envelopes.item(one).text);
        return texts.join('\n');
      }),
    );
  }

  #chartHash(column: number, { memo, stations }: WorldHost, station: number): Hash {
    const state = stations.stateOf(station);
    return remembered(this.#charts[column], state, () => {
      return `${column} ${chartText(memo.states, state)}`;
    });
  }
}

interface Hash {
  readonly low: number;
  readonly high: number;
}

/** The chart states of a host's machines: instances of one family count, their keys don't. */
function chartText(states: HostStates, state: number): string {
  const shape = states.shape(state);
  if (!shape.up) return 'down';
  const slots = shape.slots.map((instances, slot) => {
    const { locals } = states.slot(slot).memo;
    const values = [...instances.values()].map((local) => formatValue(locals.item(local).value));
    return values.toSorted(byText).join();
  });
  return slots.join(' | ');
}

function remembered(
  known: Map<number, Hash> | undefined,
  number: number,
  text: () => string,
): Hash {
  const found = known?.get(number);
  if (found !== undefined) return found;
  const hash = hashOf(text());
  known?.set(number, hash);
  return hash;
}

function combined(one: Hash, other: Hash): Hash {
  return {
    low: mixed(Math.imul(one.low, 0x27d4eb2f) + other.low),
    high: mixed(Math.imul(one.high, 0x165667b1) + other.high),
  };
}

/** 64 bits of a text: two 32-bit hashes that differ in their multipliers. */
export function hashOf(text: string): Hash {
  let low = 0x2545f491;
  let high = 0x4f6cdd1d;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x9e3779b1);
    low ^= low >>> 15;
    high = Math.imul(high ^ code, 0x5f356495);
    high ^= high >>> 13;
  }
  return { low: mixed(low), high: mixed(high ^ text.length) };
}

// Host states and local states are JSON; their interfaces merely lack an index signature.
function jsonText(value: unknown): string {
  return canonical(value as Json);
}

function joined(low: number, high: number): number {
  return (low >>> 0) * 0x20_0000 + (high >>> 11);
}

function withRoom(table: Int32Array | undefined, number: number): Int32Array {
  const needed = (number + 1) * wordsEach;
  if (table !== undefined && needed <= table.length) return table;
  const larger = new Int32Array(Math.max(needed, (table?.length ?? 0) * 2));
  if (table !== undefined) larger.set(table);
  return larger;
}
