/** What is neither host nor monitor: the partition in force and the budgets used, as one column. */

import type { System } from '../system/system.ts';
import { Interner } from './interner.ts';

/** The used part of each finite budget, in the order of `Environments.labels`, and the partition. */
export interface Environment {
  readonly used: readonly number[];
  readonly partition: number | null;
}

/** The environments that were ever reached; number 0 is the first. */
export class Environments {
  /** The labels with a finite budget above 0, sorted. */
  readonly labels: readonly string[];
  readonly #caps: readonly number[];
  readonly #seen = new Interner<Environment>();
  /** Per environment and label, the environment after one use; -1 unknown, -2 used up. */
  #spent = new Int32Array(0);

  constructor(system: System) {
    const caps = Object.entries(system.budgets).flatMap(([label, cap]) =>
      typeof cap === 'number' && cap > 0 ? [{ label, cap }] : [],
    );
    const sorted = caps.toSorted((one, other) => (one.label < other.label ? -1 : 1));
    this.labels = sorted.map(({ label }) => label);
    this.#caps = sorted.map(({ cap }) => cap);
    this.number({ used: this.labels.map(() => 0), partition: null });
  }

  get size(): number {
    return this.#seen.size;
  }

  item(environment: number): Environment {
    return this.#seen.item(environment);
  }

  number(environment: Environment): number {
    const { used, partition } = environment;
    return this.#seen.number(`${used.join()} ${partition}`, () => environment);
  }

  /** The place of a label among `labels`; -1 where its budget is unlimited. */
  labelNumber(label: string): number {
    return this.labels.indexOf(label);
  }

  /** The environment after one use of a label's budget; -2 where the budget is used up. */
  spent(environment: number, label: number): number {
    if (label < 0) return environment;
    const at = environment * this.labels.length + label;
    const known = at < this.#spent.length ? (this.#spent[at] ?? -1) : -1;
    return known === -1 ? this.#spend(environment, label) : known;
  }

  #spend(environment: number, label: number): number {
    const { used, partition } = this.item(environment);
    const isLeft = (used[label] ?? 0) < (this.#caps[label] ?? 0);
    const next = isLeft
      ? this.number({ used: used.with(label, (used[label] ?? 0) + 1), partition })
      : -2;
    const at = environment * this.labels.length + label;
    if (at >= this.#spent.length) {
      const wider = new Int32Array(Math.max(64, at * 2)).fill(-1);
      wider.set(this.#spent);
      this.#spent = wider;
    }
    this.#spent[at] = next;
    return next;
  }
}
