/** The file of a baseline: models sorted by name, one line a figure, so that a diff shows what changed. */

import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { brokenJson, brokenJsonWords } from '../broken-json.ts';
import type { Baseline } from '../check/baseline.ts';
import { fileFault } from '../file-fault.ts';
import { recordOf } from '../trace/record-schema.ts';
import { refuseMissingFolder } from './output-file.ts';

/** A baseline file that is refused: which, and why. The command line answers 65. */
export class RefusedBaseline extends Error {
  readonly file: string;

  constructor(file: string, why: string) {
    super(why);
    this.name = 'RefusedBaseline';
    this.file = file;
  }
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const shape = v.strictObject({
  formatVersion: v.literal(1),
  models: recordOf(
    v.strictObject({
      states: count,
      transitions: count,
      depth: count,
      transitionsTaken: count,
      transitionsTotal: count,
      guardOutcomesSeen: count,
      guardOutcomesTotal: count,
    }),
  ),
});

/**
 * Reads a baseline; null where there is no such file.
 * @throws RefusedBaseline where it can't be read, or holds no baseline.
 */
export function readBaseline(file: string): Baseline | null {
  if (!existsSync(file)) return null;
  const checked = v.safeParse(shape, jsonIn(file));
  if (checked.success) return new Map(Object.entries(checked.output.models));
  const [issue] = checked.issues;
  const where = v.getDotPath(issue);
  throw new RefusedBaseline(
    file,
    `it holds no baseline: ${where === null ? '' : `${where}: `}${issue.message}. Correct it, or delete it and store a new one with --update`,
  );
}

function jsonIn(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new RefusedBaseline(file, `it can't be read: ${fileFault(cause)}`);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const broken = brokenJson(text);
    if (broken === null) throw cause;
    const { where, why } = brokenJsonWords(broken);
    throw new RefusedBaseline(
      file,
      `${where}: it is not JSON (${why}). Correct it, or delete it and store a new one with --update`,
    );
  }
}

/** Writes a baseline into a folder that is there; a reader sees the old one or the new one, never a part. */
export function writeBaseline(file: string, baseline: Baseline): void {
  refuseMissingFolder(file);
  const models = Object.fromEntries(baseline);
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, `${JSON.stringify({ formatVersion: 1, models }, null, 2)}\n`);
    renameSync(draft, file);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw cause;
  }
}
