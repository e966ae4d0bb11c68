/** How long a thread that was asked to stop is waited for: not for ever, since its step may never end. */

import { presentStep } from '../machine/present-step.ts';
import type { StepBoard } from '../machine/present-step.ts';
import type { Stuck } from './explorer.types.ts';

/**
 * What is not computing a machine's step may have much to put in order: a run to make short, a checkpoint
 * to write. It is waited for so many times longer.
 */
const longerWaits = 12;

/** A wait that may begin at any time, once. */
export interface LastWait {
  /** What keeps the thread from answering, once it isn't waited for any longer. */
  readonly over: Promise<Stuck>;
  readonly begin: () => void;
  readonly cancel: () => void;
}

/** A wait for the thread that shows its steps on a board. `patience` is in milliseconds. */
export function lastWait(board: StepBoard, patience: number): LastWait {
  const { promise, resolve } = Promise.withResolvers<Stuck>();
  let timer: NodeJS.Timeout | null = null;
  const begin = (): void => {
    let before = presentStep(board)?.number ?? null;
    let waits = 0;
    timer ??= setInterval(() => {
      waits += 1;
      const step = presentStep(board);
      const isSame = step !== null && step.number === before;
      before = step?.number ?? null;
      if (isSame || waits === longerWaits) {
        const seconds = (waits * patience) / 1000;
        resolve({ step: isSame ? step.words : null, seconds, isGivenUp: true });
      }
    }, patience);
  };
  return { over: promise, begin, cancel: () => clearInterval(timer ?? undefined) };
}
