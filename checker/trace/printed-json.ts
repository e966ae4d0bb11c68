/** JSON as a person reads it and a diff shows it: what fits stands on one line. */

import { byText, isList } from '../json.ts';
import type { Json } from '../json.ts';

const width = 100;

/**
 * The text of a value, indented by one space a level; fields stay in the order they have. `lead` is
 * how much of the first line is taken already.
 */
export function printedJson(value: Json, indent = 0, lead = 0): string {
  const flat = JSON.stringify(value);
  if (value === null || typeof value !== 'object') return flat;
  // One column is left for the comma that may follow.
  if (indent + lead + flat.length < width) return flat;
  const inner = ' '.repeat(indent + 1);
  const parts = isList(value)
    ? value.map((part) => inner + printedJson(part, indent + 1))
    : Object.entries(value).map(([name, part]) => {
        const key = `${JSON.stringify(name)}: `;
        return inner + key + printedJson(part, indent + 1, key.length);
      });
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${parts.join(',\n')}\n${' '.repeat(indent)}${close}`;
}

/** A value with its fields sorted, at every depth: equal data is printed as equal text. */
export function tidied(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(tidied);
  const fields = Object.entries(value).toSorted(([left], [right]) => byText(left, right));
  return Object.fromEntries(fields.map(([name, part]) => [name, tidied(part)]));
}
