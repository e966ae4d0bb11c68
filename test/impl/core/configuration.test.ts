import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../impl/core/configuration.ts';

const BASE = { id: 'n1', nodes: ['n2', 'n1'] };

function issuesOf(input: unknown): readonly string[] {
  const parsed = parseConfiguration(input);
  return parsed.kind === 'error' ? parsed.error.issues : [];
}

describe('a configuration', () => {
  it('takes the defaults of the field and sorts its nodes', () => {
    const parsed = parseConfiguration(BASE);
    expect(parsed).toMatchObject({
      kind: 'ok',
      value: {
        nodes: ['n1', 'n2'],
        n: 3,
        r: 2,
        w: 2,
        repair: 'async',
        sloppy: true,
        policy: 'dvv',
        timers: { requestTimeout: 1000, handoffRetry: 1000 },
      },
    });
    expect(parsed.kind === 'ok' && parsed.value.ring.tokens.length).toBe(128);
  });

  it('takes positions as numbers or as 32 hex digits', () => {
    const top = 'f'.repeat(32);
    const tokens = [
      { position: top, node: 'n2' },
      { position: 7, node: 'n1' },
    ];
    const parsed = parseConfiguration({ ...BASE, ring: { kind: 'fixed', tokens } });
    expect(parsed.kind === 'ok' && parsed.value.ring.tokens).toEqual([
      { position: 7n, node: 'n1' },
      { position: 2n ** 128n - 1n, node: 'n2' },
    ]);
  });

  it('places keys, whatever they are called', () => {
    // As JSON, since a literal means something else by `__proto__`.
    const keys: unknown = JSON.parse('{"k":1,"constructor":2,"prototype":"3","__proto__":4}');
    const tokens = [{ position: 1, node: 'n1' }];
    const of = (placed: unknown) => ({ ...BASE, ring: { kind: 'fixed', tokens, keys: placed } });
    expect(issuesOf(of(keys))).toEqual([expect.stringMatching(/^ring\.keys\.prototype: .*"3"$/)]);
    const parsed = parseConfiguration(of({ ...Object(keys), prototype: 3 }));
    expect(parsed.kind === 'ok' && [...parsed.value.ring.pinned]).toEqual([
      ['k', 1n],
      ['constructor', 2n],
      ['prototype', 3n],
      ['__proto__', 4n],
    ]);
    expect(issuesOf(of([]))).toEqual(['ring.keys: keys are no object']);
  });

  it.each([
    [{ ...BASE, id: 'n3' }, 'id is not among nodes'],
    [{ ...BASE, nodes: ['n1', 'n1'] }, 'twice'],
    [{ ...BASE, n: 2, r: 3 }, 'r is greater than n'],
    [{ ...BASE, n: 2, r: 1, w: 3 }, 'w is greater than n'],
    [{ id: 'n1', nodes: ['n1'], r: 1 }, 'fewer nodes than r or w'],
    [{ id: 'n1', nodes: ['n1'], w: 1 }, 'fewer nodes than r or w'],
    [{ ...BASE, id: '../x', nodes: ['../x'] }, 'a node id is'],
    [{ ...BASE, r: 0 }, 'r:'],
    [{ ...BASE, extra: 1 }, 'extra'],
    [{ ...BASE, timers: { requestTimeout: -1 } }, 'timers.requestTimeout'],
    [{ ...BASE, ring: { kind: 'fixed', tokens: [{ position: 1, node: 'n9' }] } }, 'ring.tokens'],
    [{ ...BASE, ring: { kind: 'fixed', tokens: [{ position: -1, node: 'n1' }] } }, 'position'],
    ['nonsense', 'Expected'],
  ])('is refused with the reason: %j', (input, reason) => {
    expect(issuesOf(input).join('\n')).toContain(reason);
  });
});
