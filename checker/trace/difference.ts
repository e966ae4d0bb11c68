/** Where two pieces of plain data differ: paths, and what stands on either side. */

import { canonical, isList } from '../json.ts';
import type { Json, JsonRecord } from '../json.ts';
import { ownField } from '../own-field.ts';

/** One place where two values differ; a side that has nothing there is undefined. */
export interface PathChange {
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/**
 * Every difference between two values, the deepest places that tell it, in order of paths. `isWhole`
 * says of two records or two lists whether they are told as wholes.
 */
export function changes(
  before: Json | undefined,
  after: Json | undefined,
  isWhole: (left: JsonRecord, right: JsonRecord, isList: boolean) => boolean = () => false,
  path = '',
): readonly PathChange[] {
  if (textOf(before) === textOf(after)) return [];
  const left = fieldsOf(before);
  const right = fieldsOf(after);
  const isIndexed = isList(before ?? null);
  if (left === null || right === null || isIndexed !== isList(after ?? null)) {
    return [{ path, before, after }];
  }
  if (isWhole(left, right, isIndexed)) return [{ path, before, after }];
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return names.flatMap((name) => {
    const there = isIndexed ? `${path}[${name}]` : joined(path, name);
    return changes(ownField(left, name), ownField(right, name), isWhole, there);
  });
}

function textOf(value: Json | undefined): string {
  return value === undefined ? '' : canonical(value);
}

function fieldsOf(value: Json | undefined): JsonRecord | null {
  if (value === undefined || value === null || typeof value !== 'object') return null;
  return isList(value) ? Object.fromEntries(value.entries()) : value;
}

/** A record's own field: names such as `constructor` stand for something in every record. */
function joined(path: string, name: string): string {
  const isWord = /^[\w$#:-]+$/.test(name);
  if (path === '') return isWord ? name : JSON.stringify(name);
  return isWord ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}
