/** What there is to say of checkpoints: where a search goes on, and what went wrong. */

import { dirname } from 'node:path';
import type { Resumed } from '../check/findings.types.ts';
import type { RefusedCheckpoint, UnwrittenCheckpoint } from '../engine/checkpoint/faults.ts';
import { counted } from './numbers.ts';

/** What a model's search goes on from. */
export function resumedLine(model: string, { states, depth }: Resumed): string {
  return `${model}: goes on at depth ${depth}, with ${counted(states, 'state')}`;
}

/** What messages say that tell themselves what to do. */
const advised = /give the same --|give the same command again|wait until it is over|go on from it/i;

/** A checkpoint that is not resumed from: likely cause, and what to do. */
export function refusedCheckpointLines({ file, message }: RefusedCheckpoint): readonly string[] {
  const said = `quorate: the checkpoint ${file} is refused: ${message}`;
  if (advised.test(message)) return [said];
  if (/explore it from the start/i.test(message)) {
    return [
      said,
      `  For that remove ${dirname(file)} and give the same command again, or name another folder (--checkpoint DIR) and keep this one for the model as it was.`,
    ];
  }
  if (message.startsWith('its parameter ')) {
    return [
      said,
      '  Give the same --param, or keep the checkpoints of other parameters in another folder.',
    ];
  }
  return [
    said,
    '  Likely cause: something else wrote there, the disk lost a part of it, or another version of quorate made it.',
    `  What is left is of no use: remove ${dirname(file)}, and the same command explores that model from the start.`,
  ];
}

/** A checkpoint that couldn't be written. */
export function unwrittenCheckpointLines(fault: UnwrittenCheckpoint): readonly string[] {
  return [
    `quorate: the checkpoint in ${fault.folder} can't be written: ${fault.message}`,
    '  The search ends here. If there was a checkpoint before, it is as good as it was: see to it that',
    '  files can be written there, and go on with --resume.',
  ];
}
