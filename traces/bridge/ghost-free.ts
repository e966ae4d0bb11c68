/** What is left of data when its ghosts are erased: all that the store can be held to. */

import { byText, canonical, isList } from '../../checker/json.ts';
import type { Json, JsonRecord } from '../../checker/json.ts';
import { ownField } from '../../checker/own-field.ts';

/** A type without the fields that are called `ghost`, however deep. */
export type GhostFree<Type> = Type extends readonly (infer Item)[]
  ? readonly GhostFree<Item>[]
  : Type extends object
    ? {
        readonly [Field in keyof Type as Field extends 'ghost' ? never : Field]: GhostFree<
          Type[Field]
        >;
      }
    : Type;

/** The same data without ghosts. Lists of versions, which are sets, stand in order of their texts. */
export function ghostFree(value: Json): Json {
  if (!isRecord(value)) return isList(value) ? inOrder(value).map(ghostFree) : value;
  const kept = Object.entries(value).filter(([field]) => field !== 'ghost');
  return Object.fromEntries(kept.map(([field, part]) => [field, ghostFree(part)]));
}

/** The one text of data without its ghosts. */
export function ghostFreeText(value: Json): string {
  return canonical(ghostFree(value));
}

/**
 * Data of the store with the ghosts that the same data has in the spec. The two must be equal but
 * for ghosts and the order of versions; where they aren't, ghosts are missing.
 */
export function withGhosts(store: Json, spec: Json): Json {
  if (isList(store)) {
    const ghosts = isList(spec) ? inOrder(spec) : [];
    return inOrder(store).map((part, index) => withGhosts(part, ghosts[index] ?? null));
  }
  if (!isRecord(store) || !isRecord(spec)) return store;
  const parts = Object.entries(store).map(([field, part]): [string, Json] => [
    field,
    withGhosts(part, ownField(spec, field) ?? null),
  ]);
  const { ghost } = spec;
  return Object.fromEntries(ghost === undefined ? parts : [...parts, ['ghost', ghost]]);
}

/** A set of versions in the order of their texts, any other list as it stands. */
function inOrder(list: readonly Json[]): readonly Json[] {
  const isVersions = list.every((item) => isRecord(item) && 'dot' in item);
  if (!isVersions) return list;
  return list.toSorted((left, right) => byText(textOf(left), textOf(right)));
}

function textOf(version: Json): string {
  const { ghost: _, ...seen } = version as JsonRecord;
  return canonical(seen);
}

function isRecord(value: Json): value is JsonRecord {
  return typeof value === 'object' && value !== null && !isList(value);
}
