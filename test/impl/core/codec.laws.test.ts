import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from '../../../impl/core/bytes.ts';
import { decodeContext, encodeContext } from '../../../impl/core/context-codec.ts';
import { MAX_ENVELOPE_BYTES, seal, unseal } from '../../../impl/core/envelope.ts';
import { decodeFrame, encodeFrame } from '../../../impl/core/frame-codec.ts';
import type { Frame, Message } from '../../../impl/core/message.types.ts';
import {
  type DiskRecord,
  decodeRecord,
  diskKeyOf,
  encodeRecord,
} from '../../../impl/core/record-codec.ts';
import { compareVersions } from '../../../impl/core/version.ts';
import { clocks, versions } from '../versions.ts';

const nodes = fc.constantFrom('n1', 'n2', 'a-node.of_some-length');
const keys = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });
const lists = fc.uniqueArray(versions, {
  maxLength: 4,
  comparator: (a, b) => compareVersions(a, b) === 0,
});
const sorted = lists.map((list) => list.toSorted(compareVersions));
const request = fc.record({ id: keys, incarnation: fc.maxSafeNat(), sequence: fc.maxSafeNat() });

const messages: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ kind: fc.constant('store'), request, key: keys, versions: sorted }),
  fc.record({
    kind: fc.constant('storeHint'),
    request,
    key: keys,
    owner: nodes,
    versions: sorted,
  }),
  fc.record({ kind: fc.constantFrom('stored', 'repaired'), request }),
  fc.record({ kind: fc.constantFrom('read', 'readHint'), request, key: keys }),
  fc.record({ kind: fc.constant('held'), request, versions: sorted }),
  fc.record({
    kind: fc.constant('repair'),
    request: fc.option(request, { nil: null }),
    key: keys,
    versions: sorted,
  }),
  fc.record({ kind: fc.constantFrom('handOff', 'handedOff'), key: keys, versions: sorted }),
  fc.record({ kind: fc.constantFrom('ping', 'pong') }),
);
const frames: fc.Arbitrary<Frame> = fc.record({ from: nodes, to: nodes, message: messages });

const records: fc.Arbitrary<DiskRecord> = fc.oneof(
  fc.record({ kind: fc.constant('identity'), node: nodes }),
  fc.record({
    kind: fc.constant('replica'),
    key: keys,
    versions: sorted,
    counter: fc.maxSafeNat(),
  }),
  fc.record({ kind: fc.constant('hint'), owner: nodes, key: keys, versions: sorted }),
);

describe('frames', () => {
  it('are read as they were written, and written alike each time', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const bytes = encodeFrame(frame);
        expect(decodeFrame(bytes)).toEqual({ kind: 'ok', value: frame });
        expect(encodeFrame(structuredClone(frame))).toEqual(bytes);
      }),
    );
  });

  it('with any one byte changed are refused', () => {
    fc.assert(
      fc.property(frames, fc.nat(), fc.integer({ min: 1, max: 255 }), (frame, where, change) => {
        const bytes = encodeFrame(frame);
        const at = where % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ change;
        expect(decodeFrame(bytes).kind).toBe('error');
      }),
    );
  });

  it('cut short or prolonged are refused', () => {
    fc.assert(
      fc.property(frames, fc.nat(), (frame, where) => {
        const bytes = encodeFrame(frame);
        const cut = decodeFrame(bytes.subarray(0, where % bytes.length));
        expect(cut).toMatchObject({ kind: 'error', error: { kind: 'truncated' } });
        const longer = decodeFrame(Uint8Array.from([...bytes, 0]));
        expect(longer).toEqual({ kind: 'error', error: { kind: 'trailing', extra: 1 } });
      }),
    );
  });

  it('of any sealed content are decoded or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (content) => {
        const decoded = decodeFrame(seal(content));
        expect(decoded).toEqual(
          decoded.kind === 'ok'
            ? decodeFrame(encodeFrame(decoded.value))
            : { kind: 'error', error: { kind: 'malformed', reason: expect.any(String) } },
        );
      }),
      { numRuns: 500 },
    );
  });

  it('with a field changed behind a right checksum are refused or mean something else', () => {
    fc.assert(
      fc.property(frames, fc.nat(), fc.nat(255), (frame, where, byte) => {
        const opened = unseal(encodeFrame(frame));
        if (opened.kind === 'error') throw new Error('a frame does not open');
        const content = opened.value.slice();
        content[where % content.length] = byte;
        const decoded = decodeFrame(seal(content));
        const again = decoded.kind === 'ok' ? encodeFrame(decoded.value) : seal(content);
        expect(again).toEqual(seal(content));
      }),
      { numRuns: 500 },
    );
  });

  it('of another format version or of a length beyond the limit are refused as such', () => {
    const bytes = encodeFrame({ from: 'n1', to: 'n2', message: { kind: 'ping' } });
    const other = bytes.slice();
    other[4] = 2;
    expect(decodeFrame(other)).toMatchObject({ error: { kind: 'unsupportedVersion', version: 2 } });
    const huge = bytes.slice();
    huge[0] = 0xff;
    expect(decodeFrame(huge)).toMatchObject({
      error: { kind: 'oversized', limit: MAX_ENVELOPE_BYTES },
    });
  });
});

describe('records', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(records, (record) => {
        const found = decodeRecord(diskKeyOf(record), encodeRecord(record));
        expect(found).toEqual({ kind: 'ok', value: record });
      }),
    );
  });

  it('found under the key of another are refused', () => {
    fc.assert(
      fc.property(records, records, (a, b) => {
        fc.pre(diskKeyOf(a) !== diskKeyOf(b));
        const found = decodeRecord(diskKeyOf(a), encodeRecord(b));
        expect(found).toEqual({
          kind: 'error',
          error: { kind: 'misplaced', belongsUnder: diskKeyOf(b) },
        });
      }),
    );
  });

  it('of any bytes are decoded or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (content, sealed) => {
        const found = decodeRecord('replica/k', sealed ? seal(content) : content);
        expect(['ok', 'error']).toContain(found.kind);
      }),
    );
  });
});

describe('causal contexts', () => {
  it('are read as they were written; none is the empty clock', () => {
    fc.assert(
      fc.property(clocks, (clock) => {
        expect(decodeContext(encodeContext(clock))).toEqual({ kind: 'ok', value: clock });
      }),
    );
    expect(decodeContext(null)).toEqual({ kind: 'ok', value: new Map() });
  });

  it('of any text are decoded or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        expect(decodeContext(text).kind).toBe('error');
      }),
    );
  });

  it('that leave no room for another write are refused', () => {
    const full = encodeContext(new Map([['n1', 2 ** 52]]));
    expect(decodeContext(full)).toMatchObject({
      error: { kind: 'badContext', cause: { kind: 'malformed' } },
    });
  });

  it('with unsorted, repeated or empty entries are refused', () => {
    for (const entries of [
      [
        ['n2', 1],
        ['n1', 1],
      ],
      [
        ['n1', 1],
        ['n1', 2],
      ],
      [['n1', 0]],
      [['?', 1]],
    ] as const) {
      const writer = new ByteWriter();
      writer.uint(entries.length);
      for (const [node, counter] of entries) {
        writer.text(node);
        writer.uint(counter);
      }
      const token = Buffer.from(seal(writer.finish())).toString('base64url');
      expect(decodeContext(token).kind).toBe('error');
    }
  });
});

describe('byte fields', () => {
  it('give back every safe integer', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const writer = new ByteWriter();
        writer.uint(value);
        const reader = new ByteReader(writer.finish());
        expect(reader.uint()).toBe(value);
        reader.end();
        expect(reader.failure).toBeNull();
      }),
    );
  });

  it.each([
    ['padded', [0x80, 0x00]],
    ['too large', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
    ['too long', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]],
    ['missing', [0x80]],
  ])('refuse a number that is %s', (reason, bytes) => {
    const reader = new ByteReader(Uint8Array.from(bytes));
    expect(reader.uint()).toBe(0);
    expect(reader.failure).toContain(reason);
  });

  it('refuse text that is not UTF-8, counts beyond the limit or the bytes, and left-overs', () => {
    const bad = new ByteReader(Uint8Array.of(1, 0xff));
    expect(bad.text(10)).toBe('');
    expect(bad.failure).toContain('UTF-8');
    const many = new ByteReader(Uint8Array.of(5, 1, 1, 1, 1, 1));
    expect(many.count(4)).toBe(0);
    expect(many.failure).toContain('more than 4');
    const short = new ByteReader(Uint8Array.of(5, 1));
    expect(short.count(10)).toBe(0);
    expect(short.failure).toContain('missing');
    const rest = new ByteReader(Uint8Array.of(1));
    rest.end();
    expect(rest.failure).toContain('left over');
    expect(rest.byte()).toBe(0);
  });
});
