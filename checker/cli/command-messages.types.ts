/** What the process and the thread that does its command say to each other; plain data only. */

import type { CallBoard } from '../watch/present-call.ts';

/** The two streams that a command writes to. */
export type StreamName = 'stdout' | 'stderr';

/** What a stream goes to. */
export interface Terminal {
  readonly isTerminal: boolean;
  /** How wide it is at the moment; undefined where it is no terminal. */
  readonly columns: number | undefined;
}

/** What the thread begins with. */
export interface CommandTask {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly streams: Readonly<Record<StreamName, Terminal>>;
  /** Where the thread shows its calls. */
  readonly board: CallBoard;
  /** One 32-bit integer, shared: how many are waiting to hear of an interrupt. */
  readonly listeners: Int32Array;
}

/** What the process tells the thread. */
export type CommandNews =
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'columns'; readonly stream: StreamName; readonly columns: number | undefined };

/**
 * What the thread says: any number of `print`, then `ended`; or `idle`, where what the command waits for
 * never comes.
 */
export type CommandReply =
  | { readonly kind: 'print'; readonly stream: StreamName; readonly text: string }
  | { readonly kind: 'ended'; readonly code: number }
  | { readonly kind: 'idle' };
