/**
 * The manifest of a checkpoint: what was explored, how far, and which files hold the rest. Its first
 * field is the checksum of the others.
 */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { fileFault } from '../../file-fault.ts';
import { recordOf } from '../../trace/record-schema.ts';
import type { Action } from '../../state/action.ts';
import { actionOf } from '../../trace/trace-schema.ts';
import { RefusedCheckpoint } from './faults.ts';

const formatVersion = 3;
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const counts = v.array(count);
const text = v.string();
const written = v.strictObject({
  file: v.pipe(text, v.regex(/^part-\d{6}\.(rows|numbers|origins)$/)),
  bytes: count,
  sha256: v.pipe(text, v.regex(/^[0-9a-f]{64}$/)),
});

const layout = v.strictObject({
  words: v.pipe(count, v.minValue(1)),
  wordOf: counts,
  shiftOf: counts,
  greatest: counts,
});

const part = v.strictObject({ rows: written, count, layout, numbers: written });

const origins = v.strictObject({ ...written.entries, layout });

/** What a search explores, so that another can go on with it. */
const identity = v.strictObject({
  model: text,
  parameters: recordOf(v.union([text, v.number()])),
  properties: v.array(text),
  reductions: v.array(text),
  /** See `definitionDigest`. */
  definition: text,
  /** Digests of the files that the model is written in; none where nobody knows them. */
  sources: recordOf(text),
});

const shape = v.strictObject({
  formatVersion: v.literal(formatVersion),
  identity,
  /** How many numbers each column has. */
  sizes: counts,
  states: v.pipe(count, v.minValue(1)),
  transitions: count,
  depth: count,
  levelStarts: v.pipe(counts, v.minLength(1)),
  /** See `RoundHistory`. */
  rounds: v.strictObject({
    rows: count,
    candidates: count,
    capacity: v.pipe(count, v.minValue(1)),
  }),
  /** How many rows of the last level each block had. */
  blocks: v.array(v.pipe(count, v.minValue(1))),
  /** How those were found, see `Frontier.origins`. */
  origins: v.nullable(origins),
  findings: v.array(v.strictObject({ property: text, row: count, step: v.nullable(actionOf) })),
  taken: v.array(text),
  happened: v.array(text),
  /** By host. */
  orderDependent: v.array(v.array(text)),
  /** See `History`. */
  history: v.array(counts),
  parts: v.array(part),
});

type Checked = v.InferOutput<typeof shape>;

/** What a checkpoint says of itself. */
export interface Manifest extends Omit<Checked, 'findings'> {
  /** See `Finding`. */
  readonly findings: readonly {
    readonly property: string;
    readonly row: number;
    readonly step: Action | null;
  }[];
}
/** What a search explores. */
export type Identity = Manifest['identity'];
/** The rows that one checkpoint added to the one before, and the numbers that came with them. */
export type SavedPart = Manifest['parts'][number];
/** How the rows of the last level were found. */
export type Origins = NonNullable<Manifest['origins']>;
/** Where each column of a part's rows stands, see `Layout`. */
export type PartLayout = SavedPart['layout'];

/** The manifest's file in a folder. */
export function manifestFile(folder: string): string {
  return join(folder, 'manifest.json');
}

/** A manifest's text. */
export function manifestText(manifest: Omit<Manifest, 'formatVersion'>): string {
  const body = JSON.stringify({ formatVersion, ...manifest });
  return `{"sha256":"${digest(body)}","manifest":${body}}\n`;
}

/**
 * The manifest in a folder; null where there is none.
 * @throws RefusedCheckpoint where it can't be read, or is damaged.
 */
export function readManifest(folder: string): Manifest | null {
  const file = manifestFile(folder);
  if (!existsSync(file)) return null;
  const body: unknown = JSON.parse(bodyIn(file));
  const versioned = v.safeParse(v.object({ formatVersion: count }), body);
  if (versioned.success && versioned.output.formatVersion !== formatVersion) {
    throw new RefusedCheckpoint(
      file,
      `it is of format ${versioned.output.formatVersion}, and this version reads format ${formatVersion}: go on with the version that wrote it, or explore from the start`,
    );
  }
  const checked = v.safeParse(shape, body);
  if (!checked.success) {
    const [issue] = checked.issues;
    const where = v.getDotPath(issue);
    throw new RefusedCheckpoint(
      file,
      `it is no manifest that this version can read: ${where === null ? '' : `${where}: `}${issue.message}`,
    );
  }
  return checked.output;
}

function bodyIn(file: string): string {
  let found: string;
  try {
    found = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new RefusedCheckpoint(file, `it can't be read: ${fileFault(cause)}`);
  }
  const [, sum, body = ''] = /^\{"sha256":"([0-9a-f]{64})","manifest":(.*)\}\n$/s.exec(found) ?? [];
  if (sum !== undefined && sum === digest(body)) return body;
  throw new RefusedCheckpoint(file, 'its contents are not what was written (SHA-256 differs)');
}

function digest(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}
