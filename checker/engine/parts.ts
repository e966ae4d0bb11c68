/** The parts of a model's states that a view can show. */

import type { AnyStateMachine } from 'xstate';
import type { Json } from '../json.ts';
import { formatValue } from '../machine/local.ts';
import type { Envelope } from '../state/state.ts';
import type { DiskView, LocalView } from '../state/view.ts';
import { localView, slotsRunning } from '../state/view-of.ts';
import { diskIn } from './host-states.ts';
import type { HostShape } from './host-states.ts';
import type { Layout } from './layout.ts';
import { Part } from './part.ts';
import type { Projection } from './part.ts';
import type { World, WorldHost } from './world.ts';

/** A part with its number, by which decisions name it. */
export interface NumberedPart<Seen> {
  readonly number: number;
  readonly part: Part<Seen>;
}

/** Makes each part when it is first asked for. */
export class Parts {
  readonly world: World;
  /** All parts by number; what they show is known to those who asked for them. */
  readonly list: Part<unknown>[] = [];
  readonly #known = new Map<string, NumberedPart<never>>();
  readonly #slots = new Map<AnyStateMachine, readonly (readonly number[])[]>();
  readonly #locals = new Map<string, LocalView>();

  #layout: Layout;

  constructor(world: World, layout: Layout) {
    this.world = world;
    this.#layout = layout;
  }

  relayout(layout: Layout): void {
    this.#layout = layout;
    for (const part of this.list) part.relayout(layout);
  }

  isUp(host: number): NumberedPart<boolean> {
    return this.#ofState(`up ${host}`, host, ({ up }) => ({ key: String(up), show: () => up }));
  }

  /** Whether a host is up and all its resident machines are final. */
  isFinal(host: number): NumberedPart<boolean> {
    const { slots } = this.world.host(host).memo.states;
    return this.#ofState(`final ${host}`, host, (shape) => {
      const final =
        shape.up &&
        slots.every(({ loaded, memo }, slot) => {
          const local = shape.slots[slot]?.get('');
          if (loaded.slot.kind !== 'resident') return true;
          return local !== undefined && memo.locals.item(local).final;
        });
      return { key: String(final), show: () => final };
    });
  }

  /** All instances of a slot, in the order of keys. */
  instances(host: number, slot: number): NumberedPart<readonly LocalView[]> {
    return this.#ofState(`each ${host} ${slot}`, host, (shape) => {
      const entries = shape.up ? [...(shape.slots[slot] ?? [])] : [];
      return {
        key: entries.join(';'),
        show: () =>
          Object.freeze(entries.map(([key, local]) => this.#local([host, slot], key, local))),
      };
    });
  }

  /** One instance of a slot, or null. */
  instance(
    host: number,
    slot: number,
    key: string,
  ): NumberedPart<{ readonly is: LocalView | null }> {
    return this.#ofState(`at ${host} ${slot} ${key}`, host, (shape) => {
      const local = shape.up ? shape.slots[slot]?.get(key) : undefined;
      return {
        key: String(local),
        show: () => ({ is: local === undefined ? null : this.#local([host, slot], key, local) }),
      };
    });
  }

  /** What the machines of a slot keep through crashes, whether the host is up or down. */
  disks(host: number, slot: number): NumberedPart<readonly DiskView[]> {
    const { id, memo } = this.world.host(host);
    const { loaded, memo: machine } = memo.states.slot(slot);
    const isResident = loaded.slot.kind === 'resident';
    return this.#ofState(`disks ${host} ${slot}`, host, (shape) => {
      const disks = shape.up
        ? [...(shape.slots[slot] ?? [])].map(([key, local]): [string, Json] => [
            key,
            diskIn(machine.locals.item(local).context) ?? null,
          ])
        : [...(shape.disks[slot] ?? [])];
      if (isResident && disks.length === 0) disks.push(['', null]);
      const show = (): readonly DiskView[] =>
        Object.freeze(
          disks.map(([key, disk]) =>
            Object.freeze({ host: id, key: isResident ? null : key, disk }),
          ),
        );
      return { key: JSON.stringify(disks), show };
    });
  }

  /** The messages on their way to a host. */
  inbox(host: number): NumberedPart<readonly Envelope[]> {
    const { stations } = this.world.host(host);
    return this.#part(`inbox ${host}`, host, (station) => {
      const content = stations.inboxOf(station);
      const show = (): readonly Envelope[] =>
        Object.freeze(stations.inboxes.list(content).map((envelope) => this.#envelope(envelope)));
      return { key: String(content), show };
    });
  }

  /** The messages of one type on their way to a host. */
  messages(host: number, type: string): NumberedPart<readonly Envelope[]> {
    const { stations } = this.world.host(host);
    return this.#part(`messages ${host} ${type}`, host, (station) => {
      const all = stations.inboxes.list(stations.inboxOf(station));
      const ofType = all.filter((one) => this.#envelope(one).message.type === type);
      const show = (): readonly Envelope[] =>
        Object.freeze(ofType.map((envelope) => this.#envelope(envelope)));
      return { key: ofType.join(), show };
    });
  }

  #envelope(number: number): Envelope {
    return this.world.envelopes.item(number).envelope;
  }

  monitor(machine: AnyStateMachine): NumberedPart<LocalView> {
    const index = this.world.loaded.monitors.findIndex(({ original }) => original === machine);
    const monitor = this.world.monitors[index];
    if (monitor === undefined) throw new Error(`no property is monitored by '${machine.id}'`);
    return this.#part(`monitor ${index}`, this.world.hosts.length + 1 + index, (number) => {
      const local = monitor.memo.locals.item(number);
      const host = `monitor ${formatValue(local.value)}`;
      return { key: String(number), show: () => Object.freeze(localView(host, null, local)) };
    });
  }

  partition(): NumberedPart<{ readonly is: number | null }> {
    return this.#part('partition', this.world.hosts.length, (number) => {
      const { partition } = this.world.environments.item(number);
      return { key: String(partition), show: () => ({ is: partition }) };
    });
  }

  /** The slots of each host that run a machine, or what a mutant put in its stead. */
  slotsOf(machine: AnyStateMachine): readonly (readonly number[])[] {
    const known = this.#slots.get(machine);
    if (known !== undefined) return known;
    const slots = this.world.hosts.map(({ memo }) =>
      slotsRunning(memo.states.host, machine).map(({ name }) => memo.states.slotNamed(name)),
    );
    this.#slots.set(machine, slots);
    return slots;
  }

  isResident(host: number, slot: number): boolean {
    return this.world.host(host).memo.states.slot(slot).loaded.slot.kind === 'resident';
  }

  #local([host, slot]: readonly [number, number], key: string, local: number): LocalView {
    const text = `${host} ${slot} ${local} ${key}`;
    const known = this.#locals.get(text);
    if (known !== undefined) return known;
    const { id, memo } = this.world.host(host);
    const { loaded, memo: machine } = memo.states.slot(slot);
    const name = loaded.slot.kind === 'resident' ? null : key;
    const view = Object.freeze(localView(id, name, machine.locals.item(local)));
    this.#locals.set(text, view);
    return view;
  }

  #ofState<Seen>(
    name: string,
    host: number,
    project: (shape: HostShape) => Projection<Seen>,
  ): NumberedPart<Seen> {
    const { memo, stations }: WorldHost = this.world.host(host);
    return this.#part(name, host, (station) =>
      project(memo.states.shape(stations.stateOf(station))),
    );
  }

  #part<Seen>(
    name: string,
    column: number,
    project: (number: number) => Projection<Seen>,
  ): NumberedPart<Seen> {
    const known = this.#known.get(name);
    // The name tells what the part shows, so what was kept under it shows the same.
    if (known !== undefined) return known as NumberedPart<Seen>;
    const part = new Part(column, project);
    part.relayout(this.#layout);
    const numbered = { number: this.list.push(part as Part<unknown>) - 1, part };
    this.#known.set(name, numbered as unknown as NumberedPart<never>);
    return numbered;
  }
}
