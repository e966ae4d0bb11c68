/** The shape of a trace file's data, checked at the edge before anything trusts it. */

import * as v from 'valibot';
import { jsonFault } from '../json.ts';
import type { Json } from '../json.ts';

const json = v.custom<Json>((value) => jsonFault(value) === null, 'is not plain JSON');
const step = v.pipe(v.number(), v.integer(), v.minValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const message = v.looseObject({ type: v.string() });
const address = v.strictObject({
  host: v.string(),
  machine: v.string(),
  key: v.nullable(v.string()),
});
const envelope = { from: v.string(), to: address, message };

const action = v.variant('kind', [
  v.strictObject({ kind: v.literal('deliver'), ...envelope }),
  v.strictObject({ kind: v.literal('drop'), ...envelope }),
  v.strictObject({ kind: v.literal('duplicate'), ...envelope }),
  v.strictObject({
    kind: v.literal('timer'),
    at: address,
    delay: v.string(),
    state: v.string(),
  }),
  v.strictObject({ kind: v.literal('input'), host: v.string(), event: message }),
  v.strictObject({ kind: v.literal('restart'), host: v.string() }),
  v.strictObject({ kind: v.literal('crash'), host: v.string() }),
  v.strictObject({ kind: v.literal('amnesia'), host: v.string() }),
  v.strictObject({ kind: v.literal('heal') }),
  v.strictObject({ kind: v.literal('partition'), grouping: count }),
]);

const answer = v.variant('answer', [
  v.strictObject({ answer: v.literal('confirmed') }),
  v.strictObject({ answer: v.literal('fixed'), step }),
  v.strictObject({ answer: v.literal('spec-only'), step }),
  v.strictObject({ answer: v.literal('storeless') }),
]);

/** The version of the format that this program writes, and the only one that it reads. */
export const formatVersion = 1;

/** A trace file before its states are decoded. */
export const traceFile = v.strictObject({
  '#meta': v.strictObject({
    format: v.literal('ITF'),
    formatVersion: v.literal(formatVersion),
    model: v.string(),
    parameters: v.record(v.string(), v.union([v.string(), v.number()])),
    scope: v.string(),
    property: v.string(),
    failing: v.optional(v.array(v.string())),
    replay: v.nullable(answer),
    groupings: v.array(v.array(v.array(v.string()))),
    actions: v.array(v.intersect([v.object({ step }), json])),
  }),
  vars: v.array(v.string()),
  states: v.pipe(v.array(v.record(v.string(), json)), v.minLength(1)),
  loop: v.optional(count),
});

/** An action as `#meta.actions` has it, its number taken off. */
export const actionOf = action;

const chartValue: v.GenericSchema = v.union([
  v.string(),
  v.lazy(() => v.record(v.string(), chartValue)),
]);
const local = v.strictObject({
  value: chartValue,
  context: json,
  final: v.boolean(),
  timers: v.array(v.string()),
});
const host = v.variant('up', [
  v.strictObject({
    up: v.literal(true),
    residents: v.record(v.string(), local),
    families: v.record(v.string(), v.record(v.string(), local)),
  }),
  v.strictObject({
    up: v.literal(false),
    residents: v.record(v.string(), json),
    families: v.record(v.string(), v.record(v.string(), json)),
  }),
]);

/** A state after its expressions are decoded. */
export const stateOf = v.strictObject({
  hosts: v.record(v.string(), host),
  inFlight: v.array(v.strictObject(envelope)),
  monitors: v.record(v.string(), local),
  partition: v.nullable(count),
  used: v.record(v.string(), count),
});

/** What was observed on the way to a state. */
export const logOf = v.array(message);
