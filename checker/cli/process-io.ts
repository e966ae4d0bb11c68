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

/** How many columns a terminal is taken to have that says it has none, as those of some machines for builds. */
const unknownWidth = 80;

/** A stream of the process. What can't be written to it is due as an exit code where nothing else is. */
export function outputTo(stream: NodeJS.WriteStream): Output {
  let isTold = false;
  stream.on('error', (cause: NodeJS.ErrnoException) => {
    // Whoever reads may leave early (`quorate check | head`): that is no error to report to them.
    if (cause.code === 'EPIPE') process.exit(exitCodes.output);
    process.exitCode ||= exitCodes.output;
    // What is left of the work is done: what it comes to can still be answered.
    if (isTold || stream === process.stderr) return;
    isTold = true;
    process.stderr.write(`quorate: what it prints can't be written: ${cause.message}.\n`);
  });
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    get columns() {
      return stream.isTTY ? stream.columns || unknownWidth : undefined;
    },
  };
}
