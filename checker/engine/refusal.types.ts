/** Why a reduction is refused. */

/** A property whose verdict a reduction could change. */
export interface Refusal {
  readonly property: string;
  readonly why: string;
}
