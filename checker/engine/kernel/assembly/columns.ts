/** Columns of packed rows. */

import * as field from '../fields';
import { at } from './access';

/** One column of a row. */
@inline
export function readColumn(row: usize, column: usize): i32 {
  return (load<u32>(row + load<u32>(column)) >>> load<u32>(column, 4)) & load<u32>(column, 8);
}

/** Sets one column of a row. */
@inline
export function writeColumn(row: usize, column: usize, value: i32): void {
  const word = row + load<u32>(column);
  const shift = load<u32>(column, 4);
  const mask = load<u32>(column, 8) << shift;
  store<u32>(word, (load<u32>(word) & ~mask) | (value << shift));
}

/** The descriptor of a column. */
@inline
export function columnAt(column: i32): usize {
  return <usize>at(field.columns) + ((<usize>column) << 4);
}
