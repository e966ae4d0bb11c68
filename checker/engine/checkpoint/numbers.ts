/** The things behind the numbers of a world, as plain data. */

import * as v from 'valibot';
import { json, message } from '../../trace/record-schema.ts';
import { envelope, local } from '../../trace/state-schema.ts';

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const text = v.string();

const state = v.variant('up', [
  v.strictObject({
    up: v.literal(true),
    slots: v.array(v.array(v.strictTuple([text, number]))),
    before: v.nullable(number),
  }),
  v.strictObject({
    up: v.literal(false),
    disks: v.array(v.array(v.strictTuple([text, json]))),
    before: v.nullable(number),
  }),
]);

/** What was given numbers between two checkpoints, each list in the order of its numbers. */
export const numbered = v.strictObject({
  /** Per machine, its local states, and the keys of the steps that were taken with the states after. */
  machines: v.array(
    v.strictObject({ locals: v.array(local), steps: v.array(v.strictTuple([text, number])) }),
  ),
  envelopes: v.array(envelope),
  /** Per host; a station is a host state and an inbox. */
  hosts: v.array(
    v.strictObject({
      states: v.array(state),
      inboxes: v.array(v.array(number)),
      stations: v.array(v.strictTuple([number, number])),
      /** Lists of envelopes, in the order of sending. */
      parcels: v.array(v.array(number)),
    }),
  ),
  logs: v.array(v.array(message)),
  environments: v.array(v.strictObject({ used: v.array(number), partition: v.nullable(number) })),
});

/** The same, and what the kernel missed by the end of the level and was told, see `StepTables.resolved`. */
export const numberedAndResolved = v.strictObject({ numbered, resolved: v.array(number) });

/** See `numbered`. */
export type Numbered = v.InferOutput<typeof numbered>;
/** See `numberedAndResolved`. */
export type NumberedAndResolved = v.InferOutput<typeof numberedAndResolved>;
/** A state of a host, see `HostShape`. */
export type NumberedState = Numbered['hosts'][number]['states'][number];
