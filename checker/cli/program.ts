/**
 * The command line: every command with its options, and what its arguments must look like. What does a
 * command is loaded once it is asked for: help, mistakes and other commands don't wait for it.
 */

import { Command, Help, Option } from 'commander';
import type { AuditOptions } from './audit-command.ts';
import type { CheckOptions } from './check-command.ts';
import { withCheckpoints } from './checkpoints.ts';
import type { Context } from './context.ts';
import type { ExtraCommand } from './define-config.ts';
import { countingNumber, gathered, positive } from './option-values.ts';
import { fitted } from '../report/page.ts';
import { addSimulate } from './simulate-options.ts';
import { withMeans } from './means.ts';
import { auditPresets, showFormats } from './presets.ts';
import { reductions } from './reductions.ts';
import type { ShowOptions, TraceOptions } from './trace-commands.ts';
import { version } from './version.ts';

/** How wide help is where it goes to no terminal. */
const helpWidth = 80;

/** Builds the command line; `answer` is told the exit code of the command that runs. */
export function program(
  context: Context,
  extras: readonly ExtraCommand[],
  answer: (code: number) => void,
): Command {
  const { io } = context;
  const root = new Command('quorate')
    .description('Checks systems of XState machines that exchange messages.')
    .version(version(), '--version', 'print the version')
    .exitOverride()
    .configureHelp({ optionDescription: descriptionOf })
    .showHelpAfterError('(quorate --help lists the commands, quorate <command> --help the options)')
    .configureOutput({
      writeOut: io.stdout.write,
      writeErr: io.stderr.write,
      getOutHelpWidth: () => io.stdout.columns ?? helpWidth,
      getErrHelpWidth: () => io.stderr.columns ?? helpWidth,
      outputError: (text, write) => write(fitted([text]).join('\n')),
    });
  addCheck(root, context, answer);
  addSimulate(root, context, answer);
  addAudit(root, context, answer);
  addTraceCommands(root, context, answer);
  root
    .command('list')
    .description('list the models, with parameters, scope, properties and expectations')
    .argument('[model...]', 'as for check (default: all)')
    .option('--json', 'as JSON')
    .action(async (names: readonly string[], options: { readonly json?: boolean }) => {
      const { list } = await import('./list-command.ts');
      answer(await list(context, names, options));
    });
  root
    .command('start')
    .description('check the default suite, write the counterexamples, replay them on the store')
    .option('--brief', brief)
    .action(async (options: { readonly brief?: boolean }) => {
      const { start } = await import('./start-command.ts');
      answer(await start(context, options));
    });
  for (const extra of extras) addExtra(root, extra, answer);
  return root;
}

/** An empty list as the default of an option that gathers says nothing. */
function descriptionOf(option: Option): string {
  const isEmptyList = Array.isArray(option.defaultValue) && option.defaultValue.length === 0;
  return isEmptyList ? option.description : new Help().optionDescription(option);
}

const brief = "a row for each model, and below it only what isn't as expected";

type Answer = (code: number) => void;

function addCheck(root: Command, context: Context, answer: Answer): void {
  withCheckpoints(withMeans(root.command('check')))
    .description('explore models and say what holds')
    .argument(
      '[model...]',
      'exact names, or all below a name, among the models of the project; or files like some.model.ts, and names among theirs (default: all)',
    )
    .option('--param <name=value>', 'another parameter (repeatable)', gathered, [])
    .option('--property <name>', 'only this property (repeatable)', gathered, [])
    .option('--max-states <n>', 'stop at so many states', countingNumber)
    .option('--max-depth <n>', 'stop at so many steps from the start', countingNumber)
    .option('--max-seconds <n>', 'stop each model after so many seconds', positive)
    .option('--keep-going', 'explore everything even after an unexpected violation')
    .option(
      '--reduce <kinds>',
      'look at fewer states: symmetry, partial-order, or both',
      reductions,
    )
    .option('--mutants', 'explore the mutants too, each until a property catches it')
    .option('--baseline <file>', 'compare the size of each model with this file')
    .option('--update', 'store the expected counterexamples below traces/, and the baseline')
    .option('--brief', brief)
    .option('--json <file>', 'write the results as JSON (- is standard output)')
    .option('--trace-dir <dir>', 'where unexpected traces go (default: .quorate/traces)')
    .option('--progress', 'show progress on standard error (default: on a terminal)')
    .option('--no-progress', 'show no progress')
    .action(async (names: readonly string[], options: CheckOptions) => {
      const { check } = await import('./check-command.ts');
      answer(await check(context, names, options));
    });
}

function addAudit(root: Command, context: Context, answer: Answer): void {
  root
    .command('audit')
    .description('hold every way of exploring a model against the full exact search')
    .argument('[model...]', 'as for check (default: all)')
    .option('--param <name=value>', 'another parameter (repeatable)', gathered, [])
    .option('--max-states <n>', 'leave out larger models', countingNumber, auditPresets.maxStates)
    .option(
      '--naive-states <n>',
      'leave the reference, which is slow, out for larger models',
      countingNumber,
      auditPresets.naiveStates,
    )
    .option('--max-seconds <n>', 'stop after so many seconds, all models together', positive)
    .option('--json <file>', 'write the comparisons as JSON (- is standard output)')
    .option('--progress', 'show progress on standard error (default: on a terminal)')
    .option('--no-progress', 'show no progress')
    .action(async (names: readonly string[], options: AuditOptions) => {
      const { audit } = await import('./audit-command.ts');
      answer(await audit(context, names, options));
    });
}

function addTraceCommands(root: Command, context: Context, answer: Answer): void {
  root
    .command('show')
    .description('show a trace')
    .argument('<trace>', 'a trace file')
    .addOption(new Option('--format <format>', 'how').choices(showFormats).default(showFormats[0]))
    .option('--full', 'the text with the initial state, every change, and nothing shortened')
    .option('--out <file>', 'write it to a file')
    .action(async (file: string, options: ShowOptions) => {
      const { show } = await import('./trace-commands.ts');
      answer(await show(context, file, options));
    });
  ofTraces(root.command('verify'), answer, async (...given) => {
    const { verifyTraces } = await import('./trace-commands.ts');
    return verifyTraces(context, ...given);
  }).description('say whether the spec still makes the runs of traces');
  ofTraces(root.command('replay'), answer, async (...given) => {
    const { replayTraces } = await import('./trace-commands.ts');
    return replayTraces(context, ...given);
  }).description('run traces on the store');
}

type TraceCommand = (files: readonly string[], options: TraceOptions) => Promise<number>;

function ofTraces(command: Command, answer: Answer, act: TraceCommand): Command {
  return command
    .argument('<trace...>', 'trace files')
    .option(
      '--model <file>',
      "a model file that the traces are of (repeatable; default: the project's)",
      gathered,
      [],
    )
    .action(async (files: readonly string[], options: TraceOptions) =>
      answer(await act(files, options)),
    );
}

function addExtra(root: Command, extra: ExtraCommand, answer: Answer): void {
  const command = root.command(extra.name).description(extra.description);
  for (const { flags, description, default: preset } of extra.arguments ?? []) {
    command.argument(flags, description, preset);
  }
  for (const { flags, description, default: preset } of extra.options ?? []) {
    command.option(flags, description, preset);
  }
  command.action(async (...given: readonly unknown[]) => {
    // Commander passes the arguments, then the options, then the command itself.
    const values = given.slice(0, -2).flat() as readonly string[];
    const options = given.at(-2) as Parameters<ExtraCommand['action']>[1];
    answer((await extra.action(values, options)) ?? 0);
  });
}
