/** The shape of a trace file's data, checked at the edge before anything trusts it. */

import * as v from 'valibot';
import { json, message, recordOf } from './record-schema.ts';
import { address, envelope, local } from './state-schema.ts';

const step = v.pipe(v.number(), v.integer(), v.minValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const action = v.variant('kind', [
  v.strictObject({ kind: v.literal('deliver'), ...envelope.entries }),
  v.strictObject({ kind: v.literal('drop'), ...envelope.entries }),
  v.strictObject({ kind: v.literal('duplicate'), ...envelope.entries }),
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

/** The variables of a trace's states, in the order in which files list them. */
export const vars = ['hosts', 'inFlight', 'monitors', 'partition', 'used'] as const;

/** A trace file before its actions and states are decoded. */
export const traceFile = v.strictObject({
  '#meta': v.strictObject({
    format: v.literal('ITF'),
    formatVersion: v.literal(formatVersion),
    model: v.string(),
    parameters: recordOf(v.union([v.string(), v.pipe(v.number(), v.finite())])),
    scope: v.string(),
    property: v.string(),
    failing: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
    replay: v.nullable(answer),
    groupings: v.array(v.array(v.array(v.string()))),
    actions: v.array(recordOf(json)),
  }),
  vars: v.strictTuple(vars.map((name) => v.literal(name))),
  states: v.pipe(v.array(recordOf(json)), v.minLength(1)),
  loop: v.optional(count),
});

/** An action as `#meta.actions` has it, its number taken off. */
export const actionOf = action;

const host = v.variant('up', [
  v.strictObject({
    up: v.literal(true),
    residents: recordOf(local),
    families: recordOf(recordOf(local)),
  }),
  v.strictObject({
    up: v.literal(false),
    residents: recordOf(json),
    families: recordOf(recordOf(json)),
  }),
]);

/** A state after its expressions are decoded. */
export const stateOf = v.strictObject({
  hosts: recordOf(host),
  inFlight: v.array(envelope),
  monitors: recordOf(local),
  partition: v.nullable(count),
  used: recordOf(count),
});

/** What stands beside a state's variables, the log not yet decoded. */
export const stateMeta = v.strictObject({ index: count, log: json });

const atHost = { host: v.string() };

/** What was observed on the way to a state. */
export const logOf = v.array(
  v.variant('type', [
    v.strictObject({ type: v.literal('observed'), ...atHost, event: message }),
    v.strictObject({ type: v.literal('@crash'), ...atHost }),
    v.strictObject({ type: v.literal('@restart'), ...atHost }),
    v.strictObject({ type: v.literal('@amnesia'), ...atHost }),
    v.strictObject({ type: v.literal('@partition'), grouping: count }),
    v.strictObject({ type: v.literal('@heal') }),
  ]),
);
