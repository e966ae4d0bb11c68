/** What went wrong in a thread: as plain data, and again as an error for whoever waits for the thread. */

import type { ModelPlace } from '../../broken-model.ts';
import { BrokenModel } from '../../broken-model.ts';
import { stackOf } from '../../thrown.ts';
import { RefusedCheckpoint, UnwrittenCheckpoint } from '../checkpoint/faults.ts';

/**
 * A thread ended by itself, and with it the work that it took part in. `how` says so: `ended by itself, with
 * code 1`. The command line answers 70.
 */
export class LostThread extends Error {
  readonly how: string;

  constructor(how: string) {
    super(`a thread that did part of the work ${how}`);
    this.name = 'LostThread';
    this.how = how;
  }
}

/** See the errors of these names; `failed` is a bug, as opposed to all others. */
export type ThreadFault =
  | {
      readonly kind: 'broken';
      readonly message: string;
      readonly place: ModelPlace;
      readonly stack: string;
    }
  | { readonly kind: 'refused-checkpoint'; readonly file: string; readonly message: string }
  | { readonly kind: 'unwritten-checkpoint'; readonly folder: string; readonly message: string }
  | { readonly kind: 'lost-thread'; readonly how: string }
  | { readonly kind: 'failed'; readonly stack: string };

/** What was thrown, as data. */
export function faultOf(cause: unknown): ThreadFault {
  if (cause instanceof BrokenModel) {
    const { message, place } = cause;
    return {
      kind: 'broken',
      message,
      place,
      stack: cause.cause === undefined ? '' : stackOf(cause.cause),
    };
  }
  if (cause instanceof RefusedCheckpoint) {
    return { kind: 'refused-checkpoint', file: cause.file, message: cause.message };
  }
  if (cause instanceof UnwrittenCheckpoint) {
    return { kind: 'unwritten-checkpoint', folder: cause.folder, message: cause.message };
  }
  if (cause instanceof LostThread) return { kind: 'lost-thread', how: cause.how };
  return { kind: 'failed', stack: stackOf(cause) };
}

/** The error that a fault was. */
export function errorOf(fault: ThreadFault): Error {
  switch (fault.kind) {
    case 'broken':
      return new BrokenModel(fault.message, fault.place, fault.stack || undefined);
    case 'refused-checkpoint':
      return new RefusedCheckpoint(fault.file, fault.message);
    case 'unwritten-checkpoint':
      return new UnwrittenCheckpoint(fault.folder, fault.message);
    case 'lost-thread':
      return new LostThread(fault.how);
    case 'failed': {
      const error = new Error(fault.stack.split('\n')[0] ?? fault.stack);
      error.stack = fault.stack;
      return error;
    }
  }
}

/** The end of a thread by an exit code. */
export function endWith(code: number): ThreadFault {
  return { kind: 'lost-thread', how: `ended by itself, with code ${code}` };
}

/** Whether a thread ended because its memory was full. */
export function isOutOfThreadMemory(cause: unknown): cause is Error {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
