/** The fields under a key `ghost`, anywhere in a value: what no machine could know (R12). */

import type { Json } from '../json.ts';
import { isList } from '../json.ts';
import { ownField } from '../own-field.ts';

/** A value without all that stands under a key `ghost`, anywhere in it. */
export function withoutGhosts(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(withoutGhosts);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'ghost')
      .map(([name, part]) => [name, withoutGhosts(part)]),
  );
}

/** Whether anything in a value stands under a key `ghost`. */
export function hasGhost(value: Json): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (isList(value)) return value.some(hasGhost);
  return Object.keys(value).some(
    (name) => name === 'ghost' || hasGhost(ownField(value, name) ?? null),
  );
}
