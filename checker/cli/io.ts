/** What the command line needs of the process that it runs in; tests bring their own. */

/** Where text goes. */
export interface Output {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** How wide a terminal is at the moment; unknown elsewhere. */
  readonly columns?: number | undefined;
}

/** The surroundings of one run of the command line. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** The folder that relative paths and the search for the configuration start from. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Calls back at each Ctrl-C until the function that it returns is called. */
  readonly onInterrupt: (listener: () => void) => () => void;
}

/** Whether an output shows colours: a terminal, unless NO_COLOR is set to anything. */
export function hasColour({ env }: Io, output: Output): boolean {
  return output.isTerminal && (env['NO_COLOR'] ?? '') === '';
}
