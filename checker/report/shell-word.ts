/** Words of command lines that are printed to be typed. */

/** A word as a shell takes it for one; `platform` is the one whose shell is to read it. */
export function shellWord(word: string, platform: string = process.platform): string {
  if (/^[\w@%+=:,./\\-]+$/.test(word)) return word;
  return platform === 'win32' ? `"${word}"` : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
