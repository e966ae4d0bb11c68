/** From rows in one layout to the same rows in another. */

import { mark } from './layout.ts';

/** Where columns stand in rows; as plain data, too. */
export interface PackedLayout {
  readonly words: number;
  readonly wordOf: ArrayLike<number>;
  readonly shiftOf: ArrayLike<number>;
  readonly greatest: ArrayLike<number>;
}

/** Rows, one after the other, the first of which begins at `at`. */
export interface PackedRows {
  readonly layout: PackedLayout;
  readonly words: Int32Array;
  readonly at: number;
}

/**
 * Packs `count` rows anew, column by column, so that the inner loop does nothing but move bits. Every
 * number must fit the other layout, and the two must not overlap.
 */
export function repack(from: PackedRows, to: PackedRows, count: number): void {
  const { words, wordOf } = to.layout;
  const end = to.at + count * words;
  to.words.fill(0, to.at, end);
  for (let at = to.at; at < end; at += words) to.words[at] = mark;
  for (let column = 0; column < wordOf.length; column++) moveColumn(from, to, { column, count });
}

interface Moved {
  readonly column: number;
  readonly count: number;
}

function moveColumn(from: PackedRows, to: PackedRows, { column, count }: Moved): void {
  const mask = Math.min(from.layout.greatest[column] ?? 0, to.layout.greatest[column] ?? 0);
  if (mask === 0) return;
  const [fromWords, toWords] = [from.words, to.words];
  const [fromStep, toStep] = [from.layout.words, to.layout.words];
  const down = from.layout.shiftOf[column] ?? 0;
  const up = to.layout.shiftOf[column] ?? 0;
  let source = from.at + (from.layout.wordOf[column] ?? 0);
  let target = to.at + (to.layout.wordOf[column] ?? 0);
  for (let row = 0; row < count; row++) {
    const number = ((fromWords[source] ?? 0) >>> down) & mask;
    toWords[target] = (toWords[target] ?? 0) | (number << up);
    source += fromStep;
    target += toStep;
  }
}
