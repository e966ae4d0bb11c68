/** The page that reports are written for. */

/** How wide reports are, in columns. */
export const reportWidth = 100;

/** A text as lines that fit the page, set in by `columns`. */
export function wrapped(text: string, columns = 4): readonly string[] {
  const margin = ' '.repeat(columns);
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > reportWidth)
      lines.push(margin + word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
