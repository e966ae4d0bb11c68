/** The command line's surroundings when it runs as a process. */

import { exitCodes } from '../check/exit-code.ts';
import type { Io, Output } from './io.ts';

/** What asks a process to come to an end: Ctrl-C, and whoever gives it a certain time. */
const endings = ['SIGINT', 'SIGTERM'] as const;

/** The process itself: its streams, its folder, and Ctrl-C; a second Ctrl-C ends it at once. */
export function processIo(): Io {
  return {
    stdout: outputTo(process.stdout),
    stderr: outputTo(process.stderr),
    cwd: process.cwd(),
    env: process.env,
    onInterrupt: (listener) => {
      let isAsked = false;
      const onSignal = (): void => {
        if (isAsked) process.exit(exitCodes.interrupted);
        isAsked = true;
        listener();
      };
      for (const ending of endings) process.on(ending, onSignal);
      return () => {
        for (const ending of endings) process.off(ending, onSignal);
      };
    },
  };
}

function outputTo(stream: NodeJS.WriteStream): Output {
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
