/** Where traces are kept, and reading and writing them. */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
    const { size } = statSync(file);
    if (size <= maxTraceBytes) return readFileSync(file, 'utf8');
    throw new RefusedTrace(
      file,
      '',
      `it has ${size} bytes, more than the ${maxTraceBytes} that a trace may have`,
    );
  } catch (cause) {
    if (cause instanceof RefusedTrace) throw cause;
    if (!existsSync(file)) throw new RefusedTrace(file, '', 'there is no such file');
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RefusedTrace(file, '', `it can't be read: ${reason}`);
  }
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
