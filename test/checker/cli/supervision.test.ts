import { expect, test } from 'vitest';
import { program } from '../../../checker/cli/program.ts';
import { maxSecondsIn, threadedCommands } from '../../../checker/cli/supervision.ts';
import { palette } from '../../../checker/report/palette.ts';
import { inProcess } from '../fixtures/in-process.ts';

const output = { write: () => undefined, isTerminal: false };

test('every command but those of projects is done in a thread', () => {
  const root = program(
    {
      argv: [],
      io: { stdout: output, stderr: output, cwd: '', env: {}, onInterrupt: () => () => undefined },
      project: () => ({ cwd: '', root: '', configuration: null }),
      newExplorer: inProcess,
      colours: palette(false),
    },
    [{ name: 'serve', description: '', action: async () => 0 }],
    () => undefined,
  );
  const names = root.commands.map((command) => command.name());
  expect(names.filter((name) => !threadedCommands.includes(name))).toEqual(['serve']);
  expect(threadedCommands.filter((name) => !names.includes(name))).toEqual([]);
});

test.each([
  [['check'], null],
  [['check', '--max-seconds', '5'], 5],
  [['check', '--max-seconds=0.5', 'a'], 0.5],
  [['check', '--max-seconds', '5', '--max-seconds', '6'], 6],
  [['check', '--max-seconds'], null],
  [['check', '--max-seconds', 'many'], null],
  [['check', '--max-seconds', '-1'], null],
  [['check', '--max-seconds-of-all', '5'], null],
])('the limit of time in %j is %j', (argv, seconds) => {
  expect(maxSecondsIn(argv)).toBe(seconds);
});
