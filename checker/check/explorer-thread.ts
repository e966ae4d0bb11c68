/**
 * The thread that explores, so that the command line hears Ctrl-C and shows progress meanwhile. It
 * imports the model files itself, since functions can't be sent to it.
 */

import { parentPort, workerData } from 'node:worker_threads';
import { failed } from '../engine/threads/answers.ts';
import type { Failed } from '../engine/threads/answers.ts';
import { prepareWorkplace } from '../engine/workplace.ts';
import { showCallsOn } from '../watch/present-call.ts';
import type { CallBoard } from '../watch/present-call.ts';
import type { Findings } from './findings.types.ts';
import type { Reply, Request } from './thread-messages.types.ts';

const port = parentPort;
if (port === null) throw new Error('this file is the start of a thread, not a program');
const reply = (message: Reply | Failed): void => port.postMessage(message);

// Whoever starts this thread gives it such a board.
showCallsOn(workerData as CallBoard);

port.on('message', (request: Request) => {
  answerTo(request)
    .then((findings) => reply({ kind: 'found', findings }))
    .catch((cause: unknown) => reply(failed(cause)));
});

async function answerTo({ subject, task, stop }: Request): Promise<Findings> {
  // Other threads get ready while the engine and the model are loaded. Orders are reduced in one.
  if (!task.reduce.includes('partial-order')) prepareWorkplace(task.means.workers);
  const { explored } = await import('./exploring.ts');
  return explored(subject, task, {
    onProgress: (progress) => reply({ kind: 'progress', progress }),
    onResumed: (from) => reply({ kind: 'resumed', from }),
    stop: () => Atomics.load(stop, 0) !== 0,
  });
}
