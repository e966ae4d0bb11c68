import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ENVELOPE_BYTES, seal } from '../../../impl/core/envelope.ts';
import { FrameSplitter } from '../../../impl/real/frame-splitter.ts';

describe('the splitter of a byte stream', () => {
  it('gives the frames back, however the stream is cut', () => {
    const contents = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 });
    fc.assert(
      fc.property(contents, fc.array(fc.integer({ min: 1, max: 30 })), (all, cuts) => {
        const frames = all.map(seal);
        const stream = Buffer.concat(frames);
        const splitter = new FrameSplitter();
        const found: Uint8Array[] = [];
        let at = 0;
        for (const cut of [...cuts, stream.length]) {
          found.push(...splitter.push(stream.subarray(at, at + cut)));
          at += cut;
        }
        expect(found).toEqual(frames);
        expect(splitter.pending).toBe(0);
        expect(splitter.error).toBeNull();
      }),
    );
  });

  it('keeps an incomplete frame', () => {
    const splitter = new FrameSplitter();
    const frame = seal(Uint8Array.of(1, 2, 3));
    expect(splitter.push(frame.subarray(0, 2))).toEqual([]);
    expect(splitter.pending).toBe(2);
    expect(splitter.push(frame.subarray(2))).toEqual([frame]);
  });

  it.each([0, 4, MAX_ENVELOPE_BYTES, 2 ** 32 - 1])('gives up at a length of %i', (length) => {
    const splitter = new FrameSplitter();
    const frame = seal(Uint8Array.of(1));
    const head = Buffer.alloc(4);
    head.writeUInt32BE(length);
    expect(splitter.push(Buffer.concat([frame, head]))).toEqual([frame]);
    expect(splitter.error).toEqual({ kind: 'badLength', length: length + 4 });
    expect(splitter.push(frame)).toEqual([]);
  });
});
