/** Records by ids: an id may be called like something that every object inherits. */

/** What a record itself holds under a name; undefined where it holds nothing. */
export function ownField<Value>(
  record: Readonly<Record<string, Value>>,
  name: string,
): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
