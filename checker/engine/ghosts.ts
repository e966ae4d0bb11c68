/** Fields under a key `ghost` may be carried along, but may not matter (R12). */

import { BrokenModel } from '../broken-model.ts';
import type { ModelPlace } from '../broken-model.ts';
import { canonical, isList } from '../json.ts';
import type { Json } from '../json.ts';

/** A value without all that stands under a key `ghost`, anywhere in it. */
export function withoutGhosts(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(withoutGhosts);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'ghost')
      .map(([name, part]) => [name, withoutGhosts(part)]),
  );
}

interface Seen {
  readonly cause: string;
  readonly outcome: string;
}

interface Noted {
  readonly before: Json;
  readonly after: Json;
  readonly place: ModelPlace;
}

/** Compares the steps of one machine: those equal up to ghosts must have outcomes that are, too. */
export class GhostWatch {
  readonly #seen = new Map<string, Seen>();
  /** What was noted while there were no ghosts, so that nothing had to be compared. */
  #unseen: Noted[] | null = [];

  /**
   * Notes a step, as what it starts from and what came out of it.
   * @throws BrokenModel naming this step and an earlier one from which it differs in ghosts only.
   */
  note(before: Json, after: Json, place: ModelPlace): void {
    const noted = { before, after, place };
    if (this.#unseen === null) {
      this.#compare(noted);
      return;
    }
    this.#unseen.push(noted);
    if (!hasGhost(before)) return;
    const open = this.#unseen;
    this.#unseen = null;
    for (const one of open) this.#compare(one);
  }

  #compare({ before, after, place }: Noted): void {
    const cause = canonical(before);
    const key = canonical(withoutGhosts(before));
    const outcome = canonical(withoutGhosts(after));
    const known = this.#seen.get(key);
    if (known === undefined) this.#seen.set(key, { cause, outcome });
    else if (known.outcome !== outcome) throw influenced(known.cause, cause, place);
  }
}

function hasGhost(value: Json): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (isList(value)) return value.some(hasGhost);
  return Object.keys(value).some((name) => name === 'ghost' || hasGhost(value[name] ?? null));
}

function influenced(one: string, other: string, place: ModelPlace): BrokenModel {
  return new BrokenModel(
    `a ghost makes a difference: these two steps are equal but for fields under 'ghost', and end differently: ${one} and ${other}. Move what is needed out of the ghost, or don't read it`,
    place,
  );
}
