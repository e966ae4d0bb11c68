/** Records by names that an author chose: such a name may be one that every object has a member of. */

/**
 * What a record holds itself under a name; undefined where it holds nothing, even if the name is
 * `constructor` or another one that all objects inherit something by.
 */
export function ownField<Value>(
  record: Readonly<Record<string, Value>>,
  name: string,
): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
