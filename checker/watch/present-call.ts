/**
 * The calls of a model's own code that a thread is in, where other threads can see them: a predicate or an
 * action that never returns would otherwise be silence. Naming a call beforehand takes memory; to show one
 * takes a few writes of integers.
 */

/** How deep calls are shown that contain each other. */
const mostDeep = 6;
/** Integers: how many calls began that no other contains; how many are open; the names of model and calls. */
const headLength = 3;
const namesAtFirst = 1 << 12;
const mostNames = 1 << 24;
/** The length of a name, in front of its text. */
const lengthBytes = 2;
/** The name of what has none. */
const unnamed = 0;
const longestName = 400;

/** Where one thread shows its calls. */
export interface CallBoard {
  readonly calls: SharedArrayBuffer;
  /** The texts of names; where one stands is its number. */
  readonly names: SharedArrayBuffer;
}

/** A board that nothing stands on. */
export function callBoard(): CallBoard {
  return {
    calls: new SharedArrayBuffer((headLength + mostDeep) * Int32Array.BYTES_PER_ELEMENT),
    names: new SharedArrayBuffer(namesAtFirst, { maxByteLength: mostNames }),
  };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
let calls: Int32Array<SharedArrayBuffer> | null = null;
let names: SharedArrayBuffer | null = null;
const known = new Map<string, number>();
/** Where the next name goes. */
let end = lengthBytes;

/** From now on this thread shows its calls there; to be said once, before any is named. */
export function showCallsOn(board: CallBoard): void {
  ({ names } = board);
  calls = new Int32Array(board.calls);
}

/** The number of a name for calls, the same for the same words. */
export function nameOfCalls(words: string): number {
  if (names === null) return unnamed;
  const number = known.get(words) ?? written(words, names);
  known.set(words, number);
  return number;
}

function written(words: string, into: SharedArrayBuffer): number {
  const text = encoder.encode(words.slice(0, longestName));
  const at = end;
  const needed = at + lengthBytes + text.length;
  if (needed > mostNames) return unnamed;
  if (needed > into.byteLength) into.grow(Math.min(mostNames, needed * 2));
  new DataView(into).setUint16(at, text.length);
  new Uint8Array(into).set(text, at + lengthBytes);
  end = needed;
  return at;
}

/** Shows which model the thread is concerned with from now on. */
export function showModel(name: string): void {
  if (calls !== null) calls[2] = nameOfCalls(name);
}

/** Shows that a call begins. What is written plainly is seen by other threads soon enough. */
export function beginCall(name: number): void {
  if (calls === null) return;
  const depth = calls[1] ?? 0;
  if (depth < mostDeep) calls[headLength + depth] = name;
  if (depth === 0) calls[0] = (calls[0] ?? 0) + 1;
  calls[1] = depth + 1;
}

/** Shows that the call that began last has ended. */
export function endCall(): void {
  if (calls !== null) calls[1] = (calls[1] ?? 0) - 1;
}

/** Makes a call, shown while it lasts; for calls that are rare. */
export function shown<Outcome>(words: () => string, call: () => Outcome): Outcome {
  if (calls === null) return call();
  beginCall(nameOfCalls(words()));
  try {
    return call();
  } finally {
    endCall();
  }
}

/** The same of a call that doesn't end at once; others that begin meanwhile have to end before it. */
export async function shownWhile<Outcome>(
  words: () => string,
  call: () => Promise<Outcome>,
): Promise<Outcome> {
  if (calls === null) return call();
  beginCall(nameOfCalls(words()));
  try {
    return await call();
  } finally {
    endCall();
  }
}

/** A call that no other contains, and what it contains. */
export interface PresentCall {
  /** No other call of its thread has the same. */
  readonly number: number;
  /** The model that the thread was concerned with last; null where there was none. */
  readonly model: string | null;
  /** The innermost call first, what contains it in brackets. */
  readonly words: string;
}

/** What a thread is in the midst of; null where that is nobody's code but ours. */
export function presentCall(board: CallBoard): PresentCall | null {
  const shownCalls = new Int32Array(board.calls);
  const [number = 0, depth = 0, model = unnamed] = shownCalls;
  if (depth <= 0) return null;
  const open = shownCalls.subarray(headLength, headLength + Math.min(depth, mostDeep));
  const texts = Array.from(open, (name) => textAt(board.names, name)).filter((text) => text !== '');
  const [inner = 'a call of its code', ...outer] = texts.toReversed();
  return {
    number,
    model: textAt(board.names, model) || null,
    words: outer.length === 0 ? inner : `${inner} (${outer.join(', ')})`,
  };
}

function textAt(from: SharedArrayBuffer, name: number): string {
  const start = name + lengthBytes;
  return decoder.decode(
    new Uint8Array(from).slice(start, start + new DataView(from).getUint16(name)),
  );
}
