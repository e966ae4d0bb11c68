/** Tables that line up: a name, then numbers. */

/** A column: how it is headed, and what it says of a row; null where it has nothing to say. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string | null;
}

/** The lines of a table; the first column is aligned left, all others right. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row) ?? '-'));
  const all = [columns.map(({ title }) => title), ...cells];
  const widths = columns.map((_, at) => Math.max(...all.map((line) => line[at]?.length ?? 0)));
  return all.map((line) =>
    line
      .map((text, at) => (at === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** A whole number with its thousands set apart. */
export function count(value: number | null): string | null {
  return value === null ? null : Math.round(value).toLocaleString('en').replaceAll(',', ' ');
}

/** A number with so many digits after the point. */
export function decimal(value: number | null, digits: number): string | null {
  return value === null ? null : value.toFixed(digits);
}

/** A number of things a second, in millions. */
export function millions(value: number | null): string | null {
  return value === null ? null : (value / 1e6).toFixed(2);
}
