/** The canvas of a message diagram: a lane a host, and rows of characters across them. */

/** Where the lanes of a diagram run, in columns. */
export interface Lanes {
  readonly hosts: readonly string[];
  readonly width: number;
  /** From one lane to the next. */
  readonly spacing: number;
  /** The column of a host's lifeline. */
  readonly at: (host: string) => number;
}

/** Room for the number of a step, left of the first lane. */
export const gutter = 6;
const minSpacing = 4;
const maxSpacing = 32;

/** Spreads lanes over `width` columns; more hosts than fit make the diagram wider. */
export function lanesFor(hosts: readonly string[], width: number): Lanes {
  const even = Math.floor((width - gutter) / Math.max(hosts.length, 1));
  const spacing = Math.max(minSpacing, Math.min(maxSpacing, even));
  const columns = new Map(hosts.map((host, index) => [host, gutter + index * spacing]));
  return {
    hosts,
    width: Math.max(width, gutter + hosts.length * spacing),
    spacing,
    at: (host) => columns.get(host) ?? gutter,
  };
}

/** A row in the making: characters by column. */
export type Row = string[];

/** A row with every host's lifeline: solid while it is up, dotted while it is down. */
export function lifelines(lanes: Lanes, isUp: (host: string) => boolean): Row {
  const row: Row = Array.from({ length: lanes.width }, () => ' ');
  for (const host of lanes.hosts) row[lanes.at(host)] = isUp(host) ? '│' : '┊';
  return row;
}

/** Writes a text over a row from a column on, a blank on either side, moved left where it won't fit. */
export function written(row: Row, column: number, text: string): Row {
  const start = Math.max(0, Math.min(column, row.length - text.length));
  const next = [...row];
  if (start > 0 && start > gutter && next[start - 1] !== undefined && start !== column) {
    next[start - 1] = ' ';
  }
  text.split('').forEach((character, index) => {
    next[start + index] = character;
  });
  const after = start + text.length;
  if (after < next.length) next[after] = ' ';
  return next;
}

/** What an arrow looks like. */
export interface ArrowStyle {
  readonly line: string;
  readonly rightwards: string;
  readonly leftwards: string;
}

/** Draws an arrow from one column to another, with as much of a label in it as `label` has. */
export function arrow(
  row: Row,
  [from, to]: readonly [number, number],
  { style, label }: { readonly style: ArrowStyle; readonly label: string },
): Row {
  const next = [...row];
  const [left, right] = from < to ? [from, to] : [to, from];
  for (let column = left + 1; column < right; column++) next[column] = style.line;
  next[from] = from < to ? '├' : '┤';
  next[from < to ? to - 1 : to + 1] = from < to ? style.rightwards : style.leftwards;
  if (label !== '') {
    ` ${label} `.split('').forEach((character, index) => {
      next[left + 2 + index] = character;
    });
  }
  return next;
}

/** How long a label may be to stand inside an arrow. */
export function roomInArrow([from, to]: readonly [number, number]): number {
  return Math.abs(from - to) - 7;
}

/** The row as a line. */
export function line(row: Row): string {
  return row.join('').trimEnd();
}
