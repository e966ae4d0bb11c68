/** Schemas of records whose fields have any names, and of messages, which keep all that is in them. */

import * as v from 'valibot';
import { jsonFault } from '../json.ts';
import type { Json, JsonRecord } from '../json.ts';
import type { Message } from '../machine/local.ts';

/** Plain data, whatever it is. */
export const json = v.custom<Json>((value) => jsonFault(value) === null, 'is not plain JSON');

const anyRecord = v.custom<JsonRecord>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'is not a record',
);

/**
 * A record of values of one kind. Other than valibot's own it takes no list for a record, and leaves
 * out no field for its name: a host may be called `constructor`.
 */
export function recordOf<Value>(
  value: v.GenericSchema<unknown, Value>,
): v.GenericSchema<unknown, Readonly<Record<string, Value>>> {
  return v.pipe(
    anyRecord,
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const input = dataset.value;
      const fields: [string, Value][] = [];
      for (const [key, part] of Object.entries(input)) {
        const result = v.safeParse(value, part, { abortEarly: true });
        if (!result.success) {
          const [{ message: why, path = [] }] = result.issues;
          const here = { type: 'object', origin: 'value', input, key, value: part } as const;
          addIssue({ message: why, path: [here, ...path] });
          return NEVER;
        }
        fields.push([key, result.output]);
      }
      return Object.fromEntries(fields);
    }),
  );
}

/** A message, with all that it carries. */
export const message: v.GenericSchema<unknown, Message & JsonRecord> = v.pipe(
  recordOf(json),
  v.rawTransform(({ dataset: { value: input }, addIssue, NEVER }) => {
    const { type } = input;
    if (typeof type === 'string') return { ...input, type };
    const here = { type: 'object', origin: 'value', input, key: 'type', value: type } as const;
    addIssue({ message: 'a message has a type, which is a text', path: [here] });
    return NEVER;
  }),
);
