/** The command line of `simulate`. */

import { Option } from 'commander';
import type { Command } from 'commander';
import type { StrategyName } from '../simulation/walk.types.ts';
import type { Context } from './context.ts';
import { gathered, positive, whole } from './option-values.ts';
import { simulatePresets } from './presets.ts';
import type { SimulateOptions } from './simulate-command.ts';

const word = 2 ** 32 - 1;
const strategies: readonly StrategyName[] = ['uniform', 'pct', 'guided'];
const ways = `how a step is chosen: every action alike (uniform), by random priorities of who acts (pct), \
or going on from where walks met something new (guided)`;

/** Adds the command `simulate`; `answer` is told its exit code. */
export function addSimulate(root: Command, context: Context, answer: (code: number) => void): void {
  const numbered = whole(0, word);
  root
    .command('simulate')
    .description('walk through a model at random: for what is too large to be explored')
    .argument(
      '<model...>',
      'the name of one model, a .model.ts file that lists one, or a file and a name in it',
    )
    .option('--seed <n>', 'what all chance comes from (default: a random one, printed)', numbered)
    .option(
      '--walks <n>',
      'stop after so many walks (default: 10000, or none beside --max-seconds)',
      whole(1, word),
    )
    .option('--walk <n>', 'make only the walk with this number', numbered)
    .option('--depth <n>', 'the most steps of a walk', whole(1, word), simulatePresets.depth)
    .option('--max-seconds <n>', 'stop after so many seconds', positive)
    .addOption(new Option('--strategy <name>', ways).choices(strategies).default('uniform'))
    .option(
      '--fault-weight <n>',
      'how likely a fault is beside another action',
      positive,
      simulatePresets.faultWeight,
    )
    .option(
      '--changes <n>',
      'how often pct lowers a priority in a walk',
      whole(0, 64),
      simulatePresets.changes,
    )
    .option('--workers <n>', 'how many threads walk (default: the cores)', whole(1, 256))
    .option('--param <name=value>', 'another parameter (repeatable)', gathered, [])
    .option('--property <name>', 'only this property (repeatable)', gathered, [])
    .option('--trace-dir <dir>', 'where traces go (default: .quorate/traces)')
    .option('--json <file>', 'write the results as JSON (- is standard output)')
    .option('--progress', 'show progress on standard error (default: on a terminal)')
    .option('--no-progress', 'show no progress')
    .action(async (names: readonly string[], options: SimulateOptions) => {
      const { simulateModel } = await import('./simulate-command.ts');
      answer(await simulateModel(context, names, options));
    });
}
