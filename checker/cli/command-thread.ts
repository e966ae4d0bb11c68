/**
 * The thread that does a command, so that the process hears Ctrl-C and can say what keeps it busy whatever
 * code of a project it is in: of its configuration, of model files, or of models.
 */

import { parentPort, workerData } from 'node:worker_threads';
import { showCallsOn } from '../watch/present-call.ts';
import { keepCompiled } from './compiling.ts';
import type {
  CommandNews,
  CommandReply,
  CommandTask,
  StreamName,
} from './command-messages.types.ts';
import type { Io, Output } from './io.ts';

const port = parentPort;
if (port === null) throw new Error('this file is the start of a thread, not a program');
const reply = (message: CommandReply): void => port.postMessage(message);
// Whoever starts this thread gives it such a task.
const { argv, cwd, streams, board, listeners } = workerData as CommandTask;
const columns = { stdout: streams.stdout.columns, stderr: streams.stderr.columns };
const listening = new Set<() => void>();

port.on('message', (news: CommandNews) => {
  switch (news.kind) {
    case 'interrupt':
      for (const listener of listening) listener();
      return;
    case 'columns':
      columns[news.stream] = news.columns;
  }
});
// It ends with its command, and not when it has nothing more to hear.
port.unref();

function outputTo(stream: StreamName): Output {
  return {
    write: (text) => reply({ kind: 'print', stream, text }),
    isTerminal: streams[stream].isTerminal,
    get columns() {
      return columns[stream];
    },
  };
}

const io: Io = {
  stdout: outputTo('stdout'),
  stderr: outputTo('stderr'),
  cwd,
  env: process.env,
  onInterrupt: (listener) => {
    const heard = (): void => listener();
    listening.add(heard);
    Atomics.add(listeners, 0, 1);
    return () => {
      if (listening.delete(heard)) Atomics.sub(listeners, 0, 1);
    };
  },
};

showCallsOn(board);
keepCompiled();
const { run } = await import('./run.ts');
const onIdle = (): void => reply({ kind: 'idle' });
process.on('beforeExit', onIdle);

async function runToEnd(): Promise<void> {
  const code = await run(argv, io);
  process.off('beforeExit', onIdle);
  reply({ kind: 'ended', code });
}

// Not awaited here: Node would warn of this file where one of a project's awaits what never comes.
void runToEnd();
