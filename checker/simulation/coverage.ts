/** Which chart transitions and which kinds of action the steps of walks were. */

import { StationSteps } from '../engine/station-steps.ts';
import { labelOf } from '../state/action.ts';
import type { Action } from '../state/action.ts';
import type { Walker } from './walker.ts';

/** What steps that were really taken cover: the engine itself knows only what it worked out. */
export class WalkCoverage {
  readonly taken: Set<string>;
  readonly happened = new Set<string>();
  readonly #walker: Walker;
  readonly #steps: readonly StationSteps[];
  /** By place in the pool, whether the step there was noted. */
  #noted = new Uint8Array(1 << 12);

  /** The walker must not have listed anything yet: by then only booting has taken transitions. */
  constructor(walker: Walker) {
    const { world } = walker;
    this.#walker = walker;
    this.#steps = world.hosts.map((_, host) => new StationSteps(world, host));
    this.taken = new Set(world.taken);
  }

  /** Notes a listed step that is about to be taken. */
  note(entry: number): void {
    const place = this.#walker.placeOf(entry);
    if (this.#noted[place] === 1) return;
    if (place >= this.#noted.length) {
      const larger = new Uint8Array(place * 2);
      larger.set(this.#noted);
      this.#noted = larger;
    }
    this.#noted[place] = 1;
    this.#learn(this.#walker.actionNumbered(this.#walker.actionOf(entry)));
  }

  #learn(action: Action): void {
    this.happened.add(labelOf(action));
    const host = this.#hostOf(action);
    if (host === -1) return;
    const { world, row } = this.#walker;
    const station = row[host] ?? 0;
    const steps = this.#steps[host]?.at(station) ?? [];
    // Boots are made anew by each that lists steps; there is at most one of a kind.
    const step = steps.find(
      ({ action: one }) => one === action || (isBoot(one) && one.kind === action.kind),
    );
    const state = world.host(host).stations.stateOf(station);
    for (const name of step?.brings(state)?.taken ?? []) this.taken.add(name);
  }

  /** The column of the host whose machines a step moves; -1 where it moves none. */
  #hostOf(action: Action): number {
    const id = movedHost(action);
    return id === null ? -1 : this.#walker.world.hosts.findIndex((host) => host.id === id);
  }
}

function isBoot({ kind }: Action): boolean {
  return kind === 'restart' || kind === 'amnesia';
}

function movedHost(action: Action): string | null {
  switch (action.kind) {
    case 'deliver':
      return action.to.host;
    case 'timer':
      return action.at.host;
    case 'input':
    case 'restart':
    case 'amnesia':
      return action.host;
    default:
      return null;
  }
}
