/**
 * The thread that explores, so that the command line hears Ctrl-C and shows progress meanwhile. It
 * imports the model files itself, since functions can't be sent to it.
 */

import { parentPort } from 'node:worker_threads';
import { BrokenModel } from '../broken-model.ts';
import { RefusedCheckpoint, UnwrittenCheckpoint } from '../engine/checkpoint/faults.ts';
import { LostThread } from '../engine/threads/lost-thread.ts';
import { explored } from './exploring.ts';
import type { Reply, Request } from './thread-messages.types.ts';

const port = parentPort;
if (port === null) throw new Error('this file is the start of a thread, not a program');
const reply = (message: Reply): void => port.postMessage(message);

port.on('message', (request: Request) => {
  const { subject, task, stop } = request;
  explored(subject, task, {
    onProgress: (progress) => reply({ kind: 'progress', progress }),
    onResumed: (from) => reply({ kind: 'resumed', from }),
    stop: () => Atomics.load(stop, 0) !== 0,
  })
    .then((findings) => reply({ kind: 'found', findings }))
    .catch((cause: unknown) => reply(failure(cause)));
});

function failure(cause: unknown): Reply {
  const stack = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  if (cause instanceof RefusedCheckpoint) {
    return { kind: 'refused-checkpoint', file: cause.file, message: cause.message };
  }
  if (cause instanceof UnwrittenCheckpoint) {
    return { kind: 'unwritten-checkpoint', folder: cause.folder, message: cause.message };
  }
  if (cause instanceof LostThread) return { kind: 'lost-thread', how: cause.how };
  if (!(cause instanceof BrokenModel)) return { kind: 'failed', stack };
  const inner = cause.cause instanceof Error ? (cause.cause.stack ?? cause.cause.message) : '';
  return { kind: 'broken', message: cause.message, place: cause.place, stack: inner };
}
