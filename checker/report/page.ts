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

/** A row of a table: a name in so many columns, and what stands beside it; below it, where it is longer. */
export function namedRow(name: string, columns: number, rest: string): string {
  const isLong = name.length > columns;
  const start = isLong ? `${name}\n${' '.repeat(columns)}` : name.padEnd(columns);
  return `${start} ${rest}`.trimEnd();
}
