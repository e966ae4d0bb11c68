/**
 * What becomes of every numbered thing of a world when two interchangeable ids change places. An image
 * is a number like all others: it is given where it is asked for, and kept.
 */

import type { Json } from '../../json.ts';
import { deepFreeze } from '../../json.ts';
import type { Local, Message } from '../../machine/local.ts';
import { messageJson } from '../../state/action.ts';
import type { Action } from '../../state/action.ts';
import type { Envelope } from '../../state/state.ts';
import type { Exchange } from '../../system/exchange.ts';
import { exchangedGroupings, exchangedId, exchangedIn } from '../../system/exchange.ts';
import type { HostShape, Instances } from '../host-states.ts';
import type { MachineMemo } from '../machine-memo.ts';
import type { World } from '../world.ts';

/** Numbers and their images, for things of one kind; an exchange undoes itself. */
type Known = (number | undefined)[];

/** The images under one exchange. */
export class Images {
  readonly exchange: Exchange;
  /** Per host, where it goes. */
  readonly hostOf: readonly number[];
  readonly #world: World;
  readonly #groupingOf: readonly number[];
  readonly #locals = new Map<MachineMemo, Known>();
  readonly #states: readonly Known[];
  readonly #contents: readonly Known[];
  readonly #envelopes: Known = [];

  constructor(world: World, exchange: Exchange) {
    const ids = world.hosts.map(({ id }) => id);
    this.#world = world;
    this.exchange = exchange;
    this.hostOf = ids.map((id) => ids.indexOf(exchangedId(exchange, id)));
    this.#groupingOf = exchangedGroupings(world.loaded.system, exchange);
    this.#states = ids.map(() => []);
    this.#contents = ids.map(() => []);
  }

  /** Where a column of a row goes: that of a host to that of another, the others stay. */
  columnOf(column: number): number {
    return this.hostOf[column] ?? column;
  }

  /** The image of a column's number, as a number of the column that it goes to. */
  number(column: number, number: number): number {
    const { hosts, monitors } = this.#world;
    if (column < hosts.length) return this.station(column, number);
    if (column === hosts.length) return this.#environment(number);
    const monitor = monitors[column - hosts.length - 1];
    return monitor === undefined ? number : this.local(monitor.memo, number);
  }

  station(host: number, station: number): number {
    const { stations } = this.#world.host(host);
    const state = this.state(host, stations.stateOf(station));
    const content = this.#content(host, stations.inboxOf(station));
    return this.#world.host(this.host(host)).stations.number(state, content);
  }

  host(host: number): number {
    return this.hostOf[host] ?? host;
  }

  /** The image of a host's state, as a state of the host that it goes to. */
  state(host: number, state: number): number {
    return this.#kept(this.#states[host] ?? [], this.#states[this.host(host)] ?? [], state, () => {
      const { states } = this.#world.host(this.host(host)).memo;
      return states.number(this.#shape(host, this.#world.host(host).memo.states.shape(state)));
    });
  }

  #shape(host: number, shape: HostShape): HostShape {
    if (!shape.up) {
      const disks = shape.disks.map((kept) => this.#keyed(kept, (disk) => this.json(disk)));
      return { up: false, disks };
    }
    const { states } = this.#world.host(host).memo;
    const slots = shape.slots.map((instances, slot) =>
      this.#keyed(instances, (local) => this.local(states.slot(slot).memo, local)),
    );
    return { up: true, slots };
  }

  #keyed<Part>(instances: Instances<Part>, image: (part: Part) => Part): Instances<Part> {
    return new Map([...instances].map(([key, part]) => [this.id(key), image(part)]));
  }

  /** The image of a machine's local state; the machine runs on hosts that change places alike. */
  local(memo: MachineMemo, local: number): number {
    const known = this.#locals.get(memo) ?? [];
    this.#locals.set(memo, known);
    return this.#kept(known, known, local, () => {
      const before = memo.locals.item(local);
      const context = this.json(before.context);
      return context === before.context
        ? local
        : memo.number(deepFreeze<Local>({ ...before, context }));
    });
  }

  envelope(envelope: number): number {
    const { envelopes } = this.#world;
    return this.#kept(this.#envelopes, this.#envelopes, envelope, () =>
      envelopes.number(this.posted(envelopes.item(envelope).envelope)),
    );
  }

  /** The image of a message on its way. */
  posted({ from, to, message }: Envelope): Envelope {
    return {
      from: this.id(from),
      to: { ...to, host: this.id(to.host), key: to.key === null ? null : this.id(to.key) },
      message: this.message(message),
    };
  }

  /** The image of what monitors are told. */
  log(log: number): number {
    const { logs } = this.#world;
    return logs.number(logs.item(log).map((event) => this.#told(event)));
  }

  #told(event: Message & { readonly grouping?: number }): Message {
    if (event.type !== '@partition' || event.grouping === undefined) return this.message(event);
    const grouping = this.#groupingOf[event.grouping] ?? event.grouping;
    return { type: event.type, grouping } as Message;
  }

  action(action: Action): Action {
    switch (action.kind) {
      case 'deliver':
      case 'drop':
      case 'duplicate':
        return { kind: action.kind, ...this.posted(action) };
      case 'timer': {
        const { host, key } = action.at;
        const at = { ...action.at, host: this.id(host), key: key === null ? null : this.id(key) };
        return { ...action, at };
      }
      case 'input':
        return { kind: 'input', host: this.id(action.host), event: this.message(action.event) };
      case 'partition':
        return {
          kind: 'partition',
          grouping: this.#groupingOf[action.grouping] ?? action.grouping,
        };
      case 'heal':
        return action;
      case 'restart':
      case 'crash':
      case 'amnesia':
        return { kind: action.kind, host: this.id(action.host) };
    }
  }

  id(id: string): string {
    return exchangedId(this.exchange, id);
  }

  json(value: Json): Json {
    return exchangedIn(this.exchange, value);
  }

  message(message: Message): Message {
    // It has a type still: ids are no types of messages.
    return this.json(messageJson(message)) as unknown as Message;
  }

  #content(host: number, content: number): number {
    return this.#kept(
      this.#contents[host] ?? [],
      this.#contents[this.host(host)] ?? [],
      content,
      () => {
        const list = this.#world.host(host).stations.inboxes.list(content);
        const { inboxes } = this.#world.host(this.host(host)).stations;
        return inboxes.with(
          0,
          list.map((envelope) => this.envelope(envelope)),
        );
      },
    );
  }

  #environment(environment: number): number {
    const { environments } = this.#world;
    const { used, partition } = environments.item(environment);
    if (partition === null) return environment;
    return environments.number({ used, partition: this.#groupingOf[partition] ?? partition });
  }

  #kept(known: Known, back: Known, number: number, image: () => number): number {
    const before = known[number];
    if (before !== undefined) return before;
    const found = image();
    known[number] = found;
    back[found] = number;
    return found;
  }
}
