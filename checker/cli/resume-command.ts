/** What to type to go on with a check whose searches left checkpoints. */

import { shellWord } from '../report/shell-word.ts';

/** How a command to go on with is written. */
export interface ResumeWriting {
  /** Options with a value that are left out, as `max-states`; default: none. */
  readonly without?: readonly string[];
  /** The platform whose shell is to read it; default: this one. */
  readonly platform?: string;
}

/**
 * The command that goes on with the one of these arguments, whose checkpoints go to a folder; all else
 * that was asked for is asked for again.
 */
export function resumeCommand(
  argv: readonly string[],
  folder: string,
  { without = [], platform = process.platform }: ResumeWriting = {},
): string {
  const words: string[] = [];
  const left = ['checkpoint', 'resume', ...without];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    const [, option = '', value] = /^--([a-z-]+)(=.*)?$/s.exec(word) ?? [];
    if (!left.includes(option)) words.push(word);
    // The value is the next word.
    else if (value === undefined) at++;
  }
  const [command = 'check', ...rest] = words;
  return ['npx quorate', command, '--resume', folder, ...rest]
    .map((word, index) => (index === 0 ? word : shellWord(word, platform)))
    .join(' ');
}

/** How to go on from the last checkpoints, where there are any to be had; `limits` are left out. */
export function resumeLines(command: string, limits: readonly string[] = []): readonly string[] {
  const options = limits.map((limit) => `--${limit}`).join(' and ');
  const beyond = limits.length === 0 ? '' : `, without ${options} (or give more)`;
  return [`To go on from the last checkpoints${beyond}:`, `  ${command}`];
}

/** A check that keeps checkpoints could not go on; `cause` says why. */
export class UnfinishedCheck extends Error {
  /** See `resumeCommand`. */
  readonly command: string;

  constructor(cause: unknown, command: string) {
    super('a check that keeps checkpoints could not go on', { cause });
    this.name = 'UnfinishedCheck';
    this.command = command;
  }
}
