/**
 * Writes checkpoints of a search while it goes on. Each adds a part to the ones before, in files of
 * its own, and then puts a manifest that names all of them in the place of the old one: whenever the
 * process or the machine dies, one whole checkpoint is there, the old or the new one. How the rows of the
 * last level were found is of use as long as it is the last: the file that tells it goes with the next one.
 */

import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../trace/folder.ts';
import type { Finding } from '../judge.ts';
import type { Levels, WholeLevel } from '../levels.ts';
import type { RoundHistory } from '../rounds.ts';
import type { RowStore } from '../row-store.ts';
import type { History } from '../search.types.ts';
import type { World } from '../world.ts';
import type { CheckpointOptions } from './checkpoint-options.types.ts';
import { Dictionary } from './dictionary.ts';
import { RefusedCheckpoint, UnwrittenCheckpoint } from './faults.ts';
import type { WriteFile } from './files.ts';
import { syncFolder, writeThrough } from './files.ts';
import type { Lock } from './lock.ts';
import type { Identity, Origins, SavedPart } from './manifest.ts';
import { manifestFile, manifestText } from './manifest.ts';
import { bytesOf, partLayout, wordsOf } from './rows-part.ts';
import type { SavedSearch } from './saved-search.ts';

/** What the next rounds of a search depend on, beside its rows. */
export interface Course {
  readonly rounds: RoundHistory;
  /** They have the level that has ended, as the next one or, later on, as the present one. */
  readonly levels: Levels;
  /** See `StepTables.resolved`; more is added while the search goes on. */
  readonly resolved: readonly number[];
}

/** A search at the end of a level. */
export interface LevelEnd {
  readonly course: Course;
  readonly store: RowStore;
  readonly transitions: number;
  readonly depth: number;
  readonly levelStarts: readonly number[];
  readonly judge: { readonly found: ReadonlyMap<string, Finding> };
}

/** What is looked at again when the end of a level is written: what has come since is left out. */
type Concluded = Pick<LevelEnd, 'store' | 'levelStarts' | 'course'>;

/** What is to be remembered of the end of a level; the rows stay where they are. */
type Remembered = Pick<
  Parameters<typeof manifestText>[0],
  | 'states'
  | 'transitions'
  | 'depth'
  | 'rounds'
  | 'findings'
  | 'taken'
  | 'happened'
  | 'orderDependent'
> & { readonly levels: number; readonly resolved: number };

const ours = /^(part-\d{6}\.(rows|numbers|origins)|manifest\.json\.new)$/;

/** The checkpoints of one search. */
export class Checkpoints {
  readonly #world: World;
  readonly #identity: Identity;
  readonly #folder: string;
  readonly #milliseconds: number;
  readonly #write: WriteFile;
  readonly #clock: () => number;
  readonly #history: History | null;
  readonly #lock: Lock;
  readonly #dictionary: Dictionary;
  readonly #parts: SavedPart[];
  /** How many rows are written, and how many numbers of what was resolved. */
  #rows: number;
  #resolved: number;
  /** The file of the last level's origins. */
  #origins: string | null;
  /** The end of the last level, while it isn't written. */
  #open: Remembered | null = null;
  #written: number;

  /**
   * `saved` is what the search was resumed from, if from there; a checkpoint in the same folder is
   * continued.
   * @throws RefusedCheckpoint where the folder holds a checkpoint that the search doesn't continue.
   */
  constructor(
    world: World,
    { folder, intervalSeconds, write = writeThrough }: CheckpointOptions,
    { identity, saved, clock, history, lock }: CheckpointSource,
  ) {
    this.#world = world;
    this.#identity = identity;
    this.#folder = folder;
    this.#milliseconds = intervalSeconds * 1000;
    this.#write = write;
    this.#clock = clock;
    this.#history = history;
    this.#lock = lock;
    this.#written = clock();
    const continued = saved !== null && saved.folder === folder ? saved : null;
    if (continued === null && existsSync(manifestFile(folder))) {
      throw new RefusedCheckpoint(
        folder,
        'there is a checkpoint already: go on from it with --resume, or remove it',
      );
    }
    this.#dictionary = continued?.dictionary ?? new Dictionary(world);
    this.#parts = [...(continued?.manifest.parts ?? [])];
    this.#rows = continued?.manifest.states ?? 0;
    this.#resolved = continued?.resolved.length ?? 0;
    this.#origins = continued?.manifest.origins?.file ?? null;
  }

  /**
   * To be told of the end of each level; writes a checkpoint if it is time.
   * @throws UnwrittenCheckpoint
   */
  levelEnded(end: LevelEnd): void {
    const world = this.#world;
    this.#open = {
      states: end.store.count,
      transitions: end.transitions,
      depth: end.depth,
      rounds: end.course.rounds,
      levels: end.levelStarts.length,
      resolved: end.course.resolved.length,
      findings: [...end.judge.found].map(([property, finding]) => ({ property, ...finding })),
      taken: [...world.taken],
      happened: [...world.happened],
      orderDependent: world.hosts.map(({ memo }) => [...memo.orderDependent]),
    };
    if (this.#clock() - this.#written >= this.#milliseconds) this.conclude(end);
  }

  /**
   * Writes a checkpoint of the end of the last level, if there is none.
   * @throws UnwrittenCheckpoint
   */
  conclude({ store, levelStarts, course }: Concluded): void {
    const open = this.#open;
    if (open === null) return;
    try {
      makeFolder(this.#folder);
      this.#writeAll({ store, levelStarts, course }, open);
    } catch (cause) {
      this.#discard();
      throw new UnwrittenCheckpoint(this.#folder, cause);
    }
    this.#open = null;
    this.#written = this.#clock();
    this.#discard();
  }

  /** Lets go of the folder. */
  close(): void {
    this.#lock.release();
  }

  #writeAll({ store, levelStarts, course }: Concluded, open: Remembered): void {
    const { levels, resolved, ...rest } = open;
    const news = course.resolved.slice(this.#resolved, resolved);
    const part = this.#writePart(store, open.states, news);
    const parts = [...this.#parts, part];
    const level = course.levels.whole(levelStarts[levels - 1] ?? 0);
    const origins = this.#writeOrigins(level);
    const text = manifestText({
      identity: this.#identity,
      sizes: [...this.#world.sizes()],
      ...rest,
      levelStarts: levelStarts.slice(0, levels),
      history: (this.#history?.counts() ?? []).map((counts) => counts.slice(0, levels - 1)),
      blocks: [...level.blocks],
      origins,
      parts,
    });
    const file = manifestFile(this.#folder);
    const draft = `${file}.new`;
    this.#write(draft, [Buffer.from(text)]);
    syncFolder(this.#folder);
    renameSync(draft, file);
    // From here on the new parts are named: whatever fails now, they stay.
    this.#parts.push(...parts.slice(this.#parts.length));
    this.#rows = open.states;
    this.#resolved = resolved;
    this.#origins = origins?.file ?? null;
    syncFolder(this.#folder);
  }

  #writePart(store: RowStore, states: number, resolved: readonly number[]): SavedPart {
    const name = this.#nextPart;
    const rows = this.#writeFile(`${name}.rows`, wordsOf(store, this.#rows, states));
    const numbers = [Buffer.from(JSON.stringify({ numbered: this.#dictionary.news(), resolved }))];
    return {
      rows,
      count: states - this.#rows,
      layout: partLayout(store.layout),
      numbers: this.#writeFile(`${name}.numbers`, numbers),
    };
  }

  get #nextPart(): string {
    return `part-${String(this.#parts.length + 1).padStart(6, '0')}`;
  }

  /** Those of the last level only: they take the place of the ones before. */
  #writeOrigins({ origins, layout }: WholeLevel): Origins | null {
    if (layout === null) return null;
    const written = this.#writeFile(`${this.#nextPart}.origins`, bytesOf(origins));
    return { ...written, layout: partLayout(layout) };
  }

  #writeFile(file: string, pieces: Iterable<Uint8Array>): SavedPart['rows'] {
    return { file, ...this.#write(join(this.#folder, file), pieces) };
  }

  /** Removes files that no manifest names: of a checkpoint that wasn't finished. */
  #discard(): void {
    const named = new Set([
      this.#origins,
      ...this.#parts.flatMap(({ rows, numbers }) => [rows.file, numbers.file]),
    ]);
    try {
      for (const file of readdirSync(this.#folder)) {
        if (ours.test(file) && !named.has(file)) rmSync(join(this.#folder, file));
      }
    } catch {
      // What can't be removed is written over by the next checkpoint.
    }
  }
}

/** What the checkpoints of a search have to know of it. */
export interface CheckpointSource {
  readonly identity: Identity;
  readonly saved: SavedSearch | null;
  /** See `SearchLimits.clock`. */
  readonly clock: () => number;
  readonly history: History | null;
  /** On the folder that they go to; it is let go with them. */
  readonly lock: Lock;
}
