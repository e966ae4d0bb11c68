/**
 * Plain JSON data: what states, messages, events and traces are made of.
 * Reading order: the types, then `canonical` (one text per value), then `jsonFault` (what is not JSON).
 */

/** A plain JSON value; absent is `null`, never `undefined`. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [field: string]: Json };

/** A JSON object. */
export type JsonRecord = { readonly [field: string]: Json };

/** Data whose types are interfaces: these lack the index signature of `JsonRecord`, and nothing else. */
type Plain<Data> = Data extends Json
  ? Data
  : Data extends (...given: never) => unknown
    ? never
    : Data extends object
      ? { readonly [Field in keyof Data]: Plain<Data[Field]> }
      : never;

/** The same data as JSON; the compiler refuses data that could hold a function or undefined. */
export function asJson<Data>(data: Data & Plain<Data>): Json {
  // It is of the shape of `Json`, as its own type was made sure to say.
  return data as unknown as Json;
}

/**
 * The one text of a value: equal data gives equal text, whatever the order in which fields were
 * written. Linear in the size of the value (plus sorting of field names).
 */
export function canonical(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  let text = '';
  if (isList(value)) {
    for (const item of value) text += text === '' ? canonical(item) : `,${canonical(item)}`;
    return `[${text}]`;
  }
  const names = Object.keys(value);
  names.sort();
  for (const name of names) {
    const field = `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`;
    text += text === '' ? field : `,${field}`;
  }
  return `{${text}}`;
}

/** Whether two values are the same data: whether their canonical texts are equal, but quicker. */
export function isEqual(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (left === null || right === null) return false;
  if (typeof left !== 'object' || typeof right !== 'object') return false;
  if (isList(left) || isList(right)) {
    if (!isList(left) || !isList(right) || left.length !== right.length) return false;
    return left.every((item, index) => isEqual(item, right[index] ?? null));
  }
  const fields = Object.keys(left);
  if (fields.length !== Object.keys(right).length) return false;
  return fields.every(
    (name) => Object.hasOwn(right, name) && isEqual(left[name] ?? null, right[name] ?? null),
  );
}

/** Whether a JSON value is a list; narrows readonly arrays, which `Array.isArray` does not. */
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Compares two texts by code unit: the order that actions, messages and names are listed in. */
export function byText(left: string, right: string): -1 | 0 | 1 {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Why a value is not plain JSON: where in it, and what stands there. */
export interface JsonFault {
  readonly path: string;
  readonly found: string;
}

/**
 * The first thing in `value` that is not plain JSON (undefined, a function, a class instance, a
 * number that is not a safe integer, a cycle), or null. Sets are records of `true`, so Set and Map
 * are refused as well.
 */
export function jsonFault(value: unknown): JsonFault | null {
  return faultIn(value, []);
}

/** `above` is what holds the value; it is the same again afterwards. */
function faultIn(value: unknown, above: object[]): JsonFault | null {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return null;
    case 'number':
      return Number.isSafeInteger(value)
        ? null
        : { path: '', found: `the number ${value} (no safe integer)` };
    case 'object':
      return value === null ? null : objectFault(value, above);
    default:
      return { path: '', found: typeof value };
  }
}

function objectFault(value: object, above: object[]): JsonFault | null {
  if (above.includes(value)) return { path: '', found: 'a cycle' };
  const plain = Object.getPrototypeOf(value) === Object.prototype || Array.isArray(value);
  if (!plain) return { path: '', found: `an instance of ${value.constructor?.name ?? 'no class'}` };
  const names = Object.keys(value);
  const lost = lostIn(value, names);
  if (lost !== null) return lost;
  above.push(value);
  let found: JsonFault | null = null;
  for (const name of names) {
    const fault = faultIn(Reflect.get(value, name), above);
    if (fault === null) continue;
    found = { ...fault, path: fault.path === '' ? name : `${name}.${fault.path}` };
    break;
  }
  above.pop();
  return found;
}

/** What an object holds beside its fields, or a list beside its items, so that no text would tell of it. */
function lostIn(value: object, names: readonly string[]): JsonFault | null {
  if (!Array.isArray(value)) {
    const all = Reflect.ownKeys(value);
    if (all.length === names.length) return null;
    const hidden = all.find((key) => typeof key === 'symbol' || !names.includes(key));
    return { path: '', found: `the hidden field ${String(hidden)}` };
  }
  const hole = names.findIndex((name, index) => name !== String(index));
  if (hole === -1 && names.length === value.length) return null;
  const at = hole === -1 ? names.length : hole;
  if (at < value.length) return { path: String(at), found: 'a hole' };
  return { path: '', found: `a list with the field ${names[at]}` };
}

/** Freezes a value and all that it holds, so that a machine that writes to it fails at once. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
