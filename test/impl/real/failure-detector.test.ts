import { describe, expect, it } from 'vitest';
import { FailureDetector } from '../../../impl/real/failure-detector.ts';

describe('the failure detector', () => {
  const times = { probeEvery: 10, silentAfter: 100 };

  it('suspects a peer once it has been silent for too long, and says so once', () => {
    const detector = new FailureDetector(['n2', 'n3'], times, 0);
    detector.heard('n3', 50);
    expect(detector.check(99)).toEqual([]);
    expect(detector.check(100)).toEqual([{ kind: 'suspect', peer: 'n2' }]);
    expect(detector.check(120)).toEqual([]);
    expect(detector.check(150)).toEqual([{ kind: 'suspect', peer: 'n3' }]);
  });

  it('trusts a suspect at its next sign of life', () => {
    const detector = new FailureDetector(['n2'], times, 0);
    expect(detector.heard('n2', 10)).toBeNull();
    expect(detector.check(200)).toHaveLength(1);
    expect(detector.heard('n2', 210)).toEqual({ kind: 'trust', peer: 'n2' });
    expect(detector.heard('n2', 220)).toBeNull();
  });

  it('knows nothing of strangers', () => {
    const detector = new FailureDetector(['n2'], times, 0);
    expect(detector.heard('n9', 10)).toBeNull();
  });
});
