/** What somebody may have meant who misspelt a name. */

import { byText } from './json.ts';

/**
 * The few names that are nearest to a misspelt one, nearest first; empty where none is near. A name
 * is as near as its nearest beginning, so that somebody who stopped typing early is understood, but
 * not who began with another letter; between equally near ones the whole names decide.
 */
export function nearestNames(wanted: string, names: readonly string[]): readonly string[] {
  return names
    .map((name) => ({ name, ...distances(wanted, name) }))
    .filter(({ name, beginning, whole }) => {
      const nearest = name.startsWith(wanted.charAt(0)) ? beginning : whole;
      return nearest <= Math.floor(wanted.length / 3);
    })
    .toSorted(
      (left, right) =>
        left.beginning - right.beginning ||
        left.whole - right.whole ||
        byText(left.name, right.name),
    )
    .slice(0, 3)
    .map(({ name }) => name);
}

/** A sentence that offers the nearest names; empty where none is near. */
export function suggestion(wanted: string, names: readonly string[]): string {
  const near = nearestNames(wanted, names);
  return near.length === 0 ? '' : ` Did you mean ${near.join(', ')}?`;
}

/** How many letters must be put in, left out, changed or exchanged with the next to get from one text to the other. */
export function editDistance(from: string, to: string): number {
  return distances(from, to).whole;
}

interface Distances {
  readonly whole: number;
  /** To the nearest beginning of the other text that isn't empty. */
  readonly beginning: number;
}

function distances(from: string, to: string): Distances {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  let above: readonly number[] = [];
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const changed = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const isExchanged = i > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const exchanged = isExchanged ? (above[j - 2] ?? 0) + 1 : changed;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, changed, exchanged));
    }
    above = row;
    row = next;
  }
  return { whole: row[to.length] ?? 0, beginning: Math.min(...row.slice(1)) };
}
