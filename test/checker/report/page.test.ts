import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitted } from '../../../checker/report/page.ts';

const filler = 'word '.repeat(17).trim();

describe('prose that is printed', () => {
  it('is left as it is where it fits', () => {
    const lines = ['quorate: short', `  ${filler}`, '', 'a  b'];
    expect(fitted(lines)).toEqual(lines);
  });

  it('goes on below, set in by two columns more', () => {
    expect(fitted([`quorate: ${filler} and so on`])).toEqual([`quorate: ${filler} and so`, '  on']);
    expect(fitted([`  P: ${filler} ${filler}`])).toEqual([
      `  P: ${filler} word word`,
      `    ${'word '.repeat(15).trim()}`,
    ]);
  });

  it('takes colours for what they are: nothing wide', () => {
    const line = `\u001B[1m${'word '.repeat(20).trim()}\u001B[22m!`;
    expect(fitted([line])).toEqual([line]);
    const long = `\u001B[31m${filler} and so\u001B[39m on it goes`;
    expect(fitted([long])).toEqual([`\u001B[31m${filler} and so\u001B[39m on it`, '  goes']);
  });

  it('keeps its own lines', () => {
    expect(fitted([`one\ntwo`, 'three\n'])).toEqual(['one', 'two', 'three', '']);
  });

  it.each([
    'quorate list',
    'quorate check --update',
    '(quorate check path/to/some.model.ts)',
    'npx quorate verify traces/a.itf.json',
    '--resume my/folder,',
  ])('never parts %s', (command) => {
    for (let before = 60; before <= 100; before++) {
      const lines = fitted([`${'w'.repeat(before)} ${command} is what to type`]);
      expect(lines.filter((line) => line.includes(command))).toHaveLength(1);
    }
  });

  it.each([
    `  npx quorate check --resume ck ${'--property P '.repeat(12)}`,
    `      at step (file:///${'a b/'.repeat(30)}x.ts:1:1)`,
    `  file:      /${'a b/'.repeat(30)}`,
  ])('is not what this is: %s', (line) => {
    expect(fitted([line])).toEqual([line]);
  });

  it('keeps all words in their order, within 100 columns but for longer words', () => {
    const word = fc.stringMatching(/^[a-z'.,:]{1,120}$/);
    const text = fc
      .array(word, { minLength: 1, maxLength: 60 })
      .map((words) => `x ${words.join(' ')}`);
    fc.assert(
      fc.property(fc.nat(6), text, (columns, said) => {
        const lines = fitted([' '.repeat(columns) + said]);
        expect(lines.map((line) => line.trim()).join(' ')).toBe(said);
        for (const line of lines.filter((one) => one.trim().includes(' '))) {
          expect(line.length).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});
