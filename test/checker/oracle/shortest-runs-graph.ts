/** The test oracle of R19: writes down every shortest run to a violation, and picks the best of them. */

import { byAction, hostOf, isFault } from '../../../checker/state/action.ts';
import type { Action } from '../../../checker/state/action.ts';
import type { LoadedModel } from '../../../checker/system/load.ts';

/** What shows a property: a state, or a last action taken in it. */
export interface Showing {
  readonly key: string;
  readonly last: Action | null;
}

/** More runs than this are not compared. */
const mostRuns = 2000;

/** The steps from each level of states to the next, and the first that showed each property. */
export class ShortestRunsGraph {
  /** How many steps the shortest runs to what shows each property have. */
  readonly steps = new Map<string, number>();
  readonly #loaded: LoadedModel;
  readonly #hosts: readonly string[];
  readonly #before = new Map<string, { readonly key: string; readonly action: Action }[]>();
  readonly #showings = new Map<string, Showing[]>();

  constructor(loaded: LoadedModel) {
    this.#loaded = loaded;
    this.#hosts = [...loaded.hosts.keys()];
  }

  /** Notes a step from one level to the next. */
  link(key: string, action: Action, to: string): void {
    this.#before.set(to, [...(this.#before.get(to) ?? []), { key, action }]);
  }

  /** Notes what shows a property after so many steps; only the fewest matter. */
  show(name: string, steps: number, showing: Showing): void {
    const fewest = this.steps.get(name) ?? steps;
    if (steps > fewest) return;
    this.steps.set(name, steps);
    this.#showings.set(name, [...(this.#showings.get(name) ?? []), showing]);
  }

  /** The best of all shortest runs to a property; null where there are too many of them. */
  bestRun(name: string): readonly Action[] | null {
    let best: readonly Action[] | null = null;
    let count = 0;
    for (const { key, last } of this.#showings.get(name) ?? []) {
      for (const start of this.#runsTo(key)) {
        count++;
        if (count > mostRuns) return null;
        const run = last === null ? start : [...start, last];
        if (best === null || this.#compare(run, best) < 0) best = run;
      }
    }
    return best;
  }

  *#runsTo(key: string): Generator<readonly Action[]> {
    const steps = this.#before.get(key);
    if (steps === undefined) yield [];
    for (const step of steps ?? []) {
      for (const run of this.#runsTo(step.key)) yield [...run, step.action];
    }
  }

  #compare(left: readonly Action[], right: readonly Action[]): number {
    return (
      this.#faults(left) - this.#faults(right) ||
      changesOfHost(left) - changesOfHost(right) ||
      left
        .map((action, at) => byAction(this.#hosts)(action, right[at] ?? action))
        .find((order) => order !== 0) ||
      0
    );
  }

  #faults(run: readonly Action[]): number {
    const { faultInputs } = this.#loaded.system;
    return run.filter((action) => isFault(action, faultInputs)).length;
  }
}

/** How often a run goes over to another host; what happens at none is left aside. */
export function changesOfHost(run: readonly Action[]): number {
  const hosts = run.map(hostOf).filter((host) => host !== null);
  return hosts.filter((host, at) => at > 0 && host !== hosts[at - 1]).length;
}
