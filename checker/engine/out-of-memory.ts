/** Telling that there is no more memory from all else that can go wrong. */

/** Whether a typed array or a map could not grow; machines and predicates end as BrokenModel. */
export function isOutOfMemory(cause: unknown): boolean {
  const words = /allocation failed|typed array length|maximum size exceeded/;
  return cause instanceof RangeError && words.test(cause.message);
}
