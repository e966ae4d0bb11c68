/** A packed row as a predicate sees it; whoever looks is told which parts were read, in which order. */

import type { AnyStateMachine } from 'xstate';
import { unknownHost } from '../state/known-names.ts';
import type { Envelope } from '../state/state.ts';
import type { DiskView, HostView, LocalView, View } from '../state/view.ts';
import type { RowSight } from './part.ts';
import type { Parts } from './parts.ts';
import type { NumberedPart, WholePart } from './parts.types.ts';

/** Told of every part that is read, with its value; may hear of the same part again. */
export type OnRead = (part: number, value: number) => void;

/** One state to one call of a predicate: it must not be asked after that call. */
export class RowView implements View {
  readonly hosts: View['hosts'];
  readonly #parts: Parts;
  readonly #sight: RowSight;
  readonly #onRead: OnRead;

  constructor(
    { parts, hosts }: { readonly parts: Parts; readonly hosts: View['hosts'] },
    sight: RowSight,
    onRead: OnRead,
  ) {
    this.hosts = hosts;
    this.#parts = parts;
    this.#sight = sight;
    this.#onRead = onRead;
  }

  // Predicates may take these off the view, so they are no methods.
  readonly host = (id: string): HostView => {
    const index = this.#index(id);
    const parts = this.#parts;
    const read = <Seen>(part: NumberedPart<Seen>): Seen => this.#read(part);
    const each = (machine: AnyStateMachine): readonly LocalView[] => this.#eachAt(index, machine);
    const at = (machine: AnyStateMachine, key?: string): LocalView | null =>
      this.#at(index, machine, key ?? null);
    return {
      id,
      get up(): boolean {
        return read(parts.isUp(index));
      },
      get final(): boolean {
        return read(parts.isFinal(index));
      },
      // The slot that runs a machine holds contexts of that machine's type: `load` pairs them.
      each: each as unknown as HostView['each'],
      at: at as unknown as HostView['at'],
    };
  };

  readonly isFinal = (id: string): boolean => this.#read(this.#parts.isFinal(this.#index(id)));

  // As above: the slots that run a machine hold its contexts.
  readonly each = ((machine: AnyStateMachine): readonly LocalView[] =>
    this.#readWhole(this.#parts.eachOf(machine))) as unknown as View['each'];

  readonly disks = ((machine: AnyStateMachine): readonly DiskView[] =>
    this.#readWhole(this.#parts.disksOf(machine))) as unknown as View['disks'];

  readonly inFlight = (to?: string): readonly Envelope[] => {
    if (to === undefined) return this.#readWhole(this.#parts.allMessages());
    return this.#read(this.#parts.inbox(this.#index(to)));
  };

  readonly messages = (type: string): readonly Envelope[] =>
    this.#readWhole(this.#parts.messagesOf(type));

  // The monitor of a property is the machine that the property names.
  readonly monitor = ((machine: AnyStateMachine): LocalView =>
    this.#read(this.#parts.monitor(machine))) as unknown as View['monitor'];

  get partition(): number | null {
    return this.#read(this.#parts.partition()).is;
  }

  #index(id: string): number {
    const index = this.hosts.findIndex((host) => host.id === id);
    if (index === -1)
      throw unknownHost(
        id,
        this.hosts.map((host) => host.id),
      );
    return index;
  }

  #eachAt(host: number, machine: AnyStateMachine): readonly LocalView[] {
    const slots = this.#parts.slots.of(machine, 'each')[host] ?? [];
    const [first] = slots;
    if (first === undefined) return [];
    if (slots.length === 1) return this.#read(this.#parts.instances(host, first));
    return slots.flatMap((slot) => this.#read(this.#parts.instances(host, slot)));
  }

  #at(host: number, machine: AnyStateMachine, key: string | null): LocalView | null {
    for (const slot of this.#parts.slots.keyed(machine, key)[host] ?? []) {
      const { is } = this.#read(this.#parts.instance(host, slot, key ?? ''));
      if (is !== null) return is;
    }
    return null;
  }

  /** A whole that became too many-sided to be numbered is read part by part. */
  #readWhole<Seen>({ whole, parts }: WholePart<readonly Seen[]>): readonly Seen[] {
    if (!whole.part.isFull) return this.#read(whole);
    return parts.flatMap((part) => this.#read(part));
  }

  #read<Seen>({ number, part }: NumberedPart<Seen>): Seen {
    const value = part.value(this.#sight);
    this.#onRead(number, value);
    return part.seen(value);
  }
}
