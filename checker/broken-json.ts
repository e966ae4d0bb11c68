/** Where a text that should be JSON is none; a parser's own message quotes it, line ends and all. */

import { match } from 'ts-pattern';

/** What is wrong with a text. */
export interface BrokenJson {
  /** Counted from 1, as is `column`. */
  readonly line: number;
  readonly column: number;
  /** Whether nothing of it is JSON, it ends too early, or something in it is in the wrong place. */
  readonly kind: 'foreign' | 'cut' | 'misplaced';
  /** The beginning of what can't stand there, quoted; empty where the text ends too early. */
  readonly seen: string;
}

/** How many characters of what is wrong are quoted. */
const mostSeen = 24;

const text = String.raw`"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*`;
const tokens = {
  blanks: /[ \t\n\r]*/y,
  string: new RegExp(`${text}"`, 'y'),
  scalar: /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y,
};
/** What may be the beginning of a string, a number or a word, up to the end of a text. */
const unfinished = new RegExp(
  String.raw`(?:${text}(?:\\(?:u[0-9a-fA-F]{0,3})?)?|-|(?<=\d)(?:\.|[eE][+-]?)|t(?:ru?)?|f(?:a(?:ls?)?)?|n(?:ul?)?)$`,
  'y',
);

/** What is wrong with a text; null where it is JSON. Linear in its length. */
export function brokenJson(written: string): BrokenJson | null {
  const at = faultIn(written);
  if (at === null) return null;
  const before = written.slice(0, at);
  const lines = before.split('\n');
  const place = { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  const rest = written.slice(at);
  unfinished.lastIndex = at;
  if (rest === '' || unfinished.test(written)) return { ...place, kind: 'cut', seen: '' };
  const [seen = ''] = rest.slice(0, mostSeen).split(/[\r\n]/);
  const kind = before.trim() === '' ? 'foreign' : 'misplaced';
  return { ...place, kind, seen: JSON.stringify(seen) };
}

/** The place and the reason in words: `line 3`, `it ends too early`. */
export function brokenJsonWords({ line, column, kind, seen }: BrokenJson): {
  readonly where: string;
  readonly why: string;
} {
  return match(kind)
    .with('foreign', () => ({ where: `line ${line}`, why: `it begins with ${seen}` }))
    .with('cut', () => ({ where: `line ${line}`, why: 'it ends too early' }))
    .with('misplaced', () => ({
      where: `line ${line}, column ${column}`,
      why: `${seen} can't stand there`,
    }))
    .exhaustive();
}

type Expected = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'more or end';

/** A place in a text, and what may stand there. */
interface Reading {
  readonly written: string;
  at: number;
  expected: Expected;
  /** The ends of the objects and lists that it is in, the innermost last. */
  readonly ends: ('}' | ']')[];
}

/** The first place that can't be part of any JSON text with the same beginning; null in JSON. */
function faultIn(written: string): number | null {
  const reading: Reading = { written, at: 0, expected: 'value', ends: [] };
  for (;;) {
    take(reading, 'blanks');
    const isDone = reading.expected === 'more or end' && reading.ends.length === 0;
    if (reading.at === written.length) return isDone ? null : reading.at;
    if (isDone || !goOn(reading)) return reading.at;
  }
}

/** Reads one token; answers whether there is one that may stand there. */
function goOn(reading: Reading): boolean {
  const { written, at, expected, ends } = reading;
  const character = written[at];
  if (expected.endsWith('end') && character === ends.at(-1)) {
    ends.pop();
    return passed(reading, 'more or end');
  }
  switch (expected) {
    case 'colon':
      return character === ':' && passed(reading, 'value');
    case 'more or end':
      return character === ',' && passed(reading, ends.at(-1) === '}' ? 'name' : 'value');
    case 'name':
    case 'name or end':
      reading.expected = 'colon';
      return take(reading, 'string');
    case 'value':
    case 'value or end':
      if (character === '{' || character === '[') {
        ends.push(character === '{' ? '}' : ']');
        return passed(reading, character === '{' ? 'name or end' : 'value or end');
      }
      reading.expected = 'more or end';
      return take(reading, 'string') || take(reading, 'scalar');
  }
}

function passed(reading: Reading, expected: Expected): true {
  reading.at++;
  reading.expected = expected;
  return true;
}

function take(reading: Reading, kind: keyof typeof tokens): boolean {
  const token = tokens[kind];
  token.lastIndex = reading.at;
  const found = token.exec(reading.written);
  if (found !== null) reading.at += found[0].length;
  return found !== null;
}
