/**
 * What the states that a search found say of the liveness properties (R14, R15). Each is turned into
 * the question whether a fair run goes wrong for ever, where `going wrong` is a set of states:
 *
 *     eventually p         starts in ¬p and never leaves it
 *     terminates           the same, p being that all is quiet and done
 *     from leads to `to`   comes to `from` and ¬to, and never leaves ¬to
 *     always eventually p  comes to ¬p, and never leaves it
 *     eventually always p  comes past ¬p again and again
 */

import { match } from 'ts-pattern';
import type { LivenessProperty } from '../../model/property.types.ts';
import { isLiveness } from '../../model/property-kinds.ts';
import type { Action } from '../../state/action.ts';
import { isOutOfMemory } from '../out-of-memory.ts';
import { RowsNotWritten } from '../row-file.ts';
import type { LivenessStage } from '../search.types.ts';
import type { World } from '../world.ts';
import type { VertexSet } from './graph.ts';
import type { Seen } from './graph-maker.ts';
import { GraphMaker } from './graph-maker.ts';
import type { Badness, Lasso } from './lasso.ts';
import { fairLasso } from './lasso.ts';
import { JudgingStopped, Lookout } from './lookout.ts';
import { RowGraph } from './row-graph.ts';
import { Truths } from './truths.ts';

/** What is known of a liveness property. */
export type LivenessVerdict =
  | { readonly verdict: 'holds'; readonly run: null }
  /**
   * `run` is a shortest way to where the run goes wrong for ever, and then once round a shortest fair
   * cycle, which begins after `loop` steps; if these are all then the run stays where it is. It has
   * `steps` in all.
   */
  | {
      readonly verdict: 'violated';
      readonly steps: number;
      readonly run: readonly Action[];
      readonly loop: number;
    }
  | { readonly verdict: 'unknown' };

/** What a search came to. */
export interface SearchOutcome extends Seen {
  /** Whether there are no other states; what isn't violated is unknown otherwise. */
  readonly complete: boolean;
}

/** How judging is watched. */
export interface JudgingWatch {
  /** Told many times a second what is done, and what the graph takes. */
  readonly onProgress: (stage: LivenessStage, bytes: number) => void;
  /** Asked as often; true leaves undecided what isn't decided by then. */
  readonly stop: () => boolean;
}

/** The liveness of a model. */
export interface LivenessFindings {
  /** Every liveness property. */
  readonly verdicts: ReadonlyMap<string, LivenessVerdict>;
  /** The `leadsTo` properties whose `from` holds in no state that was found. */
  readonly antecedentsNeverSeen: readonly string[];
  /** Null unless memory or the disk failed before all was decided; what was by then counts. */
  readonly failure: LivenessFailure | null;
}

/** What had no room for more. */
export interface LivenessFailure {
  readonly stoppedBy: 'memory' | 'disk';
  /** What else is to be said of it, in words. */
  readonly notes: readonly string[];
}

/** The liveness properties of a model, by name. */
export function livenessOf(world: World): readonly (readonly [string, LivenessProperty])[] {
  return Object.entries(world.loaded.model.properties).flatMap(([name, property]) =>
    isLiveness(property) ? [[name, property] as const] : [],
  );
}

/**
 * Judges the liveness properties of a model on the states that a search found.
 * @throws BrokenModel where a predicate throws.
 */
export function judgeLiveness(
  world: World,
  explored: SearchOutcome,
  watch: JudgingWatch,
): LivenessFindings {
  const verdicts = new Map<string, LivenessVerdict>();
  const antecedentsNeverSeen: string[] = [];
  let failure: LivenessFailure | null = null;
  for (const [name] of livenessOf(world)) verdicts.set(name, { verdict: 'unknown' });
  try {
    for (const [name, verdict, isMet] of judged(world, explored, watch)) {
      verdicts.set(name, verdict);
      if (!isMet) antecedentsNeverSeen.push(name);
    }
  } catch (cause) {
    if (!(cause instanceof JudgingStopped)) failure = failureIn(cause);
  }
  return { verdicts, antecedentsNeverSeen, failure };
}

function failureIn(cause: unknown): LivenessFailure {
  if (cause instanceof RowsNotWritten) return { stoppedBy: 'disk', notes: [cause.message] };
  if (isOutOfMemory(cause)) return { stoppedBy: 'memory', notes: [] };
  throw cause;
}

/** Tells what is being done, and ends it where that is wanted. */
function heed(watch: JudgingWatch, stage: LivenessStage, bytes: number): void {
  watch.onProgress(stage, bytes);
  if (watch.stop()) throw new JudgingStopped();
}

/** Each property, its verdict, and whether what starts its demand holds anywhere. */
function* judged(
  world: World,
  explored: SearchOutcome,
  watch: JudgingWatch,
): Generator<readonly [string, LivenessVerdict, boolean]> {
  const onNumbering = (left: number): void => heed(watch, { kind: 'numbering', left }, 0);
  const maker = new GraphMaker(world, explored, onNumbering);
  try {
    make(maker, watch);
    yield* judgedOn(world, maker, { complete: explored.complete, watch });
  } finally {
    maker.forget();
  }
}

/** Makes the graph of all states. */
function make(maker: GraphMaker, watch: JudgingWatch): void {
  try {
    for (; maker.left > 0; maker.advance()) {
      heed(watch, { kind: 'linking', left: maker.left }, maker.bytes);
    }
  } finally {
    maker.close();
  }
}

function* judgedOn(
  world: World,
  made: GraphMaker,
  { complete, watch }: { readonly complete: boolean; readonly watch: JudgingWatch },
): Generator<readonly [string, LivenessVerdict, boolean]> {
  const rows = new RowGraph(world, made);
  const truths = new Truths(world, made.store);
  try {
    for (const [name, property] of livenessOf(world)) {
      const onStretch = (looks: number): void =>
        heed(watch, { kind: 'judging', property: name, looks }, made.edges.bytes);
      onStretch(0);
      const lookout = new Lookout(onStretch);
      const bad = badnessOf(property, {
        truths: (holds) => truths.of(name, holds, lookout),
        quiet: made.quiet,
        done: world.loaded.model.done,
      });
      yield [name, verdictOn(fairLasso(rows.graph, bad, lookout), rows, complete), bad.isMet];
    }
  } finally {
    rows.close();
  }
}

function verdictOn(lasso: Lasso | null, rows: RowGraph, complete: boolean): LivenessVerdict {
  if (lasso === null) return complete ? { verdict: 'holds', run: null } : { verdict: 'unknown' };
  const { prefix, cycle } = lasso;
  const run = [...prefix, ...cycle].map((move) => rows.action(move));
  return { verdict: 'violated', steps: run.length, run, loop: prefix.length };
}

interface Judging {
  readonly truths: (holds: Parameters<Truths['of']>[1]) => VertexSet;
  readonly quiet: VertexSet;
  readonly done: Parameters<Truths['of']>[1];
}

interface Judged extends Badness {
  /** Whether what starts the property's demand holds anywhere. */
  readonly isMet: boolean;
}

function badnessOf(property: LivenessProperty, { truths, quiet, done }: Judging): Judged {
  return match(property)
    .with({ kind: 'eventually' }, ({ holds }) => fromStart(complement(truths(holds))))
    .with({ kind: 'terminates' }, () =>
      fromStart(complement(truths(done).map((isDone, row) => isDone & (quiet[row] ?? 0)))),
    )
    .with({ kind: 'leadsTo' }, ({ from, to }) => {
      const met = truths(from);
      const within = complement(truths(to));
      const triggers = met.map((isMet, row) => isMet & (within[row] ?? 0));
      return { triggers, within, required: null, isMet: met.includes(1) };
    })
    .with({ kind: 'alwaysEventually' }, ({ holds }) => {
      const within = complement(truths(holds));
      return { triggers: within, within, required: null, isMet: true };
    })
    .with({ kind: 'eventuallyAlways' }, ({ holds }) => {
      const required = complement(truths(holds));
      const all = new Uint8Array(required.length).fill(1);
      return { triggers: all, within: all, required, isMet: true };
    })
    .exhaustive();
}

/** Row 0 is the initial state. */
function fromStart(within: VertexSet): Judged {
  const triggers = new Uint8Array(within.length);
  triggers[0] = within[0] ?? 0;
  return { triggers, within, required: null, isMet: true };
}

function complement(set: VertexSet): VertexSet {
  return set.map((isIn) => 1 - isIn);
}
