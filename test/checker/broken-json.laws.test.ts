import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenJson } from '../../checker/broken-json.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON as it may be written, and texts that are nearly JSON. */
const written = fc
  .tuple(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'))
  .map(([value, indent]) => JSON.stringify(value, null, indent));
const piece = fc.oneof(
  fc.constantFrom('{', '}', '[', ']', ':', ',', '"', '\\', ' ', '\n', '-', '.', 'e', '0'),
  fc.constantFrom('true', 'nul', '1.', '\\u00', '"a"'),
  fc.string({ maxLength: 3 }),
);
const edited = fc
  .tuple(written, fc.nat(), fc.nat(3), piece)
  .map(([text, from, length, inserted]) => {
    const at = from % (text.length + 1);
    return text.slice(0, at) + inserted + text.slice(at + length);
  });

function offsetOf(text: string, { line, column }: { line: number; column: number }): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
}

test('a text is broken where the parser of the language refuses it, and nowhere else', () => {
  fc.assert(
    fc.property(fc.oneof(written, edited, piece), (text) => {
      expect(brokenJson(text) === null).toBe(isJson(text));
    }),
    { numRuns: 2000 },
  );
});

test('what is cut off is said to end too early, wherever that is', () => {
  fc.assert(
    fc.property(written, fc.nat(), (text, from) => {
      const cut = text.slice(0, from % text.length);
      fc.pre(!isJson(cut));
      expect(brokenJson(cut)).toMatchObject({ kind: 'cut', seen: '' });
    }),
    { numRuns: 2000 },
  );
});

test('all that stands before the place of a fault could still have become JSON', () => {
  fc.assert(
    fc.property(edited, (text) => {
      const found = brokenJson(text);
      fc.pre(found !== null);
      const before = text.slice(0, offsetOf(text, found));
      if (!isJson(before)) expect(brokenJson(before)?.kind).toBe('cut');
      // With what stands there it can't any more.
      if (found.kind !== 'cut') {
        expect(brokenJson(text)?.kind).not.toBe('cut');
        expect(found.seen).not.toBe('""');
      }
    }),
    { numRuns: 2000 },
  );
});
