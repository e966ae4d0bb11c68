/**
 * A simulation: deals out walks to threads and puts together what they found. Which thread makes a walk
 * changes nothing: walks depend on the plan and their numbers, counts and sets are put together
 * whole, and of what several walks found the least number's stands.
 */

import { BrokenModel } from '../broken-model.ts';
import type { Action } from '../state/action.ts';
import { SeenStates } from './seen-states.ts';
import type { StateCount } from './seen-states.ts';
import { walksInRound } from './guided.ts';
import { GivenUp } from '../engine/threads/watched-thread.ts';
import { OutOfMemory } from './thread-simulator.ts';
import type { ThreadSimulator } from './thread-simulator.ts';
import type { Novelty, Prefix, WalkFinding, WalkPlan, WalkReport } from './walk.types.ts';

/** Which walks are to be made. */
export type WalkOrder =
  /** From walk 0 on; as many as time allows where `walks` is null. */
  | { readonly kind: 'all'; readonly walks: number | null }
  /** Only the walk with this number. */
  | { readonly kind: 'one'; readonly walk: number };

/** How a simulation is watched and stopped. */
export interface SimulationRun {
  readonly threads: readonly ThreadSimulator[];
  /** Called once all threads have loaded the model. */
  readonly onReady: () => void;
  /** Whether the threads were asked to stop. */
  readonly isStopped: () => boolean;
  /** Asks the threads to stop. */
  readonly stop: () => void;
}

/** What came of a simulation. */
export interface Simulation {
  readonly walks: number;
  readonly steps: number;
  readonly longest: number;
  /** By property, that of the walk with the least number. */
  readonly findings: ReadonlyMap<string, WalkFinding>;
  readonly states: StateCount;
  readonly abstractStates: number;
  readonly taken: ReadonlySet<string>;
  readonly happened: ReadonlySet<string>;
  /** The actions of the walk, where one was asked for. */
  readonly told: readonly Action[];
  /** How many threads ran out of memory: what they saw is not counted. */
  readonly lost: number;
  /** How many threads did not come back from a call of the model's code: what they saw is not counted. */
  readonly givenUp: number;
}

/** Walks have numbers below this; the rest are for the pilots of `pct`. */
const mostWalks = 0xffff_0000;
/** About so many steps are asked of a thread at a time. */
const stepsAtATime = 1 << 16;

/**
 * Makes walks until there were enough, or the threads were asked to stop.
 * @throws BrokenModel where the model can't be checked.
 */
export async function simulate(
  plan: WalkPlan,
  order: WalkOrder,
  run: SimulationRun,
): Promise<Simulation> {
  const dealing = new Dealing(plan, run);
  await dealing.load();
  run.onReady();
  if (order.kind === 'one') await dealing.one(order.walk);
  else await dealing.all(Math.min(order.walks ?? mostWalks, mostWalks));
  return dealing.conclude();
}

/** What walks are made for, see `WalkRange`. */
interface Purpose {
  readonly counts: boolean;
  readonly tells?: boolean;
}

/** The present state of a simulation. */
class Dealing {
  readonly #plan: WalkPlan;
  readonly #run: SimulationRun;
  readonly #threads: Map<ThreadSimulator, Prefix[]>;
  readonly #findings = new Map<string, WalkFinding>();
  readonly #abstract = new Set<number>();
  #walks = 0;
  #steps = 0;
  #longest = 0;
  #lost = 0;
  #givenUp = 0;
  /** What broke in the walk with the least number, of those that broke. */
  #broken: BrokenModel | null = null;
  #told: readonly Action[] = [];

  constructor(plan: WalkPlan, run: SimulationRun) {
    this.#plan = plan;
    this.#run = run;
    this.#threads = new Map(run.threads.map((thread) => [thread, []]));
  }

  async load(): Promise<void> {
    await this.#eachThread((thread) => thread.load());
  }

  async all(walks: number): Promise<void> {
    if (this.#plan.strategy !== 'guided') await this.#deal(0, walks, { counts: true });
    else await this.#rounds(walks, { counts: true });
  }

  /** A guided walk needs the corpus that those of the rounds before it made. */
  async one(walk: number): Promise<void> {
    if (this.#plan.strategy === 'guided') {
      await this.#rounds(walk - (walk % walksInRound), { counts: false });
    }
    await this.#deal(walk, 1, { counts: true, tells: true });
  }

  async conclude(): Promise<Simulation> {
    const seen = new SeenStates();
    const taken = new Set<string>();
    const happened = new Set<string>();
    for (const thread of this.#threads.keys()) {
      const tally = await thread.tally();
      seen.merge(tally.seen);
      for (const name of tally.taken) taken.add(name);
      for (const label of tally.happened) happened.add(label);
    }
    return {
      walks: this.#walks,
      steps: this.#steps,
      longest: this.#longest,
      findings: this.#findings,
      states: seen.total,
      abstractStates: this.#abstract.size,
      taken,
      happened,
      told: this.#told,
      lost: this.#lost,
      givenUp: this.#givenUp,
    };
  }

  async #rounds(walks: number, purpose: Purpose): Promise<void> {
    for (let first = 0; first < walks && !this.#run.isStopped(); first += walksInRound) {
      await this.#deal(first, Math.min(walksInRound, walks - first), purpose);
    }
  }

  /** Lets the threads make walks, whichever is free the next ones. */
  async #deal(first: number, count: number, { counts, tells = false }: Purpose): Promise<void> {
    const novelties: Novelty[] = [];
    const end = first + count;
    const portion = this.#portion(count);
    let next = first;
    const work = async (thread: ThreadSimulator, corpus: Prefix[]): Promise<void> => {
      while (next < end && this.#broken === null && !this.#run.isStopped()) {
        const from = next;
        next = Math.min(end, from + portion);
        const range = { first: from, count: next - from, corpus: corpus.splice(0), counts, tells };
        const report = await thread.walk(range);
        novelties.push(...report.novelties);
        if (counts) this.#count(report);
        if (tells) this.#told = report.told;
      }
    };
    await this.#eachThread(work);
    // Walks with lesser numbers were dealt out before, and are done by now.
    if (this.#broken !== null) throw this.#broken;
    this.#learn(novelties);
  }

  /** How many walks are asked of a thread at a time: few enough for all to end together. */
  #portion(count: number): number {
    const share = Math.ceil(count / (this.#threads.size * 4));
    return Math.max(1, Math.min(64, share, Math.floor(stepsAtATime / this.#plan.depth)));
  }

  #count({ walks, steps, longest, findings }: WalkReport): void {
    this.#walks += walks;
    this.#steps += steps;
    this.#longest = Math.max(this.#longest, longest);
    for (const finding of findings) {
      const known = this.#findings.get(finding.property);
      if (known === undefined || finding.walk < known.walk) {
        this.#findings.set(finding.property, finding);
      }
    }
  }

  /** What is new joins the corpus in the order of walks. */
  #learn(novelties: readonly Novelty[]): void {
    const prefixes: Prefix[] = [];
    for (const { abstract, prefix } of novelties.toSorted((one, other) => one.walk - other.walk)) {
      if (this.#abstract.has(abstract)) continue;
      this.#abstract.add(abstract);
      if (prefix !== null && prefix.length > 0) prefixes.push(prefix);
    }
    for (const corpus of this.#threads.values()) corpus.push(...prefixes);
  }

  async #eachThread(
    work: (thread: ThreadSimulator, corpus: Prefix[]) => Promise<void>,
  ): Promise<void> {
    const working = [...this.#threads].map(([thread, corpus]) =>
      work(thread, corpus).catch((cause: unknown) => this.#loseThread(thread, cause)),
    );
    await Promise.all(working);
  }

  /**
   * A thread without memory left, or one that was given up, ends the simulation with what the others know. Of
   * one whose walk broke the model the others make an end of theirs: whichever is told must not depend on it.
   */
  async #loseThread(thread: ThreadSimulator, cause: unknown): Promise<void> {
    if (cause instanceof BrokenModel && cause.place.walk !== undefined) {
      if (cause.place.walk < (this.#broken?.place.walk ?? Infinity)) this.#broken = cause;
      return;
    }
    this.#run.stop();
    this.#threads.delete(thread);
    if (cause instanceof OutOfMemory) this.#lost++;
    else if (cause instanceof GivenUp) this.#givenUp++;
    else throw cause;
  }
}
