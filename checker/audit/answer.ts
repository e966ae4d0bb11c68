/** What one way of exploring a model says of it, and where two ways contradict each other. */

import type { Exploration } from '../engine/explore.ts';
import { byText } from '../json.ts';
import { actionText } from '../state/action.ts';

/** What an explorer says of one property. */
export interface PropertyAnswer {
  readonly verdict: 'holds' | 'violated' | 'unknown';
  /** The length of the shortest violation; null where there is none. */
  readonly steps: number | null;
  /** The actions of the trace, as texts; null where there is none, or none was asked for. */
  readonly run: readonly string[] | null;
}

/** What an explorer says of a model. */
export interface Answer {
  readonly states: number;
  readonly transitions: number;
  /** Null where only that of a part is known. */
  readonly depth: number | null;
  readonly properties: ReadonlyMap<string, PropertyAnswer>;
  /** Chart transitions taken and outcomes of guards seen, by name. */
  readonly seen: ReadonlySet<string>;
}

/** What of two answers has to agree. */
export interface Agreement {
  /** States, transitions, depth and coverage: whatever leaves nothing out has the same. */
  readonly isFull: boolean;
  /** Whether the traces are the same, only as long, or perhaps longer than the shortest ones. */
  readonly traces: TraceAgreement;
}

/** How traces may compare. */
export type TraceAgreement = 'same' | 'as long' | 'longer';

/** The answer of a search of the engine. */
export function answerOf(exploration: Exploration): Answer {
  const { states, transitions, verdicts, taken, isShortest } = exploration;
  const depth = isShortest ? exploration.depth : null;
  const properties = [...verdicts].map(([name, found]): [string, PropertyAnswer] => {
    if (found.verdict !== 'violated') return [name, { ...found, steps: null, run: null }];
    const { verdict, steps, run } = found;
    return [name, { verdict, steps, run: run?.map(actionText) ?? null }];
  });
  return { states, transitions, depth, properties: new Map(properties), seen: taken };
}

/** Everything that a variant's answer says otherwise than the full search, in words. */
export function contradictions(
  full: Answer,
  variant: Answer,
  { isFull, traces }: Agreement,
): readonly string[] {
  return [
    ...(isFull ? sizeContradictions(full, variant) : []),
    ...[...variant.properties].flatMap(([name, said]) => {
      const known = full.properties.get(name);
      return known === undefined ? [] : propertyContradictions(name, [known, said], traces);
    }),
  ];
}

/** How two answers' traces compare, as far as both have some; null where neither has any. */
export function traceAgreement(full: Answer, variant: Answer): TraceAgreement | null {
  const pairs = [...variant.properties].flatMap(([name, said]) => {
    const known = full.properties.get(name);
    return said.steps === null || known === undefined ? [] : [[known, said] as const];
  });
  if (pairs.length === 0) return null;
  if (pairs.some(([known, said]) => known.steps !== said.steps)) return 'longer';
  const isEach = pairs.every(
    ([known, said]) => said.run !== null && textOf(known) === textOf(said),
  );
  return isEach ? 'same' : 'as long';
}

function textOf({ run }: PropertyAnswer): string | null {
  return run?.join('\n') ?? null;
}

function sizeContradictions(full: Answer, variant: Answer): readonly string[] {
  const counts = (['states', 'transitions', 'depth'] as const)
    .filter((count) => full[count] !== variant[count])
    .map((count) => `${count}: ${variant[count]} instead of ${full[count]}`);
  const unseen = [...full.seen].filter((name) => !variant.seen.has(name));
  const more = [...variant.seen].filter((name) => !full.seen.has(name));
  return [
    ...counts,
    ...unseen.toSorted(byText).map((name) => `it never sees: ${name}`),
    ...more.toSorted(byText).map((name) => `only it sees: ${name}`),
  ];
}

function propertyContradictions(
  name: string,
  [known, said]: readonly [PropertyAnswer, PropertyAnswer],
  traces: TraceAgreement,
): readonly string[] {
  if (known.verdict !== said.verdict)
    return [`${name}: ${said.verdict} instead of ${known.verdict}`];
  const isLonger = traces === 'longer' && (said.steps ?? 0) >= (known.steps ?? 0);
  if (known.steps !== said.steps && !isLonger) {
    return [`${name}: a trace of length ${said.steps} instead of ${known.steps}`];
  }
  if (traces !== 'same' || known.run === null || said.run === null) return [];
  const at = known.run.findIndex((action, index) => action !== said.run?.[index]);
  if (at === -1) return [];
  return [`${name}: step ${at + 1} of the trace is ${said.run[at]} instead of ${known.run[at]}`];
}
