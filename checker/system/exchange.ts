/**
 * Two interchangeable ids that change places: in plain data, hosts and groupings. All permutations of
 * a group are made of exchanges of neighbours.
 */

import { byText, canonical, isList } from '../json.ts';
import type { Json } from '../json.ts';
import { ownField } from '../own-field.ts';
import type { System } from './system.ts';

/** Two ids of one group of `ModelDefinition.symmetric`. */
export interface Exchange {
  readonly one: string;
  readonly other: string;
}

/** The exchanges of neighbours in each group, group by group. */
export function exchangesIn(groups: readonly (readonly string[])[]): readonly Exchange[] {
  return groups.flatMap((group) =>
    group.slice(1).map((other, index): Exchange => ({ one: group[index] ?? other, other })),
  );
}

/** An id after an exchange; any text that is neither of the two stays. */
export function exchangedId({ one, other }: Exchange, id: string): string {
  if (id === one) return other;
  return id === other ? one : id;
}

/**
 * A value after an exchange of ids, which are whole strings or whole names of fields, anywhere in it
 * (R13). Fields that are called after ids come in the order of their names.
 */
export function exchangedIn(exchange: Exchange, value: Json): Json {
  return renamed(value, (id) => exchangedId(exchange, id));
}

/** A value with every whole string and every name of a field renamed. */
export function renamed(value: Json, rename: (text: string) => string): Json {
  if (typeof value === 'string') return rename(value);
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) {
    const items = value.map((item) => renamed(item, rename));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const fields = Object.entries(value).map(([name, part]): readonly [string, Json] => [
    rename(name),
    renamed(part, rename),
  ]);
  if (fields.every(([name, part]) => ownField(value, name) === part)) return value;
  if (Object.keys(value).every((name) => rename(name) === name)) return Object.fromEntries(fields);
  // A machine that takes the first of a set's members takes the least, before and after alike.
  return Object.fromEntries(fields.toSorted(([left], [right]) => byText(left, right)));
}

/** Where each grouping of a system's partitions goes; -1 where it is no grouping any more. */
export function exchangedGroupings(system: System, exchange: Exchange): readonly number[] {
  const texts = numbered(system.partitions.map((groups) => groupingKey(groups)));
  const after = numbered(
    system.partitions.map((groups) =>
      groupingKey(groups.map((group) => group.map((id) => exchangedId(exchange, id)))),
    ),
  );
  return after.map((text) => texts.indexOf(text));
}

function groupingKey(groups: readonly (readonly string[])[]): string {
  return canonical(groups.map((group) => canonical(group.toSorted())).toSorted());
}

/** Tells equal texts apart by how many of them came before. */
function numbered(texts: readonly string[]): readonly string[] {
  return texts.map((text, index) => {
    const before = texts.slice(0, index).filter((one) => one === text).length;
    return `${before} ${text}`;
  });
}
