/** Threads that end before their work is done. */

/**
 * A thread ended by itself, and with it the work that it took part in. `how` says so: `could not go on
 * (…)`, `ended by itself, with code 1`. The command line answers 70.
 */
export class LostThread extends Error {
  readonly how: string;

  constructor(how: string) {
    super(`a thread that did part of the work ${how}`);
    this.name = 'LostThread';
    this.how = how;
  }
}

/** How a thread ended, as plain data. */
export type ThreadEnd =
  /** Something was thrown in it that nobody caught. */
  | { readonly kind: 'threw'; readonly stack: string }
  /** It was ended, or there was no memory for it; `how` as above. */
  | { readonly kind: 'ended'; readonly how: string };

/** The end of a thread as an error for whoever waits for it. */
export function endError(end: ThreadEnd): Error {
  if (end.kind === 'ended') return new LostThread(end.how);
  const error = new Error(end.stack.split('\n')[0] ?? end.stack);
  error.stack = end.stack;
  return error;
}

/** The end of a thread by an error: those of the system that it runs in have a code. */
export function endBy(cause: unknown): ThreadEnd {
  if (!(cause instanceof Error)) return { kind: 'threw', stack: String(cause) };
  if ('code' in cause) return { kind: 'ended', how: `could not go on (${cause.message})` };
  return { kind: 'threw', stack: cause.stack ?? cause.message };
}

/** Whether a thread ended because its memory was full. */
export function isOutOfThreadMemory(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

/** The end of a thread by an exit code. */
export function endWith(code: number): ThreadEnd {
  return { kind: 'ended', how: `ended by itself, with code ${code}` };
}
