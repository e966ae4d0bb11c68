// The page that the store's commands write their messages for.

/** How wide messages are, in columns. */
const PAGE_WIDTH = 100;

/**
 * A message as lines that fit the page, a line break at the end: prose that is too long goes on below,
 * set in by two columns. Words are never parted.
 */
export function paged(message: string): string {
  return message
    .split('\n')
    .flatMap(pagedLine)
    .map((line) => `${line}\n`)
    .join('');
}

function pagedLine(line: string): readonly string[] {
  const margin = ' '.repeat(line.length - line.trimStart().length + 2);
  const lines: string[] = [];
  for (const word of line.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (last.length + 1 + word.length > PAGE_WIDTH) lines.push(margin + word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
