/** What valgrind's cachegrind prints, read. */

/** Instructions executed, and reads and writes of data that the first-level cache didn't have. */
export interface Counts {
  readonly instructions: number;
  readonly firstLevelMisses: number;
}

/**
 * Reads cachegrind's summary.
 * @throws Error where a number is missing.
 */
export function cachegrindCounts(output: string): Counts {
  const after = (title: string): number => {
    const found = new RegExp(String.raw`==\s+${title}:\s+([\d,]+)`).exec(output)?.[1];
    if (found === undefined) throw new Error(`valgrind printed no '${title}':\n${output}`);
    return Number(found.replaceAll(',', ''));
  };
  return {
    instructions: after(String.raw`I\s+refs`),
    firstLevelMisses: after(String.raw`D1\s+misses`),
  };
}
