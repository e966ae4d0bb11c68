/** What the benchmark is asked for. */

import { parseArgs } from 'node:util';

/** The options of one run of the benchmark. */
export interface Options {
  /** Only the spaces and tables whose name has this in it. */
  readonly only: string | null;
  readonly rounds: number;
  /** Only what takes seconds. */
  readonly quick: boolean;
  /** The largest number of states in the growth table. */
  readonly growTo: number;
  readonly instructions: boolean;
}

/** What `--help` prints. */
export const usage = `npm run bench -- [options]
  --only TEXT       only the spaces (and tables) whose name has this text in it
  --rounds N        how often each contestant runs; default 3
  --quick           small spaces and one round: seconds instead of minutes
  --grow-to N       how many states the growth table goes to; default 100000000
  --instructions    also instructions and cache misses, simulated by valgrind: minutes more
`;

/**
 * Reads the arguments; null where only help is wanted.
 * @throws Error that says what is wrong with them.
 */
export function optionsFrom(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      'grow-to': { type: 'string' },
      instructions: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  const { quick, instructions } = values;
  return {
    only: values.only ?? null,
    rounds: whole('--rounds', values.rounds, quick ? 1 : 3),
    quick,
    growTo: whole('--grow-to', values['grow-to'], quick ? 1e5 : 1e8),
    instructions,
  };
}

function whole(option: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`${option} is '${text}': give a whole number from 1`);
}
