/** The shapes of the plain values that definitions hold. */

import { jsonFault } from '../json.ts';
import { listOf, that } from './shape.ts';
import { described, isMachine, isRecord } from './values.ts';
import type { Shape } from './shape.ts';

/** A text that something may be called by. */
export const nameText = that(
  (value) => typeof value === 'string' && value !== '',
  "write a text that isn't empty",
);

/** Any text. */
export const text = that((value) => typeof value === 'string', "write a text, as in '…'");

/** Yes or no. */
export const truth = that((value) => typeof value === 'boolean', 'write true or false');

/** What is asked of a view. A function; what it answers shows when it is asked. */
export const predicate = that((value) => typeof value === 'function', 'write (view) => …');

/** A function of anything else. */
export const functional = that((value) => typeof value === 'function', 'write a function');

/** A machine of XState. */
export const machine = that(isMachine, 'give a machine, as made by createMachine');

/** Plain JSON. */
export const json: Shape = (value, path) => {
  const fault = jsonFault(value);
  if (fault === null) return null;
  const where = fault.path === '' ? '' : ` at '${fault.path}'`;
  return { path, why: `holds ${fault.found}${where}: write plain JSON, where absent is null` };
};

/** An object of plain JSON. */
export const jsonRecord: Shape = (value, path) =>
  isRecord(value) && !isMachine(value)
    ? json(value, path)
    : { path, why: `is ${described(value)}: write { … }` };

/** A list of ids: of hosts, keys or values. */
export const names = listOf(nameText, "['…', '…']");

/** A whole number from `least`. */
export const countFrom = (least: number) =>
  that(
    (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= least,
    `give a whole number from ${least}`,
  );

/** A number above 0. */
export const positive = that(
  (value) => typeof value === 'number' && value > 0,
  'give a number above 0',
);

/** A parameter of a family. */
export const parameter = that(
  (value) => typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)),
  'a parameter is a text or a number',
);
