/** A checkpoint as it is resumed from: everything is checked before any of it counts. */

import { join } from 'node:path';
import * as v from 'valibot';
import type { Finding } from '../judge.ts';
import type { SavedLevel } from '../levels.ts';
import type { RowStore } from '../row-store.ts';
import type { World } from '../world.ts';
import { reasonOf } from '../../thrown.ts';
import { Dictionary } from './dictionary.ts';
import { RefusedCheckpoint } from './faults.ts';
import { readChecked } from './files.ts';
import { differenceBetween } from './identity.ts';
import type { Identity, Manifest, SavedPart } from './manifest.ts';
import { manifestFile, readManifest } from './manifest.ts';
import type { NumberedAndResolved } from './numbers.ts';
import { numberedAndResolved } from './numbers.ts';
import { appendRows, wordsIn } from './rows-part.ts';

const pieceBytes = 1 << 20;

/** One search as its checkpoint has it. */
export class SavedSearch {
  readonly folder: string;
  readonly manifest: Manifest;
  /** See `StepTables.resolved`. */
  readonly resolved: readonly number[];
  /** Of the world that was given the numbers. */
  readonly dictionary: Dictionary;
  readonly #world: World;

  /**
   * Opens the checkpoint in a folder, and gives a new world the numbers of the old one.
   * @throws RefusedCheckpoint where there is none, it is of another search, or damaged.
   */
  constructor(folder: string, world: World, identity: Identity) {
    const manifest = readManifest(folder);
    if (manifest === null) throw new RefusedCheckpoint(folder, 'there is no checkpoint');
    this.folder = folder;
    this.manifest = manifest;
    this.dictionary = new Dictionary(world);
    this.#world = world;
    const difference = differenceBetween(manifest.identity, identity);
    if (difference !== null) throw this.#refusal(difference);
    this.resolved = this.#restoreNumbers();
    const { taken, happened, orderDependent } = manifest;
    for (const name of taken) world.taken.add(name);
    for (const label of happened) world.happened.add(label);
    world.hosts.forEach(({ memo }, host) => {
      for (const words of orderDependent[host] ?? []) memo.orderDependent.add(words);
    });
  }

  /** What was found, by property. */
  get findings(): readonly (readonly [string, Finding])[] {
    return this.manifest.findings.map(({ property, row, step }) => [property, { row, step }]);
  }

  /**
   * Appends all rows to an empty store, and calls `onRows` now and then; `first` is the first row.
   * @throws RefusedCheckpoint where they are damaged.
   */
  restoreRows(store: RowStore, first: Int32Array, onRows: () => void): void {
    const { sizes, parts, states, levelStarts, blocks } = this.manifest;
    for (const part of parts) appendRows(this.folder, part, { store, sizes, onRows });
    if (store.count !== states) {
      throw this.#refusal(`it has ${store.count} states instead of ${states}`);
    }
    if ((levelStarts.at(-1) ?? 0) >= states) throw this.#refusal('its last level has no states');
    if (blocks.reduce((sum, count) => sum + count, levelStarts.at(-1) ?? 0) !== states) {
      throw this.#refusal('its last level is not in its blocks');
    }
    const row = new Int32Array(store.layout.width);
    store.layout.unpack(store.chunk(0), store.offset(0), row);
    if (row.some((number, column) => number !== first[column])) {
      throw this.#refusal('its first state is not the initial state of the model');
    }
  }

  /**
   * The last level.
   * @throws RefusedCheckpoint where it is damaged.
   */
  level(): SavedLevel {
    const { blocks, origins } = this.manifest;
    if (origins === null) return { blocks, origins };
    const { layout, file } = origins;
    const rows = blocks.reduce((sum, count) => sum + count, 0);
    const words = wordsIn(join(this.folder, file), origins, rows * (layout.words + 1));
    return { blocks, origins: { words, layout } };
  }

  /** Answers what was resolved. */
  #restoreNumbers(): readonly number[] {
    const { parts, sizes } = this.manifest;
    const all: (readonly number[])[] = [];
    for (const part of parts) {
      const { numbered, resolved } = this.#numbersOf(part);
      all.push(resolved);
      const difference = this.dictionary.takeIn(numbered);
      if (difference !== null) {
        throw new RefusedCheckpoint(
          join(this.folder, part.numbers.file),
          `it doesn't fit the model as it is now: ${difference}. Explore it from the start`,
        );
      }
    }
    const now = this.#world.sizes();
    if (sizes.length === now.length && sizes.every((size, column) => size <= (now[column] ?? 0))) {
      return all.flat();
    }
    throw this.#refusal('numbers are missing');
  }

  #numbersOf({ numbers }: SavedPart): NumberedAndResolved {
    const file = join(this.folder, numbers.file);
    const decoder = new TextDecoder();
    const pieces: string[] = [];
    for (const piece of readChecked(file, numbers, pieceBytes)) {
      pieces.push(decoder.decode(piece, { stream: true }));
    }
    const checked = v.safeParse(numberedAndResolved, parsed(file, pieces.join('')));
    if (checked.success) return checked.output;
    const [issue] = checked.issues;
    throw new RefusedCheckpoint(file, `${v.getDotPath(issue) ?? 'it'}: ${issue.message}`);
  }

  #refusal(why: string): RefusedCheckpoint {
    return new RefusedCheckpoint(manifestFile(this.folder), why);
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RefusedCheckpoint(file, `it is not JSON: ${reasonOf(cause)}`);
  }
}
