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

/** A command or an option together with what belongs to it, or else a word; with the blanks before it. */
const unbroken =
  /( *)([('"]?(?:npx )?quorate [a-z]+(?: --[\w-]+| [^ ]*[./][^ ]*)*|[('"]?--[\w-]+ [^ ]+|[^ ]+)/g;

/** What is no prose: a command to copy, a place in code, a name with its value in columns. */
const isRigid = /^ *(?:npx quorate |at |[a-z]+: {2})/;

/** What a terminal takes for a colour; it has no width. */
const colour = new RegExp(String.raw`${String.fromCodePoint(27)}\[\d+m`, 'g');

function widthOf(text: string): number {
  return text.replaceAll(colour, '').length;
}

/**
 * Lines that fit the page: prose that is too long goes on below, set in by two columns more. Commands
 * to copy are never parted, nor are words.
 */
export function fitted(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split('\n').flatMap(fittedLine));
}

function fittedLine(line: string): readonly string[] {
  if (widthOf(line) <= reportWidth || isRigid.test(line)) return [line];
  const margin = ' '.repeat(line.length - line.trimStart().length + 2);
  const parts = [...line.matchAll(unbroken)].map(([all, , word = '']) => ({ all, word }));
  const lines: string[] = [];
  for (const { all, word } of parts) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(all);
    else if (widthOf(last + all) > reportWidth) lines.push(margin + word);
    else lines[lines.length - 1] = last + all;
  }
  return lines;
}

/** A row of a table: a name in so many columns, and what stands beside it; below it, where it is longer. */
export function namedRow(name: string, columns: number, rest: string): string {
  const isLong = name.length > columns;
  const start = isLong ? `${name}\n${' '.repeat(columns)}` : name.padEnd(columns);
  return `${start} ${rest}`.trimEnd();
}

/** What there is to say of a file: behind its name, or, where that is too wide, below it. */
export function saidOf(file: string, text: string): readonly string[] {
  const line = `${file}: ${text}`;
  return line.length <= reportWidth ? [line] : [`${file}:`, ...wrapped(text, 6)];
}

/**
 * Data, which has few blanks, as lines of the page, set in by `columns`, and by `hanging` more from the
 * second line on: parted behind commas and blanks where it can be.
 */
export function parted(text: string, columns: number, hanging = 0): readonly string[] {
  const margin = ' '.repeat(columns);
  if (text.length <= reportWidth - columns) return [margin + text];
  const room = reportWidth - columns - hanging;
  const lines: string[] = [];
  for (const part of text.match(/[^, ]*[, ]+|[^, ]+$/g) ?? []) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length <= room) {
      lines[lines.length - 1] = last + part;
    } else lines.push(...(part.match(new RegExp(`.{1,${room}}`, 'gs')) ?? []));
  }
  return lines.map((line, index) => margin + (index === 0 ? '' : ' '.repeat(hanging)) + line);
}
