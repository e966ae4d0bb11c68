/** What to type to go on with a check whose searches left checkpoints. */

/**
 * The command that goes on with the one of these arguments, whose checkpoints go to a folder; all else
 * that was asked for is asked for again.
 */
export function resumeCommand(
  argv: readonly string[],
  folder: string,
  platform: string = process.platform,
): string {
  const words: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    const option = /^--(?:checkpoint|resume)(?<value>=.*)?$/s.exec(word);
    if (option === null) words.push(word);
    // The folder is the next word.
    else if (option.groups?.['value'] === undefined) at++;
  }
  const [command = 'check', ...rest] = words;
  return ['npx quorate', command, '--resume', folder, ...rest]
    .map((word, index) => (index === 0 ? word : quoted(word, platform)))
    .join(' ');
}

/** A word as a shell takes it for one. */
function quoted(word: string, platform: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(word)) return word;
  return platform === 'win32' ? `"${word}"` : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** How to go on from the last checkpoints, where there are any to be had. */
export function resumeLines(command: string): readonly string[] {
  return ['To go on from the last checkpoints:', `  ${command}`];
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
