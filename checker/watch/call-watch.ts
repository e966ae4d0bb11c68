/**
 * Watching the calls of a model's code that a thread makes: one that lasts is told, and a thread that is to
 * come to an end is waited for, but not for ever, since its call may never return.
 */

import { presentCall } from './present-call.ts';
import type { CallBoard } from './present-call.ts';
import type { EndCause, OnStuck, Stuck } from './stuck.types.ts';

/** What a watch is over. */
export interface Watched {
  readonly board: CallBoard;
  /** The model in words; null for the one that the thread shows. */
  readonly model: string | null;
  /** Hears, once, of each call that lasts. */
  readonly onStuck: OnStuck;
  readonly patience?: Patience | undefined;
}

/** How patient a watch is; in milliseconds. */
export interface Patience {
  /** Somebody should hear of a call that lasts longer. */
  readonly told: number;
  /** A thread that is to come to an end is given up in the midst of a call that has lasted longer. */
  readonly last: number;
  /**
   * One that is at no call may have much to put in order: a run to make short, a checkpoint to write. After
   * an interrupt it is given up when it has been at it for longer.
   */
  readonly orderly: number;
}

/** How patient people are. */
export const usualPatience: Patience = { told: 10_000, last: 5000, orderly: 60_000 };

/** A thread that is at hardly anything but calls that are slow is waited for so many times longer. */
const slowWaits = 4;
/** The share of looks that then meet it in the midst of one. */
const slowShare = 0.9;
/** How often it is looked in the least of these times. */
const looks = 10;

/** A watch over one thread. */
export interface CallWatch {
  /** What keeps the thread from coming to an end, once it isn't waited for any longer. */
  readonly over: Promise<Stuck>;
  /**
   * The thread was told to come to an end; an interrupt counts more than a limit. `last` is another
   * patience than that of the watch.
   */
  readonly begin: (cause: EndCause, last?: number) => void;
  /** Ends the watch. */
  readonly end: () => void;
}

/** Watches the thread that shows its calls on a board. */
export function watchCalls({
  board,
  model,
  onStuck,
  patience = usualPatience,
}: Watched): CallWatch {
  const { told } = patience;
  const { promise, resolve } = Promise.withResolvers<Stuck>();
  let present = { number: -1, since: 0, isTold: false };
  let ending: EndCause | null = null;
  let wait: LastWait | null = null;
  const look = (): void => {
    const now = performance.now();
    const call = presentCall(board);
    if (call?.number !== present.number) {
      present = { number: call?.number ?? -1, since: now, isTold: false };
    }
    const lasted = call === null ? 0 : now - present.since;
    if (wait !== null) {
      const stuck = wait.look({ call: call?.words ?? null, lasted, now });
      if (stuck !== null) resolve({ model: model ?? call?.model ?? null, ...stuck });
    }
    if (call !== null && lasted >= told && !present.isTold) {
      present.isTold = true;
      const seconds = told / 1000;
      const stuck = { call: call.words, isOneCall: true, seconds, brokenOffBy: null };
      onStuck({ model: model ?? call.model, ...stuck });
    }
  };
  const timer = setInterval(look, Math.max(1, Math.min(told, patience.last) / looks));
  timer.unref();
  return {
    over: promise,
    begin: (cause, last = patience.last) => {
      if (ending !== null && cause !== 'interrupted') return;
      if (ending !== cause) wait = lastWait(cause, { ...patience, last }, performance.now());
      ending = cause;
    },
    end: () => clearInterval(timer),
  };
}

/** What a look at a thread meets. */
interface Sight {
  readonly call: string | null;
  /** How long the call has lasted; in milliseconds, as is `now`. */
  readonly lasted: number;
  readonly now: number;
}

interface LastWait {
  /** Why the thread isn't waited for any longer; null where it is. */
  readonly look: (sight: Sight) => Omit<Stuck, 'model'> | null;
}

function lastWait(cause: EndCause, { last, orderly }: Patience, began: number): LastWait {
  let all = 0;
  let inCalls = 0;
  return {
    look: ({ call, lasted, now }) => {
      all++;
      if (call !== null) inCalls++;
      const waited = now - began;
      const given = (milliseconds: number): Pick<Stuck, 'seconds' | 'brokenOffBy'> => ({
        seconds: Math.round(milliseconds / 1000),
        brokenOffBy: cause,
      });
      if (call !== null && lasted >= last) return { call, isOneCall: true, ...given(lasted) };
      const isSlow = waited >= last * slowWaits && inCalls >= all * slowShare;
      if (call !== null && isSlow) return { call, isOneCall: false, ...given(waited) };
      const isLong = cause === 'interrupted' && waited >= orderly;
      return isLong ? { call: null, isOneCall: false, ...given(waited) } : null;
    },
  };
}
