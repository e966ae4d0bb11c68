/**
 * What of a model kept growing while it was explored, so that a search that ended by a limit can
 * name what has no end in sight. A host with finitely many states reaches them all early, long before
 * the search has seen every combination; one that counts, or keeps a list, goes on. Its evidence is a
 * measure (a number, a list's length, a record's size) that set a record again and again, lately too,
 * or else that it found as many new states lately as before.
 */

import type { Json } from '../json.ts';
import { asJson, isList, isEqual } from '../json.ts';
import type { StopCause } from './search.types.ts';
import type { World } from './world.ts';

/** Two states of one part of the system, one after the other. */
export interface GrowthExample {
  readonly before: Json;
  readonly after: Json;
}

/** A part of the system that kept growing. */
export interface Growth {
  readonly kind: 'host' | 'inbox' | 'monitor';
  /** The host, the host that messages wait for, or the monitor's property. */
  readonly name: string;
  /** The measure that kept setting records; null where only the number of states tells. */
  readonly measure: GrowingMeasure | null;
  /** How many distinct states it has so far. */
  readonly states: number;
  /** How many of them the last levels found each, the last one at the end. */
  readonly recent: readonly number[];
  /** The last ones that were found, each after one before it. */
  readonly examples: readonly GrowthExample[];
}

/** A measure of a part's states that grew. */
export interface GrowingMeasure {
  /** Where it stands; `[*]` is any item of a list. */
  readonly path: string;
  readonly reached: number;
  /** In how many of the last `levels` levels it set a record. */
  readonly records: number;
  readonly levels: number;
}

/** One part that is watched: its states have numbers, in the order in which they were found. */
interface Watched {
  readonly kind: Growth['kind'];
  readonly name: string;
  readonly count: () => number;
  readonly state: (number: number) => Json;
  /** A state that came right before; null where that isn't known. */
  readonly before: (number: number) => number | null;
  /** How many states there were at the end of each level. */
  readonly counts: number[];
}

// Chosen so that no model of this repository is named, wherever it is cut off.
const mostLevels = 400;
const sampledStates = 100;
const mostLeaves = 2000;
const fewestRecords = 6;
const fewestLateRecords = 3;
const fewestLevels = 10;
const fewestSteadyLevels = 30;
const mostTold = 3;
const toldLevels = 5;
const fewestFreshLevels = 2;

/** Watches the parts of a world from level to level. */
export class GrowthWatch {
  readonly #parts: readonly Watched[];

  constructor(world: World) {
    this.#parts = [
      ...world.hosts.map(({ id, memo: { states } }) => ({
        kind: 'host' as const,
        name: id,
        count: () => states.size,
        state: (number: number) => asJson(states.decoded(number)),
        before: (number: number) => states.before(number),
        counts: [],
      })),
      ...world.hosts.map(({ id, stations: { inboxes } }) => ({
        kind: 'inbox' as const,
        name: id,
        count: () => inboxes.size,
        state: (number: number) => tallied(world, inboxes.list(number)),
        before: () => null,
        counts: [],
      })),
      ...world.monitors.map(({ property, memo: { locals } }) => ({
        kind: 'monitor' as const,
        name: property,
        count: () => locals.size,
        state: (number: number) => asJson(locals.item(number)),
        before: () => null,
        counts: [],
      })),
    ];
  }

  /** To be called at the end of each level; what was taken over of a level is not noted again. */
  note(level = Infinity): void {
    for (const { counts, count } of this.#parts) if (counts.length < level) counts.push(count());
  }

  /** How many states each part had at the end of each level. */
  counts(): readonly (readonly number[])[] {
    return this.#parts.map(({ counts }) => counts);
  }

  /** Takes over what another watch has noted of a world that gave the same numbers. */
  resume(noted: readonly (readonly number[])[]): void {
    this.#parts.forEach(({ counts }, part) => counts.push(...(noted[part] ?? [])));
  }

  /** What kept growing until a limit ended the search, what grew most first; empty if nothing did. */
  foundBy(stoppedBy: StopCause | null): readonly Growth[] {
    if (stoppedBy === null || stoppedBy === 'violation') return [];
    return this.#parts
      .map(growthOf)
      .filter((growth) => growth !== null)
      .toSorted((one, other) => strength(other) - strength(one))
      .slice(0, mostTold);
  }
}

/** How many messages there are, in all and of each type from each host. */
function tallied(world: World, envelopes: readonly number[]): Json {
  const tally = new Map([['messages', envelopes.length]]);
  for (const one of envelopes) {
    const { from, message } = world.envelopes.item(one).envelope;
    const name = `${message.type} from ${from}`;
    tally.set(name, (tally.get(name) ?? 0) + 1);
  }
  return Object.fromEntries(tally);
}

function strength({ measure, recent }: Growth): number {
  return measure === null ? (recent.at(-1) ?? 0) / 1e9 : measure.records / measure.levels;
}

function growthOf(part: Watched): Growth | null {
  const { kind, name, counts, count } = part;
  const total = count();
  if (counts.length < fewestLevels) return null;
  const found = [...counts, total].map((sum, level) => sum - (counts[level - 1] ?? 0)).slice(0, -1);
  if (!isFresh(found)) return null;
  const measure = grownMeasure(part);
  if (measure === null && (kind === 'inbox' || !isSteady(found))) return null;
  return {
    kind,
    name,
    measure,
    states: total,
    recent: found.slice(-toldLevels),
    examples: examplesOf(part, total),
  };
}

/** Whether the last levels found something new: what grew before may have come to its end. */
function isFresh(found: readonly number[]): boolean {
  return found.slice(-toldLevels).filter((count) => count > 0).length >= fewestFreshLevels;
}

/**
 * Whether every late level found new states, and the last ones no fewer than those before them. In the
 * first levels of a large model that is so of every host, and says nothing.
 */
function isSteady(found: readonly number[]): boolean {
  if (found.length < fewestSteadyLevels) return false;
  const late = found.slice(-Math.floor(found.length / 2));
  const half = Math.floor(late.length / 2);
  return late.every((count) => count > 0) && sum(late.slice(-half)) >= sum(late.slice(0, half));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}

interface Records {
  readonly path: string;
  greatest: number;
  readonly levels: number[];
}

/** The measure with most records lately, if it has as many as no small bound would give it. */
function grownMeasure(part: Watched): GrowingMeasure | null {
  const levels = Math.min(part.counts.length - 1, mostLevels);
  const records = recordsOf(part, levels);
  const late = ({ levels: set }: Records): number =>
    set.filter((level) => level > levels / 2).length;
  const [best] = [...records.values()]
    .filter((one) => one.levels.length >= fewestRecords && late(one) >= fewestLateRecords)
    .toSorted((one, other) => other.levels.length - one.levels.length);
  if (best === undefined) return null;
  return { path: best.path, reached: best.greatest, records: best.levels.length, levels };
}

/** For each measure, in which of the last levels a state was found that has more of it than any before. */
function recordsOf({ counts, state }: Watched, levels: number): ReadonlyMap<string, Records> {
  const records = new Map<string, Records>();
  const first = counts.length - 1 - levels;
  for (let level = 0; level <= levels; level++) {
    const from = level === 0 ? 0 : (counts[first + level - 1] ?? 0);
    for (const [path, size] of greatestIn(state, from, counts[first + level] ?? 0)) {
      const known = records.get(path);
      if (known === undefined) records.set(path, { path, greatest: size, levels: [] });
      else if (size > known.greatest) {
        known.greatest = size;
        known.levels.push(level);
      }
    }
  }
  return records;
}

/** The greatest of each measure among some of the states with these numbers. */
function greatestIn(
  state: (number: number) => Json,
  from: number,
  to: number,
): ReadonlyMap<string, number> {
  const greatest = new Map<string, number>();
  const note = (path: string, size: number): void => {
    greatest.set(path, Math.max(size, greatest.get(path) ?? 0));
  };
  const step = Math.max(1, (to - from - 1) / (sampledStates - 1));
  for (let at = from; at < to; at += step) measure(state(Math.round(at)), note);
  return greatest;
}

/** Tells every measure of a value. */
function measure(value: Json, note: (path: string, size: number) => void): void {
  const open: [string, Json][] = [['', value]];
  for (let read = 0; open.length > 0 && read < mostLeaves; read++) {
    const [path, part] = open.pop() ?? ['', null];
    if (typeof part === 'number') note(path, Math.abs(part));
    else if (typeof part === 'string') note(path, part.length);
    else if (part === null || typeof part !== 'object') continue;
    else if (isList(part)) {
      note(path, part.length);
      for (const item of part) open.push([`${path}[*]`, item]);
    } else {
      const fields = Object.entries(part);
      note(path, fields.length);
      for (const [name, field] of fields)
        open.push([path === '' ? name : `${path}.${name}`, field]);
    }
  }
}

function examplesOf({ state, before }: Watched, total: number): readonly GrowthExample[] {
  const examples: GrowthExample[] = [];
  for (let number = total - 1; number > 0 && examples.length < 2; number--) {
    const earlier = before(number) ?? number - 1;
    const example = { before: state(earlier), after: state(number) };
    // Inboxes with as many messages of each type are told apart by what stands in these.
    if (isEqual(example.before, example.after)) continue;
    examples.push(example);
  }
  return examples;
}
