/** Where in a project's own code an error arose, as its stack tells it. */

import { fileURLToPath } from 'node:url';
import { stackOf } from './thrown.ts';

/** A line of a file. */
export interface CodePlace {
  /** An absolute path. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Where this program's own files stand; among them examples, which are a project's code to it. */
const ownFiles = new URL('./', import.meta.url).href;
const examples = new URL('./examples/', import.meta.url).href;

const frame = /^ *at .*?(file:\/\/[^\s()]+):(\d+):\d+\)?$/;
const isFrame = /^ *at /;
const isNodes = /[( ]node:/;
/** What stacks of errors of syntax begin with. */
const head = /^([^\s<]\S*):(\d+)$/;
/** Packages may be modules or not. */
const packaged = /^ *at (?:.*\()?(\S+[\\/]node_modules[\\/][^\s()]+):(\d+):\d+\)?$/;

/**
 * The lines of a stack that tell a project's author anything: of the frames those in the project's code,
 * since what it called is no matter; where there are none, those of packages that this program called. All,
 * where it arose in this program.
 */
export function tellingLines(stack: readonly string[]): readonly string[] {
  const isPlaced = head.test(stack[0] ?? '') || stack.some((line) => placeIn(line) !== null);
  const ours = stack.findIndex((line) => isOwn(urlIn(line)));
  if (!isPlaced && ours >= 0 && ours === stack.findIndex((line) => isFrame.test(line)))
    return stack;
  const end = ours < 0 ? stack.length : ours;
  return stack.filter((line, index) => {
    if (!isFrame.test(line)) return true;
    return isPlaced ? placeIn(line) !== null : index < end && !isNodes.test(line);
  });
}

/** The line of a project's code at which an error arose; null where its stack doesn't tell. */
export function originOf(error: Error): CodePlace | null {
  const lines = stackOf(error).split('\n');
  const [, file, line] = head.exec(lines[0] ?? '') ?? [];
  if (file !== undefined) return { file: pathOf(file), line: Number(line) };
  for (const one of lines) {
    const place = placeIn(one);
    if (place !== null) return place;
  }
  return null;
}

/** The line of an installed package at which it threw while this program loaded it; null for other errors. */
export function packagedOrigin(error: Error): CodePlace | null {
  const stack = stackOf(error).split('\n');
  const ours = stack.findIndex((line) => isOwn(urlIn(line)));
  for (const line of stack.slice(0, Math.max(ours, 0))) {
    const [, file, number] = packaged.exec(line) ?? [];
    if (file !== undefined) return { file: pathOf(file), line: Number(number) };
  }
  return null;
}

function placeIn(line: string): CodePlace | null {
  const [, url, number] = frame.exec(line) ?? [];
  if (url === undefined || url.includes('/node_modules/') || isOwn(url)) return null;
  return { file: pathOf(url), line: Number(number) };
}

function urlIn(line: string): string {
  return frame.exec(line)?.[1] ?? '';
}

function isOwn(url: string): boolean {
  return url.startsWith(ownFiles) && !url.startsWith(examples);
}

function pathOf(file: string): string {
  return file.startsWith('file:') ? fileURLToPath(file) : file;
}
