/** The shape of `quorate.config.ts`, and the function that gives it its type. */

import { refuseSurplus } from '../definition/surplus.ts';
import type { Replay } from '../trace/replay-answer.ts';

/** An argument or option of an extra command, as commander writes it: `<key>`, `--nodes <n>`. */
export interface CommandPart {
  readonly flags: string;
  readonly description: string;
  readonly default?: string | boolean;
}

/** A command that a project adds to the command line. */
export interface ExtraCommand {
  readonly name: string;
  readonly description: string;
  /** As commander writes them: `<key>`, `[value]`. */
  readonly arguments?: readonly CommandPart[];
  readonly options?: readonly CommandPart[];
  /** Does it; answers the exit code, or nothing for 0. */
  readonly action: (
    values: readonly string[],
    options: Readonly<Record<string, string | boolean | undefined>>,
  ) => Promise<number | undefined>;
}

/** What a project says of itself. */
export interface Configuration {
  /** Where the model files are: one glob or several, relative to the configuration's folder. */
  readonly models: string | readonly string[];
  /** The models that `start` checks, as `check` takes them. Default: all. */
  readonly start?: readonly string[];
  /** Runs a trace on the store. Default: there is none. */
  readonly replay?: Replay;
  readonly commands?: readonly ExtraCommand[];
}

/** Gives a configuration its type: `export default defineConfig({ models: '…' })`. */
export function defineConfig(configuration: Configuration): Configuration {
  refuseSurplus('defineConfig(…)', arguments, 1);
  return configuration;
}
