/** The command line's surroundings when it runs as a process. */

import { exitCodes } from '../check/exit-codes.ts';
import type { Io, Output } from './io.ts';

/**
 * The process itself: its streams and its folder. What is done in the process itself, as opposed to a thread
 * of it, hears signals by itself.
 */
export function processIo(): Io {
  return {
    stdout: outputTo(process.stdout),
    stderr: outputTo(process.stderr),
    cwd: process.cwd(),
    env: process.env,
    onInterrupt: () => () => undefined,
  };
}

/** A stream of the process. */
export function outputTo(stream: NodeJS.WriteStream): Output {
  // Whoever reads may leave early (`quorate check | head`): that is no error to report to them.
  stream.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EPIPE') process.exit(exitCodes.output);
    // Where that is standard error itself, nobody can be told.
    process.stderr.write(`quorate: what it prints can't be written: ${cause.message}.\n`, () =>
      process.exit(exitCodes.output),
    );
  });
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
  };
}
