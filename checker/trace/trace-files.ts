/** Where traces are kept, and reading and writing them. */

import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileFault } from '../file-fault.ts';
import { nearestNames } from '../nearest-names.ts';
import { makeFolder } from './folder.ts';
import { decode, encode } from './itf.ts';
import { RefusedTrace } from './refused-trace.ts';
import type { Trace } from './trace.ts';

/** How large a trace file may be, in bytes; longer ones are no runs that a person could read. */
export const maxTraceBytes = 64 * 1024 * 1024;

/** The place of a trace below a folder of traces: `<protocol>/<property>.<parameters>.itf.json`. */
export function traceFileOf(model: string, property: string): string {
  const slash = model.indexOf('/');
  const protocol = slash === -1 ? model : model.slice(0, slash);
  const particular = slash === -1 ? [] : [safeName(model.slice(slash + 1))];
  return join(safeName(protocol), [safeName(property), ...particular, 'itf.json'].join('.'));
}

/**
 * A text that is safe as a file's name on every system. What had to be changed gets a digest of
 * what it was, so that different names stay different.
 */
export function safeName(name: string): string {
  if (/^[A-Za-z0-9][\w,=-]{0,79}$/.test(name)) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  const kept = name
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
  return [...(kept === '' ? [] : [kept]), digest].join('-');
}

/**
 * Reads a trace file.
 * @throws RefusedTrace where there is none, it is too large, or it holds no trace.
 */
export function readTrace(file: string): Trace {
  return decode(textOf(file), file);
}

function textOf(file: string): string {
  try {
    const found = statSync(file);
    if (found.isDirectory()) throw new RefusedTrace(file, '', whyFolder(file));
    const { size } = found;
    if (size <= maxTraceBytes) return readFileSync(file, 'utf8');
    throw new RefusedTrace(
      file,
      '',
      `it has ${size} bytes, more than the ${maxTraceBytes} that a trace may have`,
    );
  } catch (cause) {
    if (cause instanceof RefusedTrace) throw cause;
    if (!existsSync(file)) throw new RefusedTrace(file, '', whyMissing(file));
    throw new RefusedTrace(file, '', `it can't be read: ${fileFault(cause)}`);
  }
}

const ending = '.itf.json';

function whyFolder(folder: string): string {
  const [first] = globSync(`{*,*/*}${ending}`, { cwd: folder }).toSorted();
  return first === undefined
    ? `it is a folder, and a trace is a file whose name ends in ${ending}`
    : `it is a folder: name the traces in it, as in ${join(folder, first)}`;
}

function whyMissing(file: string): string {
  const folder = dirname(file);
  const beside = existsSync(folder) ? globSync(`*${ending}`, { cwd: folder }) : [];
  const stems = beside.map((name) => basename(name, ending));
  const [near] = nearestNames(basename(file, ending), stems);
  return near === undefined
    ? 'there is no such file. Likely cause: it was removed, or the path begins in another folder; check prints the paths of the traces that it writes'
    : `there is no such file. Did you mean ${join(folder, `${near}${ending}`)}?`;
}

/** Writes a trace file, folders and all; a reader sees the old one or the new one, never a part. */
export function writeTrace(file: string, trace: Trace): void {
  makeFolder(dirname(file));
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, encode(trace));
    renameSync(draft, file);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw cause;
  }
}
