/** Telling that there is no more memory from all else that can go wrong. */

/** Whether an array, a map or the kernel's memory could not grow; machines and predicates end as BrokenModel. */
export function isOutOfMemory(cause: unknown): boolean {
  const words = /allocation failed|typed array length|maximum size exceeded|Memory\.grow/;
  return cause instanceof RangeError && words.test(cause.message);
}
