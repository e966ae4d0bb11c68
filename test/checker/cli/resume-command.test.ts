import { expect, test } from 'vitest';
import { resumeCommand } from '../../../checker/cli/resume-command.ts';

test.each<[readonly string[], string]>([
  [['check', 'm', '--checkpoint', 'ck', '--workers', '2'], 'check --resume ck m --workers 2'],
  [['check', '--resume=ck', 'm'], 'check --resume ck m'],
  [['check', '--resume', 'old', '--checkpoint=ck', 'm'], 'check --resume ck m'],
  [
    ['check', '--checkpoint-seconds', '5', '--checkpoint', 'ck'],
    'check --resume ck --checkpoint-seconds 5',
  ],
])('%j goes on with %s', (argv, command) => {
  expect(resumeCommand(argv, 'ck')).toBe(`npx quorate ${command}`);
});

test.each([
  ['linux', String.raw`check --resume 'my ck' 'it'\''s' --param 'a=b c'`],
  ['win32', `check --resume "my ck" "it's" --param "a=b c"`],
])('on %s words are quoted where a shell would part them', (platform, command) => {
  const argv = ['check', "it's", '--param', 'a=b c', '--checkpoint', 'my ck'];
  expect(resumeCommand(argv, 'my ck', { platform })).toBe(`npx quorate ${command}`);
});

test('options that are not wanted are left out with their values', () => {
  const argv = ['check', '--max-states', '9', 'm', '--max-depth=3', '--checkpoint', 'ck'];
  const without = ['max-states', 'max-depth'];
  expect(resumeCommand(argv, 'ck', { without })).toBe('npx quorate check --resume ck m');
});
