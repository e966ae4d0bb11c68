/** The few numbers that many runs are told by. */

import type { Measured, Run } from './run.types.ts';

/** The middle of the values, the upper one of two; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** How many times the greatest value is the least; NaN of none. */
export function spread(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : Math.max(...values) / Math.min(...values);
}

/** The median of what is asked of the runs of a contestant; null where there is no answer. */
export function medianOf(
  { runs }: Measured,
  contestant: string,
  ask: (run: Run) => number | null,
): number | null {
  const values = (runs.get(contestant) ?? []).map(ask).filter((value) => value !== null);
  return values.length === 0 ? null : median(values);
}

/** Transitions a CPU second. */
export function rate({ transitions, cpuSeconds }: Run): number | null {
  return transitions === null ? null : transitions / cpuSeconds;
}

/** The quotient of two numbers that may be missing. */
export function ratio(upper: number | null, lower: number | null): number | null {
  return upper === null || lower === null ? null : upper / lower;
}

/**
 * In words, where contestants disagree on what they explored: that would be another space, and a
 * comparison of nothing. Counts are compared as far as the least exact contestant tells them.
 */
export function disagreements({ space, runs }: Measured): readonly string[] {
  return (['states', 'transitions'] as const).flatMap((what) => {
    const told = [...runs].flatMap(([name, list]) =>
      list.flatMap((run) => (run[what] === null ? [] : [{ name, count: run[what] }])),
    );
    const [first] = told;
    if (first === undefined) return [];
    const others = told.filter(({ count }) => rounded(count) !== rounded(first.count));
    return [...new Map(others.map((other) => [other.name, other])).values()].map(
      ({ name, count }) =>
        `${space.name}: ${first.name} has ${first.count} ${what}, ${name} has ${count}`,
    );
  });
}

/** pan prints no more than eight digits of a large count of transitions. */
const digits = 8;

function rounded(count: number): string {
  return count.toPrecision(digits);
}
