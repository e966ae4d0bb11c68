/** Arguments that a builder has no use for: in a model file, no compiler tells of them. */

import { BrokenModel } from '../broken-model.ts';
import { ownField } from '../own-field.ts';
import { described, isRecord } from './values.ts';
import { optionHomes } from './system-shape.ts';

const counts = ['no argument', 'one argument', 'two arguments', 'three arguments'];

/**
 * Refuses what a call is given beyond its `most` first arguments, but lets `list.map(maker)` pass,
 * which hands over a place and the list as well.
 * @throws BrokenModel saying where an option belongs that was given here.
 */
export function refuseSurplus(call: string, given: ArrayLike<unknown>, most: number): void {
  const all = Array.from(given);
  const surplus = all.slice(most).filter((one) => one !== undefined);
  if (surplus.length === 0 || isOfMap(all)) return;
  const what = described(surplus[0]);
  throw new BrokenModel(
    `${call} is also given ${what}, which means nothing: it takes ${counts[most] ?? most}.${homeOf(surplus[0])}`,
    {},
  );
}

function isOfMap([item, index, list]: readonly unknown[]): boolean {
  return typeof index === 'number' && Array.isArray(list) && list[index] === item;
}

function homeOf(surplus: unknown): string {
  for (const name of isRecord(surplus) ? Object.keys(surplus) : []) {
    const home = ownField(optionHomes, name);
    if (home !== undefined) return ` '${name}' belongs elsewhere: ${home}`;
  }
  return ' Take it out';
}
