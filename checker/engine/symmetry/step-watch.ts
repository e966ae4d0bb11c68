/**
 * Whether machines really treat interchangeable ids alike: every step that is computed is computed once
 * more with two ids exchanged, and must come out the same but for the exchange. The steps computed for
 * that are checked in their turn, so that in the end all permutations are covered.
 */

import type { ModelPlace } from '../../broken-model.ts';
import { BrokenModel } from '../../broken-model.ts';
import type { Json } from '../../json.ts';
import { asJson, byText, canonical, isEqual } from '../../json.ts';
import { formatValue } from '../../machine/local.ts';
import { actionText, envelopeText, messageJson } from '../../state/action.ts';
import type { Envelope } from '../../state/state.ts';
import { channelBetween } from '../../system/system.ts';
import { changes } from '../../trace/difference.ts';
import type { Cause, Spontaneous } from '../host-memo.ts';
import type { HostOutcome } from '../host-step.ts';
import type { World, WorldHost } from '../world.ts';
import type { Images } from './images.ts';

/** Checks the steps of all hosts and monitors of a world. */
export class StepWatch {
  readonly #world: World;
  readonly #exchanges: readonly Images[];
  /** What is still to be checked. */
  readonly #open: (() => void)[] = [];

  /** Watches from now on. */
  constructor(world: World, exchanges: readonly Images[]) {
    this.#world = world;
    this.#exchanges = exchanges;
    world.hosts.forEach(({ memo }, host) => {
      memo.watch = {
        stepped: (cause, outcome) =>
          this.#each((images) => this.#compare(images, host, cause, outcome)),
        listed: (state, all) =>
          this.#each((images) => this.#compareLists(images, host, state, all)),
      };
    });
    world.monitors.forEach((monitor, index) => {
      monitor.watch = (before, log, after) =>
        this.#each((images) => this.#compareFed(images, index, [before, log, after]));
    });
  }

  /**
   * Checks what was computed since it was asked last.
   * @throws BrokenModel naming the first step that ids make a difference to.
   */
  settle(): void {
    // What is checked computes further steps, to be checked as well.
    for (let at = 0; at < this.#open.length; at++) this.#open[at]?.();
    this.#open.length = 0;
  }

  #each(check: (images: Images) => void): void {
    for (const images of this.#exchanges) this.#open.push(() => check(images));
  }

  #compare(images: Images, host: number, cause: Cause, outcome: HostOutcome): void {
    const image = this.#guarded(images, this.#placeOf(host, cause), () =>
      this.#imageOf(images, host, cause),
    );
    for (const name of image.taken) this.#world.taken.add(name);
    if (this.#isImage(images, host, { outcome, image })) return;
    const expected = this.#told(images, host, outcome);
    const found = this.#told(null, images.host(host), image);
    const [difference] = changes(expected, found);
    const { path = '', before, after } = difference ?? {};
    const what = `${wording(before)} expected and ${wording(after)} found at ${path}`;
    throw broken(images, this.#placeOf(host, cause), `${this.#causeText(host, cause)}: ${what}`);
  }

  #isImage(
    images: Images,
    host: number,
    { outcome, image }: { readonly outcome: HostOutcome; readonly image: HostOutcome },
  ): boolean {
    if (!outcome.handled || !image.handled) return outcome.handled === image.handled;
    return (
      images.state(host, outcome.next) === image.next &&
      isEqual(this.#sends(images, host, outcome), this.#sends(null, images.host(host), image)) &&
      isEqual(this.#observed(images, outcome), this.#observed(null, image))
    );
  }

  /** What the same cause, exchanged, brings about at the exchanged host. */
  #imageOf(images: Images, host: number, cause: Cause): HostOutcome {
    const { memo } = this.#world.host(images.host(host));
    switch (cause.kind) {
      case 'boot':
        return memo.booted(cause.down === null ? null : images.state(host, cause.down));
      case 'message': {
        const envelope = images.envelope(cause.envelope);
        const state = images.state(host, cause.state);
        return memo.outcome(memo.given(state, envelope, this.#sent(envelope)));
      }
      case 'spontaneous': {
        const action = actionText(images.action(cause.action));
        const all = memo.spontaneous(images.state(host, cause.state));
        const one = all.find((other) => actionText(other.action) === action);
        if (one === undefined) throw new BrokenModel(`${action} may not happen`, {});
        return one.outcome();
      }
    }
  }

  /** An outcome, exchanged where `images` is given, as data to compare: order counts where it matters. */
  #told(images: Images | null, host: number, outcome: HostOutcome): Json {
    if (!outcome.handled) return { handled: false };
    const at = images === null ? host : images.host(host);
    const { states } = this.#world.host(at).memo;
    const next = images === null ? outcome.next : images.state(host, outcome.next);
    const state = asJson(states.decoded(next));
    const sends = this.#sends(images, host, outcome);
    return { handled: true, next: state, sends, observed: this.#observed(images, outcome) };
  }

  /** What is sent to each host: on channels that keep no order, in the order of texts. */
  #sends(images: Images | null, host: number, { sends }: HostOutcome): Record<string, string[]> {
    const { system } = this.#world.loaded;
    const { id: from } = this.#world.host(host);
    const lists = new Map<string, string[]>();
    for (const { to, message } of sends) {
      const envelope = { from, to, message };
      const sent = images === null ? envelope : images.posted(envelope);
      const list = lists.get(sent.to.host) ?? [];
      list.push(envelopeText(sent));
      lists.set(sent.to.host, list);
    }
    const sender = images === null ? from : images.id(from);
    for (const [to, list] of lists) {
      if (channelBetween(system, sender, to) !== 'fifo') list.sort(byText);
    }
    return Object.fromEntries(lists);
  }

  #observed(images: Images | null, { observed }: HostOutcome): readonly Json[] {
    if (this.#world.monitors.length === 0) return [];
    return observed.map((event) => messageJson(images === null ? event : images.message(event)));
  }

  #compareLists(images: Images, host: number, state: number, all: readonly Spontaneous[]): void {
    const expected = all.map(({ action }) => actionText(images.action(action))).toSorted(byText);
    const place = { host: this.#world.host(host).id };
    const found = this.#guarded(images, place, () => {
      const { memo } = this.#world.host(images.host(host));
      return memo.spontaneous(images.state(host, state));
    });
    const texts = found.map(({ action }) => actionText(action)).toSorted(byText);
    if (texts.join() === expected.join()) return;
    const missing = expected.find((text) => !texts.includes(text));
    const extra = texts.find((text) => !expected.includes(text));
    const what =
      missing === undefined ? `${extra} may happen as well` : `${missing} may not happen`;
    throw broken(
      images,
      place,
      `inputs and timers in the state ${this.#stateText(host, state)}: ${what}`,
    );
  }

  #compareFed(
    images: Images,
    index: number,
    [before, log, after]: readonly [number, number, number],
  ): void {
    const monitor = this.#world.monitors[index];
    if (monitor === undefined) return;
    const { memo, property } = monitor;
    const place = { property, machine: memo.chart.machine.id };
    const [local, told] = [images.local(memo, before), images.log(log)];
    const known = monitor.knownFed(local, told);
    const image =
      known === -1 ? this.#guarded(images, place, () => monitor.fed(local, told)) : known;
    if (image === images.local(memo, after)) return;
    const events = canonical(this.#world.logs.item(log).map(messageJson));
    const start = canonical(memo.locals.item(before).context);
    throw broken(images, place, `the monitor in the context ${start} on ${events}`);
  }

  /** A step that only fails with the ids exchanged is a difference as well. */
  #guarded<Value>(images: Images, place: ModelPlace, compute: () => Value): Value {
    try {
      return compute();
    } catch (cause) {
      if (!(cause instanceof BrokenModel)) throw cause;
      throw broken(images, place, `only after the exchange it fails: ${cause.message}`);
    }
  }

  #causeText(host: number, cause: Cause): string {
    switch (cause.kind) {
      case 'boot':
        return 'the boot';
      case 'message':
        return `the step on ${canonical(messageJson(this.#sent(cause.envelope).message))} in the state ${this.#stateText(host, cause.state)}`;
      case 'spontaneous':
        return `the step ${actionText(cause.action)} in the state ${this.#stateText(host, cause.state)}`;
    }
  }

  #stateText(host: number, state: number): string {
    return canonical(asJson(this.#world.host(host).memo.states.decoded(state)));
  }

  #sent(envelope: number): Envelope {
    return this.#world.envelopes.item(envelope).envelope;
  }

  #placeOf(host: number, cause: Cause): ModelPlace {
    const at = this.#world.host(host);
    const place = { host: at.id };
    if (cause.kind === 'boot') return place;
    if (cause.kind === 'message') {
      const { to, message } = this.#sent(cause.envelope);
      return { ...place, event: message.type, ...machineAt(at, cause.state, to) };
    }
    const { action } = cause;
    if (action.kind === 'timer') {
      return { ...place, event: `after ${action.delay}`, ...machineAt(at, cause.state, action.at) };
    }
    return action.kind === 'input' ? { ...place, event: action.event.type } : place;
  }
}

function machineAt(
  { memo: { states } }: WorldHost,
  state: number,
  { machine, key }: { readonly machine: string; readonly key: string | null },
): ModelPlace {
  const index = states.slotNamed(machine);
  const shape = states.shape(state);
  const local = shape.up ? shape.slots[index]?.get(key ?? '') : undefined;
  const { memo } = states.slot(index);
  const value = local === undefined ? {} : { state: formatValue(memo.locals.item(local).value) };
  return { machine: memo.chart.machine.id, ...value };
}

function wording(value: Json | undefined): string {
  return value === undefined ? 'nothing' : canonical(value);
}

function broken({ exchange }: Images, place: ModelPlace, what: string): BrokenModel {
  return new BrokenModel(
    `'${exchange.one}' and '${exchange.other}' are declared symmetric, but when they are exchanged this comes out differently: ${what}. Likely cause: ids are compared, the first or least of them is taken, or a list of them has an order. Let the choice be free (an input), keep sets as records, or don't declare the group`,
    place,
  );
}
