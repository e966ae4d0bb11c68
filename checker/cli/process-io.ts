/** The command line's surroundings when it runs as a process. */

import { exitCodes } from '../check/exit-code.ts';
import type { Io, Output } from './io.ts';

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
      process.on('SIGINT', onSignal);
      return () => void process.off('SIGINT', onSignal);
    },
  };
}

function outputTo(stream: NodeJS.WriteStream): Output {
  // Whoever reads may leave early (`quorate check | head`): that is no error to report to them.
  stream.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EPIPE') process.exit(exitCodes.output);
    throw cause;
  });
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
  };
}
