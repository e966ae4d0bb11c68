/** Lines of code with marks below them, as errors of syntax quote them, cut so that the marks stay in place. */

const marks = /^ *[\^~]+$/;

/** How much of a cut line stands before what is marked. */
const lead = 2 / 3;

/**
 * The same lines, but of a line of code that is longer than `room` only so much as there is room for,
 * with what is marked below it.
 */
export function excerpted(lines: readonly string[], room: number): readonly string[] {
  return lines.map((line, index) => {
    const above = lines[index - 1];
    const below = lines[index + 1];
    if (above !== undefined && marks.test(line))
      return windowed(line, startOf(above, line, room), room);
    if (below === undefined || !marks.test(below)) return line;
    return ellipsed(line, startOf(line, below, room), room);
  });
}

/** Where in a line what is shown of it begins. */
function startOf(code: string, mark: string, room: number): number {
  if (code.length <= room && mark.length <= room) return 0;
  const column = mark.search(/\S/);
  const last = Math.max(code.length, mark.length) - room;
  return Math.min(Math.max(column - Math.floor(room * lead), 0), last);
}

function windowed(line: string, start: number, room: number): string {
  return line.slice(start, start + room);
}

function ellipsed(line: string, start: number, room: number): string {
  const text = windowed(line, start, room);
  const begun = start > 0 ? `…${text.slice(1)}` : text;
  return start + room < line.length ? `${begun.slice(0, -1)}…` : begun;
}
