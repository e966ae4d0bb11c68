import { describe, expect, it } from 'vitest';
import { readRepository } from './repository.ts';
import { rulesIn, semantics, unknownFiles, unknownRules } from './rules/citations.ts';

const files = readRepository();

const page = { path: semantics, text: '### R1: One\n\nIn `a.ts`, `b/`, `c.test.ts`.\n' };

describe('the semantics', () => {
  it('has the rules R1 to R19, in order', () => {
    const text = files.find(({ path }) => path === semantics)?.text ?? '';
    expect(rulesIn(text)).toEqual(Array.from({ length: 19 }, (_, at) => `R${at + 1}`));
  });

  it('has every rule that is cited', () => {
    expect(unknownRules(files)).toEqual([]);
  });

  it('lacks a rule that is made up', () => {
    const citing = { path: 'checker/a.ts', text: '/** One. */\n/** Another (R1, R99). */' };
    expect(unknownRules([page, citing])).toEqual(['checker/a.ts:2 R99']);
  });

  it('names only files that there are', () => {
    expect(unknownFiles(files)).toEqual([]);
  });

  it('is caught naming one that is gone', () => {
    const there = ['checker/a.ts', 'test/checker/c.test.ts'].map((path) => ({ path, text: '' }));
    expect(unknownFiles([page, ...there])).toEqual(['b/']);
    expect(unknownFiles([page, ...there.slice(0, 1)])).toEqual(['b/', 'c.test.ts']);
    expect(unknownFiles([page, ...there, { path: 'checker/b/d.ts', text: '' }])).toEqual([]);
  });
});
