/** How the parts of states are named, and what becomes of them when ids are exchanged. */

import type { Part, Whole } from './part.ts';

/** What a question may depend on. */
export type AnyPart = Part<unknown> | Whole<unknown>;

/** A part with its number, by which decisions name it. */
export interface NumberedPart<Seen> {
  readonly number: number;
  readonly part: { readonly value: AnyPart['value']; readonly seen: (value: number) => Seen };
}

/** Several lists as one part, and by themselves. */
export interface WholePart<List extends readonly unknown[]> {
  readonly whole: { readonly number: number; readonly part: Whole<List[number]> };
  readonly parts: readonly NumberedPart<List>[];
}

/** Where hosts and ids go when some of them are exchanged. */
export interface Renaming {
  readonly host: (host: number) => number;
  readonly id: (id: string) => string;
}

/** Finds the part that shows of an exchanged state what another shows of the state itself. */
export type ImageOf = (renaming: Renaming) => NumberedPart<unknown>;
