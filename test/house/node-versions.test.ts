import { expect, it } from 'vitest';
import { readRepository } from './repository.ts';

const repository = readRepository();

/** What a file has in place of the group of a pattern. */
function found(path: string, pattern: RegExp): string | undefined {
  const text = repository.find((file) => file.path === path)?.text ?? '';
  return pattern.exec(text)?.[1];
}

const engine = /"engines": \{\s*"node": ">=([\d.]+)"/;

it('says everywhere alike which Node a checkout is set up with', () => {
  const oldest = found('package.json', engine);
  expect(oldest).toMatch(/^\d+$/);
  expect(found('README.md', /a Node ([\d.]+) or newer on the path/)).toBe(oldest);
  expect(found('setup.mjs', /install Node ([\d.]+) or newer with npm/)).toBe(oldest);
  expect(found('.github/workflows/ci.yml', /node-version: ([\d.]+)/)).toBe(oldest);
});

it('says everywhere alike which Node the checker runs on', () => {
  const oldest = found('checker/package.json', engine);
  expect(oldest).toMatch(/^\d+\.\d+$/);
  expect(found('README.md', /Node (\d+\.\d+) or newer/)).toBe(oldest);
  expect(found('checker/README.md', /Node (\d+\.\d+) or newer/)).toBe(oldest);
  const told = found('checker/cli/main.ts', /oldestNode = \[(\d+, \d+)\]/);
  expect(told?.replace(', ', '.')).toBe(oldest);
});
