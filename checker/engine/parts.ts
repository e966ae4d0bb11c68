/** The parts of a model's states that a view can show. */

import type { AnyStateMachine } from 'xstate';
import type { Json } from '../json.ts';
import { formatValue } from '../machine/local.ts';
import type { MachineQuestion } from '../state/known-names.ts';
import { refuseUnknownType, unknownMonitor } from '../state/known-names.ts';
import type { Envelope } from '../state/state.ts';
import type { DiskView, LocalView } from '../state/view.ts';
import { localView } from '../state/view-of.ts';
import type { HostShape } from './host-states.ts';
import { diskIn } from './host-states.ts';
import type { Layout } from './layout.ts';
import { MachineSlots } from './machine-slots.ts';
import type { Deciding, Projection } from './part.ts';
import { Part, undivided, Whole } from './part.ts';
import type { AnyPart, ImageOf, NumberedPart, Renaming, WholePart } from './parts.types.ts';
import type { World, WorldHost } from './world.ts';

/** Makes each part when it is first asked for. */
export class Parts {
  readonly world: World;
  readonly slots: MachineSlots;
  /** All parts by number; what they show is known to those who asked for them. */
  readonly list: AnyPart[] = [];
  readonly #known = new Map<string, NumberedPart<never>>();
  readonly #each = new Map<AnyStateMachine, WholePart<readonly LocalView[]>>();
  readonly #disks = new Map<AnyStateMachine, WholePart<readonly DiskView[]>>();
  readonly #messages = new Map<string, WholePart<readonly Envelope[]>>();
  #flights: WholePart<readonly Envelope[]> | null = null;
  readonly #wholes: Whole<unknown>[] = [];
  readonly #locals = new Map<string, LocalView>();
  readonly #images = new Map<Part<unknown>, ImageOf>();

  #layout: Layout;

  constructor(world: World, layout: Layout) {
    this.world = world;
    this.slots = new MachineSlots(world);
    this.#layout = layout;
  }

  relayout(layout: Layout): void {
    this.#layout = layout;
    for (const part of this.list) part.relayout(layout);
  }

  /** The part that shows of an exchanged state what a part shows of the state itself. */
  imageOf(part: Part<unknown>, renaming: Renaming): Part<unknown> {
    const image = this.#images.get(part)?.(renaming);
    // What is numbered by `#part` is a Part; what isn't is of no host, and its own image.
    return image === undefined ? part : (this.list[image.number] as Part<unknown>);
  }

  isUp(host: number): NumberedPart<boolean> {
    const image: ImageOf = (renaming) => this.isUp(renaming.host(host));
    return this.#ofState(`up ${host}`, host, image, ({ up }) => ({
      key: String(up),
      show: () => up,
    }));
  }

  /** Whether a host is up and all its resident machines are final. */
  isFinal(host: number): NumberedPart<boolean> {
    const { slots } = this.world.host(host).memo.states;
    const image: ImageOf = (renaming) => this.isFinal(renaming.host(host));
    return this.#ofState(`final ${host}`, host, image, (shape) => {
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
    const image: ImageOf = (renaming) => this.instances(renaming.host(host), slot);
    return this.#ofState(`each ${host} ${slot}`, host, image, (shape) => {
      const entries = shape.up ? [...(shape.slots[slot] ?? [])] : [];
      return {
        key: JSON.stringify(entries),
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
    const image: ImageOf = (to) => this.instance(to.host(host), slot, to.id(key));
    return this.#ofState(`at ${host} ${slot} ${key}`, host, image, (shape) => {
      const local = shape.up ? shape.slots[slot]?.get(key) : undefined;
      return {
        key: String(local),
        show: () => ({ is: local === undefined ? null : this.#local([host, slot], key, local) }),
      };
    });
  }

  /** All instances of a machine, host by host. */
  eachOf(machine: AnyStateMachine): WholePart<readonly LocalView[]> {
    const known = this.#each.get(machine);
    if (known !== undefined) return known;
    const whole = this.#whole(
      this.#perSlot(machine, 'each', (host, slot) => this.instances(host, slot)),
    );
    this.#each.set(machine, whole);
    return whole;
  }

  /** What all instances of a machine keep through crashes. */
  disksOf(machine: AnyStateMachine): WholePart<readonly DiskView[]> {
    const known = this.#disks.get(machine);
    if (known !== undefined) return known;
    const whole = this.#whole(
      this.#perSlot(machine, 'disks', (host, slot) => this.disks(host, slot)),
    );
    this.#disks.set(machine, whole);
    return whole;
  }

  allMessages(): WholePart<readonly Envelope[]> {
    this.#flights ??= this.#whole(this.world.hosts.map((_, host) => this.inbox(host)));
    return this.#flights;
  }

  /** The messages of one type, wherever they go. */
  messagesOf(type: string): WholePart<readonly Envelope[]> {
    const known = this.#messages.get(type);
    if (known !== undefined) return known;
    refuseUnknownType(this.world.loaded, type);
    const whole = this.#whole(this.world.hosts.map((_, host) => this.messages(host, type)));
    this.#messages.set(type, whole);
    return whole;
  }

  #perSlot<Made>(
    machine: AnyStateMachine,
    question: MachineQuestion,
    make: (host: number, slot: number) => Made,
  ): Made[] {
    return this.slots
      .of(machine, question)
      .flatMap((slots, host) => slots.map((slot) => make(host, slot)));
  }

  #whole<Seen>(parts: readonly NumberedPart<readonly Seen[]>[]): WholePart<readonly Seen[]> {
    // Parts that show lists are made by `#part`, which makes nothing but a Part.
    const whole = new Whole(parts.map(({ part }) => part as Part<readonly Seen[]>));
    this.#wholes.push(whole);
    return { whole: { number: this.list.push(whole) - 1, part: whole }, parts };
  }

  /** What the machines of a slot keep through crashes, whether the host is up or down. */
  disks(host: number, slot: number): NumberedPart<readonly DiskView[]> {
    const { id, memo } = this.world.host(host);
    const { loaded, memo: machine } = memo.states.slot(slot);
    const isResident = loaded.slot.kind === 'resident';
    const image: ImageOf = (renaming) => this.disks(renaming.host(host), slot);
    return this.#ofState(`disks ${host} ${slot}`, host, image, (shape) => {
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
    const image: ImageOf = (renaming) => this.inbox(renaming.host(host));
    return this.#part(`inbox ${host}`, this.#inboxAt(host), image, (content) => {
      const show = (): readonly Envelope[] =>
        Object.freeze(stations.inboxes.list(content).map((envelope) => this.#envelope(envelope)));
      return { key: String(content), show };
    });
  }

  /** The messages of one type on their way to a host. */
  messages(host: number, type: string): NumberedPart<readonly Envelope[]> {
    const { stations } = this.world.host(host);
    const image: ImageOf = (renaming) => this.messages(renaming.host(host), type);
    return this.#part(`messages ${host} ${type}`, this.#inboxAt(host), image, (content) => {
      const all = stations.inboxes.list(content);
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
    if (monitor === undefined) throw unknownMonitor(machine, this.world.loaded);
    const whole = undivided(this.world.hosts.length + 1 + index);
    return this.#part(`monitor ${index}`, whole, null, (number) => {
      const local = monitor.memo.locals.item(number);
      const seen = { host: `monitor ${formatValue(local.value)}`, key: null, machines: [machine] };
      return { key: String(number), show: () => Object.freeze(localView(seen, local)) };
    });
  }

  /** Whether a monitor has seen a violation. */
  violation(index: number): Part<boolean> {
    const monitor = this.world.monitors[index];
    if (monitor === undefined) throw new Error(`there is no monitor ${index}`);
    const part = new Part(undivided(this.world.hosts.length + 1 + index), (number) => {
      const isViolated = monitor.isViolated(number);
      return { key: String(isViolated), show: () => isViolated };
    });
    part.relayout(this.#layout);
    this.list.push(part);
    return part;
  }

  partition(): NumberedPart<{ readonly is: number | null }> {
    return this.#part('partition', undivided(this.world.hosts.length), null, (number) => {
      const { partition } = this.world.environments.item(number);
      return { key: String(partition), show: () => ({ is: partition }) };
    });
  }

  /** How many wholes have too many values to be read as one. */
  split(): number {
    return this.#wholes.filter(({ isFull }) => isFull).length;
  }

  #local([host, slot]: readonly [number, number], key: string, local: number): LocalView {
    const text = `${host} ${slot} ${local} ${key}`;
    const known = this.#locals.get(text);
    if (known !== undefined) return known;
    const { id, memo } = this.world.host(host);
    const { loaded, memo: machine } = memo.states.slot(slot);
    const name = loaded.slot.kind === 'resident' ? null : key;
    const machines = [loaded.slot.original, loaded.slot.machine];
    const seen = { host: id, key: name, machines };
    const view = Object.freeze(localView(seen, machine.locals.item(local)));
    this.#locals.set(text, view);
    return view;
  }

  #ofState<Seen>(
    name: string,
    host: number,
    image: ImageOf,
    project: (shape: HostShape) => Projection<Seen>,
  ): NumberedPart<Seen> {
    const { memo, stations }: WorldHost = this.world.host(host);
    const of = (station: number): number => stations.stateOf(station);
    return this.#part(name, { column: host, of }, image, (state) =>
      project(memo.states.shape(state)),
    );
  }

  /** What is on its way to a host, at its station. */
  #inboxAt(host: number): Deciding {
    const { stations } = this.world.host(host);
    return { column: host, of: (station) => stations.inboxOf(station) };
  }

  #part<Seen>(
    name: string,
    deciding: Deciding,
    image: ImageOf | null,
    project: (decided: number) => Projection<Seen>,
  ): NumberedPart<Seen> {
    const known = this.#known.get(name);
    // The name tells what the part shows, so what was kept under it shows the same.
    if (known !== undefined) return known as NumberedPart<Seen>;
    const part = new Part(deciding, project);
    part.relayout(this.#layout);
    const numbered = { number: this.list.push(part as Part<unknown>) - 1, part };
    if (image !== null) this.#images.set(part as Part<unknown>, image);
    this.#known.set(name, numbered as unknown as NumberedPart<never>);
    return numbered;
  }
}
