/** Schemas of what states are made of, as files of traces and of checkpoints have it. */

import * as v from 'valibot';
import type { ChartValue } from '../machine/local.ts';
import { json, message, recordOf } from './record-schema.ts';

const text = v.string();

/** The address of one machine. */
export const address = v.strictObject({ host: text, machine: text, key: v.nullable(text) });

/** A message that is under way. */
export const envelope = v.strictObject({ from: text, to: address, message });

const chartValue: v.GenericSchema<unknown, ChartValue> = v.union([
  text,
  recordOf(v.lazy(() => chartValue)),
]);

/** The local state of a machine. */
export const local = v.strictObject({
  value: chartValue,
  context: json,
  final: v.boolean(),
  timers: v.array(text),
});
