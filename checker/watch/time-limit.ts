/** A limit of time, as somebody else than whoever has to keep to it sees it. */

/** The longest time that a timer can be set to, in milliseconds. */
const longestTime = 2 ** 31 - 1;

/** A limit that was set, and may be taken away. */
export interface TimeLimit {
  readonly end: () => void;
}

/** Calls back after so many seconds; never where they are null. */
export function timeLimit(seconds: number | null, onOver: () => void): TimeLimit {
  if (seconds === null) return { end: () => undefined };
  const timer = setTimeout(onOver, Math.min(seconds * 1000, longestTime));
  return { end: () => clearTimeout(timer) };
}
