/**
 * JSON data as ITF expressions and back (Apalache ADR-015). Two things of JSON have no plain
 * counterpart there: null, which is written as the variant `None`, and records whose field names
 * start with '#' or that look like that variant, which are written as maps.
 */

import { byText, isList } from '../json.ts';
import type { Json, JsonRecord } from '../json.ts';

/** The ITF expression of a value; fields are sorted, so that equal data gives equal text. */
export function encoded(value: Json): Json {
  if (value === null) return { tag: 'None', value: {} };
  if (typeof value !== 'object') return value;
  if (isList(value)) return value.map(encoded);
  const sorted = Object.entries(value).toSorted(([left], [right]) => byText(left, right));
  return encodedInOrder(Object.fromEntries(sorted));
}

/** The ITF expression of a record whose own fields stay in the order they have. */
export function encodedInOrder(record: JsonRecord): Json {
  const fields = Object.entries(record).map(([name, part]) => [name, encoded(part)] as const);
  return isPlainRecord(record) ? Object.fromEntries(fields) : { '#map': fields };
}

/**
 * The value of an ITF expression; but for the order of fields, `encoded` gives it back.
 * @throws Error naming the path of an expression that `encoded` never writes.
 */
export function decoded(expression: Json, path = ''): Json {
  if (expression === null || typeof expression !== 'object') return plain(expression, path);
  if (isList(expression)) return expression.map((part, at) => decoded(part, `${path}[${at}]`));
  if (looksLikeNone(expression)) return null;
  const { '#map': pairs, ...others } = expression;
  if (pairs !== undefined && Object.keys(others).length === 0) {
    return decodedMap(pairs, `${path}.#map`);
  }
  const fields = Object.entries(expression).map(([name, part]) => {
    if (!name.startsWith('#')) return [name, decoded(part, `${path}.${name}`)];
    throw new Error(`${path} holds '${name}', an ITF expression that these traces don't use`);
  });
  return Object.fromEntries(fields);
}

function plain(value: string | number | boolean | null, path: string): Json {
  if (value === null) throw new Error(`${path} is null, which ITF writes as the variant None`);
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  throw new Error(`${path} is ${value}, not an integer that is exact`);
}

function decodedMap(pairs: Json, path: string): Json {
  if (!isListOfPairs(pairs)) {
    throw new Error(`${path} is not a list of pairs of a text and a value`);
  }
  const record = Object.fromEntries(
    pairs.map(([name, part], at) => [name, decoded(part, `${path}[${at}][1]`)]),
  );
  if (Object.keys(record).length < pairs.length) throw new Error(`${path} has a name twice`);
  if (isPlainRecord(record)) throw new Error(`${path} is a map, where a plain record would do`);
  return record;
}

/** Whether a record can be written as one: it holds no name that ITF reads otherwise. */
function isPlainRecord(value: JsonRecord): boolean {
  return Object.keys(value).every((name) => !name.startsWith('#')) && !looksLikeNone(value);
}

function isListOfPairs(value: Json): value is readonly (readonly [string, Json])[] {
  if (value === null || typeof value !== 'object' || !isList(value)) return false;
  return value.every(
    (pair) =>
      pair !== null &&
      typeof pair === 'object' &&
      isList(pair) &&
      pair.length === 2 &&
      typeof pair[0] === 'string',
  );
}

function looksLikeNone(value: Json): boolean {
  if (value === null || typeof value !== 'object' || isList(value)) return false;
  const { tag, value: inner } = value;
  if (tag !== 'None' || inner === null || typeof inner !== 'object') return false;
  return Object.keys(value).length === 2 && !isList(inner) && Object.keys(inner).length === 0;
}
