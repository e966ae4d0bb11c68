/** What Spin's compiled verifier prints, read. */

/** What `pan` and the shell's `times` say of one run. */
export interface PanAnswer {
  readonly states: number;
  /** Enabled steps summed over the states, as our engine counts them. */
  readonly transitions: number;
  readonly cpuSeconds: number;
  readonly bytesPerState: number;
}

/**
 * Reads the output of `./pan …; times`.
 * @throws Error where the search wasn't complete, or a number is missing.
 */
export function panAnswer(output: string): PanAnswer {
  const truncation = /max search depth too small|max number of states|out of memory|memory limit/i;
  const cut = truncation.exec(output);
  if (cut !== null) throw new Error(`pan didn't finish ('${cut[0]}'):\n${output}`);
  const states = numberBefore(output, 'states, stored');
  const megabytes = numberBefore(output, 'total actual memory usage');
  return {
    states,
    // pan counts the initial state as one that a step has led to.
    transitions: numberBefore(output, String.raw`transitions \(= stored\+matched\)`) - 1,
    cpuSeconds: secondsIn(output.trim().split('\n').at(-1) ?? ''),
    bytesPerState: (megabytes * 2 ** 20) / states,
  };
}

function numberBefore(output: string, words: string): number {
  const found = new RegExp(String.raw`([\d.]+(?:e\+\d+)?)\s+${words}`).exec(output);
  if (found === null) throw new Error(`pan printed no '${words}':\n${output}`);
  return Number(found[1]);
}

/** The sum of the two times in the shell's `0m2.350000s 0m0.080000s`. */
function secondsIn(times: string): number {
  const parts = [...times.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length !== 2) throw new Error(`the shell printed no times: ${times}`);
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}
