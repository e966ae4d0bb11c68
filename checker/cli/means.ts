/** `--workers`, `--store` and `--memory`: by what means searches go about it. */

import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { Means, Reduction } from '../check/findings.types.ts';
import { UsageError } from './usage-error.ts';

/** The options, as commander hands them over. */
export interface MeansOptions {
  readonly workers?: number;
  readonly store?: Means['store'];
  readonly memory?: number;
}

/** More threads than this would spend their time waiting for each other. */
const mostWorkers = 64;

/** Adds the options to a command. */
export function withMeans(command: Command): Command {
  return command
    .option('--workers <n>', 'threads that explore together (default: one a core)', workers)
    .addOption(
      new Option('--store <kind>', 'how states are known again (default: exact)').choices([
        'exact',
        'fingerprint',
      ]),
    )
    .option(
      '--memory <size>',
      'beyond it rows go to files, e.g. 500M or 4G (default: never)',
      size,
    );
}

/** What options say, or their defaults. */
export function meansOf({ workers: count, store = 'exact', memory = null }: Partial<Means>): Means {
  return { workers: count ?? Math.min(mostWorkers, availableParallelism()), store, memory };
}

/**
 * Refuses means that a search would make no use of.
 * @throws UsageError naming the option.
 */
export function refuseMeans({ store, memory }: MeansOptions, reduce: readonly Reduction[]): void {
  if (!reduce.includes('partial-order')) return;
  const option = store === 'fingerprint' ? '--store fingerprint' : '--memory';
  if (store !== 'fingerprint' && memory === undefined) return;
  throw new UsageError(
    `--reduce partial-order keeps all its states in memory, each as it is, and has no use for ${option}: leave one of them out`,
  );
}

/** What to say of means that make no difference to a search, though it need not be refused. */
export function idleMeans(
  { workers: asked = 1 }: MeansOptions,
  reduce: readonly Reduction[],
): readonly string[] {
  if (asked === 1 || !reduce.includes('partial-order')) return [];
  return [`note: --reduce partial-order searches with one thread, whatever --workers is`];
}

function workers(written: string): number {
  const count = Number(written);
  if (Number.isInteger(count) && count >= 1 && count <= mostWorkers) return count;
  throw new InvalidArgumentError(`A whole number from 1 to ${mostWorkers} is expected.`);
}

const units: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** Who writes less than this without a unit has hardly bytes in mind. */
const leastBare = 2 ** 20;

/** Reads a size such as `500M`, in bytes; a small one needs a unit. */
export function size(written: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmg]?)(?:i?b)?$/i.exec(written) ?? [];
  const bytes = Number(digits) * (units[unit.toLowerCase()] ?? Number.NaN);
  const isBare = digits !== '' && digits === written;
  if (isBare && bytes > 0 && bytes < leastBare) {
    throw new InvalidArgumentError(
      `A unit is missing: that would be ${digits} ${bytes === 1 ? 'byte' : 'bytes'}. Write ${digits}G for GiB, or ${digits}M for MiB.`,
    );
  }
  if (digits !== '' && bytes > 0) return Math.floor(bytes);
  throw new InvalidArgumentError('A size is expected, as in 500M or 4G.');
}
