/** Telling that there is no more memory from all else that can go wrong. */

const words =
  /allocation failed|typed array length|maximum size exceeded|Memory\.grow|could not allocate memory/;

/**
 * Whether an array, a map or the kernel's memory could not be had or not grow; machines and predicates end as
 * BrokenModel.
 */
export function isOutOfMemory(cause: unknown): boolean {
  return cause instanceof RangeError && words.test(cause.message);
}
