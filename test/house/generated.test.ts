/** What commands leave in a checkout is nobody's source: no tool may look into it. */
import { expect, it } from 'vitest';
import { readRepository } from './repository.ts';

const repository = readRepository();

function textOf(path: string): string {
  return repository.find((file) => file.path === path)?.text ?? '';
}

const folders = textOf('.gitignore')
  .split('\n')
  .filter((line) => line.endsWith('/'))
  .map((line) => line.slice(0, -1));

it('formats and lints nothing in folders that git ignores', () => {
  expect(folders).toContain('.quorate');
  const { files }: { readonly files: { readonly includes: readonly string[] } } = JSON.parse(
    textOf('biome.json'),
  );
  expect(files.includes).toEqual(expect.arrayContaining(folders.map((name) => `!**/${name}`)));
  const { ignorePatterns }: { readonly ignorePatterns: readonly string[] } = JSON.parse(
    textOf('.oxlintrc.json'),
  );
  expect(ignorePatterns).toEqual(expect.arrayContaining(folders));
});
