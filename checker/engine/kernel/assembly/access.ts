/** Reading and writing fields of the control block and of descriptors. */

import * as field from '../fields';

/** A field of the control block. */
@inline
export function at(index: i32): i32 {
  return load<i32>(field.control + (index << 2));
}

/** A field of a descriptor. */
@inline
export function read(descriptor: usize, index: i32): i32 {
  return load<i32>(descriptor + ((<usize>index) << 2));
}

/** Sets a field of a descriptor. */
@inline
export function put(descriptor: usize, index: i32, value: i32): void {
  store<i32>(descriptor + ((<usize>index) << 2), value);
}

/** The descriptor of a chunk. */
@inline
export function chunkAt(chunk: i32): usize {
  return <usize>at(field.chunks) + <usize>chunk * (field.chunkLength << 2);
}

/** Copies a row; may write up to 12 bytes beyond its end. */
@inline
export function copyRow(to: usize, from: usize, bytes: i32): void {
  v128.store(to, v128.load(from));
  for (let offset = 16; offset < bytes; offset += 16) {
    v128.store(to + offset, v128.load(from + offset));
  }
}

/** Whether two rows differ. */
export function differs(left: usize, right: usize, bytes: i32): bool {
  for (let offset = 0; offset < bytes; offset += 4) {
    if (load<u32>(left + offset) !== load<u32>(right + offset)) return true;
  }
  return false;
}
