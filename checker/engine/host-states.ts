/**
 * The states of one host as numbers. A host that is up is a tuple of its machines' local states; one
 * that is down is the disks that it left (R3, R7).
 */

import type { Json, JsonRecord } from '../json.ts';
import { asJson, byText, canonical } from '../json.ts';
import type { Local } from '../machine/local.ts';
import type { HostState } from '../state/state.ts';
import type { LoadedHost, LoadedSlot } from '../system/load.ts';
import { inputOf, refuseBusyBirth } from '../system/load.ts';
import { Interner } from './interner.ts';
import type { MachineMemo } from './machine-memo.ts';

/** What a slot holds, by key in the order of keys; a resident machine stands under ''. */
export type Instances<Part> = ReadonlyMap<string, Part>;

/** A host's slots in declared order: numbers of local states while up, disks while down. */
export type HostShape =
  | { readonly up: true; readonly slots: readonly Instances<number>[] }
  | { readonly up: false; readonly disks: readonly Instances<Json>[] };

/** A machine of a host together with the memo of its steps. */
export interface EngineSlot {
  readonly loaded: LoadedSlot;
  readonly memo: MachineMemo;
}

/** An instance of a machine in an up state. */
interface InstanceOf {
  readonly memo: MachineMemo;
  readonly slot: number;
  readonly key: string;
  readonly local: number;
}

/** The states that one host was ever in. */
export class HostStates {
  readonly host: LoadedHost;
  readonly slots: readonly EngineSlot[];
  readonly #shapes = new Interner<HostShape>();
  readonly #fresh = new Map<string, number>();
  /** By the number of a state, the state that a step led there from first; -1 for a boot. */
  readonly #before: number[] = [];

  constructor(host: LoadedHost, memoOf: (slot: LoadedSlot) => MachineMemo) {
    this.host = host;
    this.slots = [...host.slots.values()].map((loaded) => ({ loaded, memo: memoOf(loaded) }));
  }

  get size(): number {
    return this.#shapes.size;
  }

  /** The state that a step led from when this one was met first; null where that was a boot. */
  before(state: number): number | null {
    const before = this.#before[state] ?? -1;
    return before === -1 ? null : before;
  }

  /** @throws Error for a number that was never given. */
  shape(state: number): HostShape {
    return this.#shapes.item(state);
  }

  isUp(state: number): boolean {
    return this.shape(state).up;
  }

  slot(index: number): EngineSlot {
    const slot = this.slots[index];
    if (slot === undefined) throw new Error(`host '${this.host.id}' has no slot ${index}`);
    return slot;
  }

  slotNamed(name: string): number {
    return this.slots.findIndex(({ loaded }) => loaded.name === name);
  }

  /** Whether an instance is part of the state of a host that is up. */
  isAlive(state: number, slot: number, key: string): boolean {
    const shape = this.shape(state);
    return shape.up && shape.slots[slot]?.has(key) === true;
  }

  /** The local state that a perKey machine has while nothing was done to it. */
  fresh(slot: number, key: string): number {
    const text = `${slot} ${key}`;
    const known = this.#fresh.get(text);
    if (known !== undefined) return known;
    const { loaded, memo } = this.slot(slot);
    const { local, effects } = memo.boot(inputOf(loaded, key, { disk: null }));
    refuseBusyBirth(loaded, { local: memo.locals.item(local), effects });
    this.#fresh.set(text, local);
    return local;
  }

  /**
   * The number of an up state; what is in any order becomes the order of keys. `before` is the state
   * that a step leads from, null for a boot.
   */
  numberUp(slots: readonly Instances<number>[], before: number | null): number {
    return this.#noted(this.number({ up: true, slots }), before);
  }

  /** The number of any state, however it comes about. */
  number(shape: HostShape): number {
    if (shape.up) {
      const slots = shape.slots.map(inOrder);
      const text = JSON.stringify(slots.map((instances) => [...instances]));
      return this.#shapes.number(text, () => ({ up: true, slots }));
    }
    const disks = shape.disks.map(inOrder);
    const text = canonical(['down', ...disks.map((kept) => [...kept].map((entry) => [...entry]))]);
    return this.#shapes.number(text, () => ({ up: false, disks }));
  }

  /** The number of a state that another world had; `before` as there. */
  restored(shape: HostShape, before: number | null): number {
    const number = this.number(shape);
    return before === null ? number : this.#noted(number, before);
  }

  #noted(number: number, before: number | null): number {
    this.#before[number] ??= before ?? -1;
    return number;
  }

  /** The state of a host that crashes: only what its machines keep in `context.disk` is left. */
  crashed(state: number): number {
    const shape = this.shape(state);
    if (!shape.up) throw new Error('a host that is down cannot crash');
    const disks = shape.slots.map((instances, slot) => this.#disksOf(instances, slot));
    return this.#noted(this.number({ up: false, disks }), state);
  }

  #disksOf(instances: Instances<number>, slot: number): Instances<Json> {
    const { loaded, memo } = this.slot(slot);
    const kept = new Map<string, Json>();
    if (loaded.slot.kind === 'perRequest') return kept;
    for (const [key, local] of instances) {
      const { context } = memo.locals.item(local);
      const disk = diskIn(context);
      if (disk !== undefined) kept.set(key, disk);
    }
    return kept;
  }

  /** Whether a machine of an up state holds ghosts. */
  hasGhost(state: number): boolean {
    return this.#locals(state).some(({ memo, local }) => memo.hasGhost(local));
  }

  /** What an up state is without ghosts: the same text for states that are equal but for these. */
  shadow(state: number): string {
    const parts = this.#locals(state).map(({ memo, slot, key, local }) => [
      slot,
      key,
      memo.shadow(local),
    ]);
    return JSON.stringify(parts);
  }

  #locals(state: number): readonly InstanceOf[] {
    const shape = this.shape(state);
    if (!shape.up) return [];
    return shape.slots.flatMap((instances, slot) => {
      const { memo } = this.slot(slot);
      return [...instances].map(([key, local]) => ({ memo, slot, key, local }));
    });
  }

  /** A state as text, for error messages. */
  text(state: number): string {
    return canonical(asJson(this.decoded(state)));
  }

  /** The plain state with a number. */
  decoded(state: number): HostState {
    const shape = this.shape(state);
    const residents = new Map<string, Local | Json>();
    const families = new Map<string, Record<string, Local | Json>>();
    this.slots.forEach(({ loaded, memo }, index) => {
      const parts: Instances<Local | Json> = shape.up
        ? new Map([...(shape.slots[index] ?? [])].map(([key, of]) => [key, memo.locals.item(of)]))
        : (shape.disks[index] ?? new Map());
      if (loaded.slot.kind === 'resident') {
        for (const part of parts.values()) residents.set(loaded.name, part);
      } else if (shape.up || loaded.slot.kind === 'perKey') {
        families.set(loaded.name, Object.fromEntries(parts));
      }
    });
    // Which of the two shapes the parts have follows from `up`.
    return {
      up: shape.up,
      residents: Object.fromEntries(residents),
      families: Object.fromEntries(families),
    } as HostState;
  }
}

/** What of a context survives a crash; undefined where the machine keeps nothing. */
export function diskIn(context: Json): Json | undefined {
  if (context === null || typeof context !== 'object' || !('disk' in context)) return undefined;
  return (context as JsonRecord)['disk'];
}

function inOrder<Part>(instances: Instances<Part>): Instances<Part> {
  if (instances.size < 2) return instances;
  return new Map([...instances].toSorted(([left], [right]) => byText(left, right)));
}
