import { expect, test } from 'vitest';
import { brokenJson } from '../../checker/broken-json.ts';

test.each([
  ['', 1, 1, 'cut', ''],
  ['{ "a": 1,\n', 2, 1, 'cut', ''],
  ['{ "a": "words', 1, 8, 'cut', ''],
  ['[\n  tru', 2, 3, 'cut', ''],
  ['# Notes\n\nwords', 1, 1, 'foreign', '"# Notes"'],
  ['\n\n<html>', 3, 1, 'foreign', '"<html>"'],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'misplaced', String.raw`"\"b\": 2"`],
  ['{\n<<<<<<< HEAD\r\n', 2, 1, 'misplaced', '"<<<<<<< HEAD"'],
  ['[1, ]', 1, 5, 'misplaced', '"]"'],
  ['{} {}', 1, 4, 'misplaced', '"{}"'],
  ['["\t"]', 1, 2, 'misplaced', String.raw`"\"\t\"]"`],
])('%j is broken in line %i, column %i: it is %s, %s', (text, line, column, kind, seen) => {
  expect(brokenJson(text)).toEqual({ line, column, kind, seen });
});

test('JSON is not broken', () => {
  expect(brokenJson(' { "a": [1, -0.5e+3, true, null, {}, []], "b": "\\u00e9\\n" }\n')).toBeNull();
});
