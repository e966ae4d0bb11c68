import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readTrace } from '../../../checker/trace/trace-files.ts';
import { openWorkshop } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

const protocols = new URL('../engine/liveness/protocols.ts', import.meta.url).href;

let workshop: Workshop;
afterEach(() => workshop.close());

/** A project with one model of the token ring, in which fairness is as given. */
function ring(fairness: string, more = ''): Workshop {
  const config = "export default quorate.defineConfig({ models: '*.model.ts' });";
  const model = `
    import { station, tokenRing } from '${protocols}';
    const at = (id) => (view) => view.host(id).at(station)?.in('holding') === true;
    export const models = [
      quorate.model('ring/three', {
        system: tokenRing,
        properties: {
          Round: quorate.alwaysEventually(at('n1')),
          Passes: quorate.leadsTo(at('n1'), at('n2')),
        },
        fairness: ${fairness},
        ${more}
      }),
    ];`;
  return openWorkshop({ 'quorate.config.ts': config, 'ring.model.ts': model });
}

test('check says what liveness holds, and under which assumptions', async () => {
  workshop = ring('[quorate.weak.timer(), quorate.weak.deliver()]');
  const { code, out } = await workshop.run(['check']);
  expect(code).toBe(0);
  expect(out).toMatch(/^ {2}Round +holds +as expected$/m);
  expect(out).toContain('    assuming weak fairness of timers, deliveries');
});

test('check answers 13 to a violation of liveness, and tells the run with its round', async () => {
  workshop = ring("[quorate.weak.timer(), quorate.weak.deliver({ to: 'n2' })]");
  const { code, out } = await workshop.run(['check', '--json', 'found.json']);
  expect(code).toBe(13);
  expect(out).toMatch(/^ {2}Round +violated +3\+0 +UNEXPECTED$/m);
  expect(out).toContain('✗ ring/three: Round is violated by 3 steps, then nothing for ever (not');
  expect(out).toContain(
    '  Possible, and put off for ever\n      the delivery of token from n2 to n3: not said to be fair\n',
  );
  const [model] = JSON.parse(workshop.read('found.json')).models;
  expect(model.assuming).toBe('weak fairness of timers, deliveries to n2');
  expect(model.properties[0]).toMatchObject({
    name: 'Round',
    kind: 'alwaysEventually',
    verdict: 'violated',
    steps: 3,
    cycle: 0,
  });
  const file = join('.quorate', 'traces', 'ring', 'Round.three.itf.json');
  expect(readTrace(join(workshop.folder, file)).loop).toBe(3);
  const verified = await workshop.run(['verify', file]);
  expect([verified.code, verified.out]).toEqual([
    0,
    `${file}:\n      verified (3 steps, then nothing for ever, Round is violated)\n`,
  ]);
  const shown = await workshop.run(['show', file]);
  expect(shown.out).toMatch(/^ring\/three: Round is violated by 3 steps, then nothing for ever$/m);
});

test('check takes an expected violation of a pinned length, prefix and round together', async () => {
  const none = '[quorate.weak.timer({ host: "n1" }), quorate.weak.deliver()]';
  workshop = ring(none, 'expect: { Round: quorate.violated({ steps: 2 }) },');
  expect((await workshop.run(['check'])).code).toBe(0);
  workshop.close();
  workshop = ring(none, 'expect: { Round: quorate.violated({ steps: 3 }) },');
  const { code, out } = await workshop.run(['check']);
  expect([code, out.includes('NOT 3 STEPS')]).toEqual([20, true]);
});

test('check answers 21 to a leadsTo that is never called upon', async () => {
  const fair = '[quorate.weak.timer(), quorate.weak.deliver()]';
  const nothing = "properties: { Nothing: quorate.leadsTo(() => false, at('n1')) },";
  workshop = ring(fair, nothing);
  const { code, out } = await workshop.run(['check']);
  expect([code, out.includes('✗ ring/three: the condition of Nothing never happens')]).toEqual([
    21,
    true,
  ]);
  workshop.close();
  workshop = ring(fair, `${nothing} waivers: [{ what: 'Nothing', why: 'it is a test' }],`);
  expect((await workshop.run(['check'])).code).toBe(0);
});

test('check answers 75 to a fairness assumption that covers nothing', async () => {
  workshop = ring("[quorate.weak.timer({ delay: 'holds' })]");
  const { code, err } = await workshop.run(['check']);
  expect(code).toBe(75);
  expect(err).toContain("a fairness assumption names the delay 'holds', which no machine there");
});
