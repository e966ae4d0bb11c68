/**
 * What a number of a column has to do with one of the interchangeable ids, as a hash that stays the
 * same when ids are exchanged on either side: the colour of the pair. Sorting ids by their colours
 * brings a state near to its representative without trying all permutations. Colours may be equal by
 * chance, which costs time and nothing else.
 */

import type { Json } from '../../json.ts';
import { byText, canonical, isList } from '../../json.ts';
import { messageJson } from '../../state/action.ts';
import type { MachineMemo } from '../machine-memo.ts';
import type { World } from '../world.ts';

/** The colours of all pairs of a number and an id. */
export class Colours {
  readonly #world: World;
  readonly #ids: readonly string[];
  /** Per id, the group that it is in. */
  readonly #groupOf: ReadonlyMap<string, number>;
  readonly #locals = new Map<MachineMemo, (Int32Array | undefined)[]>();
  readonly #states: (Int32Array | undefined)[][];
  readonly #envelopes: (Int32Array | undefined)[] = [];

  constructor(world: World, groups: readonly (readonly string[])[]) {
    this.#world = world;
    this.#ids = groups.flat();
    this.#groupOf = new Map(groups.flatMap((group, index) => group.map((id) => [id, index])));
    this.#states = world.hosts.map(() => []);
  }

  /** The colours of a column's number with each id, group by group. */
  of(column: number, number: number): Int32Array {
    const { hosts, monitors, environments, loaded } = this.#world;
    if (column < hosts.length) return this.#station(column, number);
    if (column > hosts.length) {
      const monitor = monitors[column - hosts.length - 1];
      return monitor === undefined ? this.#perId(() => 0) : this.#local(monitor.memo, number);
    }
    const { partition } = environments.item(number);
    const groups = partition === null ? null : (loaded.system.partitions[partition] ?? null);
    return groups === null
      ? this.#perId(() => 0)
      : this.#perId((id) => hashOf(this.#groupingText(groups, id)));
  }

  #station(host: number, station: number): Int32Array {
    const { id, stations } = this.#world.host(host);
    const state = this.#state(host, stations.stateOf(station));
    const envelopes = stations.inboxes.list(stations.inboxOf(station));
    return this.#perId((pointed, index) => {
      let sum = mixed(hashOf(this.#erased(id, pointed)), state[index] ?? 0);
      for (const envelope of envelopes) sum = (sum + (this.#envelope(envelope)[index] ?? 0)) | 0;
      return sum;
    });
  }

  #state(host: number, state: number): Int32Array {
    const known = this.#states[host] ?? [];
    return (known[state] ??= this.#stateColours(host, state));
  }

  #stateColours(host: number, state: number): Int32Array {
    const { states } = this.#world.host(host).memo;
    const shape = states.shape(state);
    return this.#perId((pointed, index) => {
      let sum = 0;
      const slots = shape.up ? shape.slots : shape.disks;
      slots.forEach((instances, slot) => {
        for (const [key, part] of instances) {
          const name = hashOf(`${slot} ${this.#erased(key, pointed)}`);
          const colour =
            typeof part === 'number' && shape.up
              ? (this.#local(states.slot(slot).memo, part)[index] ?? 0)
              : hashOf(this.#text(part, pointed));
          sum = (sum + mixed(name, colour)) | 0;
        }
      });
      return mixed(sum, shape.up ? 1 : 2);
    });
  }

  #local(memo: MachineMemo, local: number): Int32Array {
    const known = this.#locals.get(memo) ?? [];
    this.#locals.set(memo, known);
    return (known[local] ??= this.#localColours(memo, local));
  }

  #localColours(memo: MachineMemo, local: number): Int32Array {
    const { value, context, timers } = memo.locals.item(local);
    const rest = hashOf(canonical([value, timers]));
    return this.#perId((pointed) => mixed(rest, hashOf(this.#text(context, pointed))));
  }

  #envelope(envelope: number): Int32Array {
    return (this.#envelopes[envelope] ??= this.#envelopeColours(envelope));
  }

  #envelopeColours(envelope: number): Int32Array {
    const { from, to, message } = this.#world.envelopes.item(envelope).envelope;
    const all: Json = [from, to.host, to.key, messageJson(message)];
    const machine = hashOf(to.machine);
    return this.#perId((pointed) => mixed(machine, hashOf(this.#text(all, pointed))));
  }

  #perId(colour: (id: string, index: number) => number): Int32Array {
    return Int32Array.from(this.#ids, colour);
  }

  /** The text of a value in which ids can't be told apart, but for the one that is pointed at. */
  #text(value: Json, pointed: string): string {
    if (typeof value === 'string') return JSON.stringify(this.#erased(value, pointed));
    if (value === null || typeof value !== 'object') return String(value);
    if (isList(value)) return `[${value.map((item) => this.#text(item, pointed)).join()}]`;
    const fields = Object.entries(value).map(
      ([name, part]) =>
        `${JSON.stringify(this.#erased(name, pointed))}:${this.#text(part, pointed)}`,
    );
    return `{${fields.toSorted(byText).join()}}`;
  }

  #groupingText(groups: readonly (readonly string[])[], pointed: string): string {
    return groups
      .map((group) =>
        group
          .map((id) => this.#erased(id, pointed))
          .toSorted()
          .join(),
      )
      .toSorted()
      .join('|');
  }

  #erased(text: string, pointed: string): string {
    if (text === pointed) return '\u0001this';
    const group = this.#groupOf.get(text);
    return group === undefined ? text : `\u0001${group}`;
  }
}

/** A 32-bit hash of a text. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return mixed(hash, text.length);
}

function mixed(left: number, right: number): number {
  let hash = Math.imul(left ^ Math.imul(right, 0x9e3779b1), 0x85ebca6b);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 13);
}
