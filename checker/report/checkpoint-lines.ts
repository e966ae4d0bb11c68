/** What there is to say of checkpoints: where a search goes on, and what went wrong. */

import type { Resumed } from '../check/findings.types.ts';
import type { RefusedCheckpoint, UnwrittenCheckpoint } from '../engine/checkpoint/faults.ts';
import { counted } from './numbers.ts';

/** What a model's search goes on from. */
export function resumedLine(model: string, { states, depth }: Resumed): string {
  return `${model}: goes on at depth ${depth}, with ${counted(states, 'state')}`;
}

/** A checkpoint that is not resumed from. */
export function refusedCheckpointLines({ file, message }: RefusedCheckpoint): readonly string[] {
  return [`quorate: the checkpoint ${file} is refused: ${message}`];
}

/** A checkpoint that couldn't be written. */
export function unwrittenCheckpointLines(fault: UnwrittenCheckpoint): readonly string[] {
  return [
    `quorate: the checkpoint in ${fault.folder} can't be written: ${fault.message}`,
    '  The search ends here. If there was a checkpoint before, it is as good as it was: see to it that',
    '  files can be written there, and go on with --resume.',
  ];
}
