import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Explorer } from '../../../checker/check/explorer.types.ts';
import { inProcess } from '../fixtures/in-process.ts';
import { openWorkshop } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

let workshop: Workshop;
beforeAll(() => {
  workshop = openWorkshop({
    'quorate.config.ts': "export default quorate.defineConfig({ models: '*.model.ts' });",
    'fine.model.ts': 'export const models = [register({ acks: 1 }), register()];',
  });
});
afterAll(() => workshop.close());

const clearedLine = '\r\u001B[2K';

describe('progress', () => {
  const chatty: Explorer = {
    ...inProcess(),
    explore: (subject, task, onProgress) => {
      const progress = {
        states: 1200,
        transitions: 9,
        depth: 3,
        queue: 40,
        bytes: 2048,
        share: 0.5,
      };
      onProgress(progress);
      onProgress({ ...progress, states: 2400, share: null });
      return inProcess().explore(subject, task, onProgress);
    },
  };
  const argv = ['check', 'register/acks2'];

  test('is shown on standard error when asked', async () => {
    const { out, err } = await workshop.run([...argv, '--progress'], { explorer: chatty });
    expect(err).toMatch(
      /register\/acks2 {2}1 200 states {2}depth 3 {2}queue 40 {2}2\.0 KiB {2}50 % of limit\n/,
    );
    // Whether a rate is told depends on the time between the two.
    expect(err).toMatch(/2 400 states {2}(?:[\d ]+\/s {2})?depth 3/);
    expect(out).not.toContain('queue');
  });

  test('is shown on a terminal, on one line that is cleared', async () => {
    const { err } = await workshop.run(argv, { explorer: chatty, isTerminal: true });
    expect(err.split(clearedLine).length).toBeGreaterThan(3);
    expect(err.endsWith(clearedLine)).toBe(true);
  });

  test('is cleared where something is complained of', async () => {
    const again = openWorkshop({
      'two.model.ts': `export const models = ['one', 'two'].map((name) => ({
        ...register({ acks: 1 }), name: 'two/' + name, expect: {}, mutants: {} }));`,
    });
    again.write('.quorate', 'a file');
    const { err } = await again.run(['check', 'two.model.ts'], {
      explorer: chatty,
      isTerminal: true,
    });
    again.close();
    expect(err.split('\n').filter((line) => line.includes("can't be written"))).toHaveLength(2);
    expect(err.split('quorate: ')[0]?.endsWith(clearedLine)).toBe(true);
    expect(err).toContain('two/two  2 400 states');
  });

  test('is not shown elsewhere, or when it is not wanted', async () => {
    expect((await workshop.run(argv, { explorer: chatty })).err).toBe('');
    const quiet = await workshop.run([...argv, '--no-progress'], {
      explorer: chatty,
      isTerminal: true,
    });
    expect(quiet.err).toBe('');
  });
});
