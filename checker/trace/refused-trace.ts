/** The one error for a file that can't be taken for a trace. */

/** A trace file that is refused: which, where in it, why, and what to do. The command line answers 65. */
export class RefusedTrace extends Error {
  readonly file: string;
  /** A path into the file's data, or a place in its text; empty for the whole file. */
  readonly where: string;

  constructor(file: string, where: string, why: string) {
    super(why);
    this.name = 'RefusedTrace';
    this.file = file;
    this.where = where;
  }
}
