/**
 * Where the kernel finds what: fields of the control block and of the descriptors, as numbers of
 * 32-bit words. This file is read by both compilers, TypeScript's and AssemblyScript's.
 */

/** The byte address of the control block. */
export const control = 1024;

/** Words of a packed row. */
export const words = 0;
/** Columns at which something can happen by itself. */
export const columnCount = 1;
/** Descriptors of all columns: byte offset of the word, shift, mask, address of the stations. */
export const columns = 2;
/** How many of the columns are hosts; the environment's column comes next, then the monitors'. */
export const hostCount = 3;
/** The pool of blocks. */
export const pool = 4;
/** At the place of each step, its actor. */
export const actors = 5;
/** The memo of steps' consequences, and its number of slots less 1. */
export const memo = 6;
/** See `memo`. */
export const memoMask = 7;
/** Per partition, sender and receiver, whether messages get through. */
export const reach = 8;
/** Per environment, the partition in force plus 1. */
export const partitionOf = 9;
/** How many monitors there are. */
export const monitorCount = 10;
/** Whether steps are listed that lead to no new state for certain. */
export const listsAll = 11;
/** The first shard of the visited set, how many slots each has, and the number of shards. */
export const table = 12;
/** See `table`. */
export const slotsInShard = 13;
/** See `table`. */
export const shardCount = 14;
/** From the beginning of a shard to that of the next one, in bytes. */
export const shardStride = 16;
/** Words of a slot of the visited set: those of a row, or 2 where rows are known by fingerprints. */
export const keyWords = 15;
/** Descriptors of groups of questions, and how many there are. */
export const groups = 17;
/** See `groups`. */
export const groupCount = 18;
/** The rows that are expanded in this round, how they differ from their parents, and their actors. */
export const roundRows = 19;
/** See `roundRows`. */
export const roundDiffs = 20;
/** See `roundRows`. */
export const roundActors = 21;
/** How many rows the round has, and how many of them belong to each chunk. */
export const roundCount = 22;
/** See `roundCount`. */
export const rowsInChunk = 23;
/** Descriptors of chunks, and how many there are in this round. */
export const chunks = 24;
/** See `chunks`. */
export const chunkCount = 25;
/** Where new rows, their differences and their actors are put. */
export const outRows = 26;
/** See `outRows`. */
export const outDiffs = 27;
/** See `outRows`. */
export const outActors = 28;
/** The most steps that one row can have. */
export const mostSteps = 29;
/** How many slots each shard had before it was enlarged. */
export const slotsBefore = 30;
/** Where each shard in turn has room for keys that are put aside while it is spread, and for how many. */
export const aside = 31;
/** See `aside`. */
export const asideCapacity = 32;
/** Not 0 where a shard had more keys to put aside than there is room for. */
export const isSpreadInVain = 33;
/** Whether candidates are hashed as soon as a chunk is expanded: not where they will be replaced. */
export const hashesAtOnce = 34;
/** At the place of each step, what is told of edges of it: a label, and above that the site. */
export const kinds = 35;
/** What is known of interchangeable ids, see the fields of a symmetry below. */
export const symmetry = 36;
/** From here on the block belongs to the threads that work together, whatever they work on. */
export const firstOfThreads = 42;
/** The present turn: its number, whether it is open, and who takes part, see `assembly/turns.ts`. */
export const turn = 42;
/** What is done in it. */
export const phase = 43;
/** How many tasks it has, and the number of the next one. */
export const taskCount = 44;
/** See `taskCount`. */
export const nextTask = 45;
/** Threads that are ready to take part. */
export const readyThreads = 46;
/** The number of fields of the control block. */
export const controlLength = 48;

/** Of a chunk: how many of its rows are late: they missed something, or there was no room for their steps. */
export const chunkLate = 0;
/** Of a chunk: its candidates. */
export const chunkFound = 1;
/** Of a chunk: enabled steps, those that change nothing included. */
export const chunkSteps = 2;
/** Of a chunk: how many of its candidates are new. */
export const chunkFresh = 3;
/** Of a chunk: the place of its first new row among those of the round. */
export const chunkOut = 4;
/** Of a chunk: rows in which nothing but faults is enabled. */
export const chunkQuiet = 5;
/** Of a chunk: new rows about which a question is open. */
export const chunkFlagged = 6;
/** Of a chunk, addresses: candidates' packed rows. */
export const chunkRows = 7;
/** Of a chunk, addresses: the place in the pool of the step that led to each candidate. */
export const chunkPlaces = 8;
/** Of a chunk, addresses: the row in the round that each candidate was found from, and the actor. */
export const chunkOrigins = 9;
/** Of a chunk, addresses: what of each candidate's hash says where in its shard it belongs. */
export const chunkHashes = 10;
/** Of a chunk, addresses: a byte for each candidate, whether it is new. */
export const chunkIsFresh = 11;
/** Of a chunk, addresses: quiet rows, by place in the round. */
export const chunkQuietRows = 12;
/** Of a chunk, addresses: flagged rows, by place among the new rows of the round. */
export const chunkFlaggedRows = 13;
/** Of a chunk, addresses: of each row how many edges it has, where flagged rows stand otherwise. */
export const chunkEdgeCounts = chunkFlaggedRows;
/** The bits of a kind that are its label. */
export const kindLabel = 0xffff;
/** Of a chunk, addresses: per shard, the candidates that belong there. */
export const chunkShards = 14;
/** Of a chunk, addresses: the keys of its candidates: their rows, or fingerprints of them. */
export const chunkKeys = 15;
/** Of a chunk, addresses: late rows, by place in the round. */
export const chunkLateRows = 49;
/** Of a chunk, addresses: where in their shards candidates are looked for, where hashes stand otherwise. */
export const chunkSlots = chunkHashes;
/** Of a chunk, addresses: a byte for each candidate, its shard, where it says otherwise whether it is new. */
export const chunkShardOf = chunkIsFresh;
/** Of a chunk, addresses: a hashed set of the present row's edges, where late rows stood. */
export const chunkEdgeSet = chunkLateRows;
/** Of a chunk, addresses: candidates that have no representative yet, where flagged rows stand later. */
export const chunkPending = chunkFlaggedRows;
/** Of a chunk: how many those are, or `allPending`. */
export const chunkPendingCount = chunkFlagged;
/** None of the candidates of a chunk has a representative yet. */
export const allPending = -1;
/** Of a chunk: how many candidates fit. */
export const chunkCapacity = 48;
/** Of a chunk: per shard, how many candidates belong there. */
export const chunkShardCounts = 16;
/** Of a chunk: per shard, how many of those are new. */
export const chunkShardFresh = 32;
/** Of a chunk: how many things its rows missed. */
export const chunkMissed = 50;
/** Of a chunk, addresses: what they missed, in the order of the rows, each thing once. */
export const chunkMisses = 51;
/** The number of fields of a chunk. */
export const chunkLength = 52;
/** More shards than this have no counters. */
export const mostShards = 16;

/** Of a group: how answered combinations are kept, see below. */
export const groupKind = 0;
/** Of a group: addresses of its aspects. */
export const groupAspects = 1;
/** Of a group: how many aspects it has. */
export const groupAspectCount = 2;
/** Of a group: where answered combinations are kept. */
export const groupTable = 3;
/** Of a group: the number of slots less 1. */
export const groupMask = 4;
/** Of a group: the address of a mask for each word of a row, of the columns that it reads. */
export const groupWords = 5;
/** Of a group: combinations that are kept. */
export const groupSize = 6;
/** The number of fields of a group. */
export const groupLength = 8;
/** A group's combinations are not kept. */
export const forgetful = 0;
/** A group's combinations are bits, by number. */
export const dense = 1;
/** A group's combinations are a hashed set of 64-bit numbers. */
export const sparse = 2;

/** Of an aspect: the byte offset of its column's word. */
export const aspectWord = 0;
/** Of an aspect: the shift of its column. */
export const aspectShift = 1;
/** Of an aspect: the mask of its column. */
export const aspectMask = 2;
/** Of an aspect: the address of the classes of the column's numbers, each plus 1. */
export const aspectClasses = 3;
/** Of an aspect: how many numbers have a place there. */
export const aspectCapacity = 4;
/** Of an aspect: where its class stands in the combination's number. */
export const aspectOffset = 5;
/** The number of fields of an aspect. */
export const aspectLength = 6;

/** Of a symmetry: how many ids there are in all groups together. */
export const symmetryIds = 0;
/** Of a symmetry: how many columns a row has. */
export const symmetryColumns = 1;
/** Of a symmetry: addresses: its groups, each of three words: its first id, its first exchange, its size. */
export const symmetryGroups = 2;
/** Of a symmetry: how many groups it has. */
export const symmetryGroupCount = 3;
/** Of a symmetry: addresses: per exchange and column, the column that it goes to. */
export const symmetryColumnOf = 4;
/** Of a symmetry: addresses: per exchange and column a table, from a number to its image plus 1, or 0. */
export const symmetryImages = 5;
/** Of a symmetry: addresses: per column a table, per number 1 if its colours are known, and these. */
export const symmetryColours = 6;
/** Of a symmetry: addresses: room to work in, chunk by chunk. */
export const symmetryRoom = 7;
/** Of a symmetry: how many bytes of that each chunk has. */
export const symmetryRoomBytes = 8;
/** The number of fields of a symmetry. */
export const symmetryLength = 9;
/** How many words tell of a table of a symmetry: its address, and how many entries it has. */
export const symmetryTableLength = 2;

/** What is missed: an image. Left: exchange and column, as tables of images are counted; right: the number. */
export const missedImage = 4;
/** What is missed: the colours of a number. Left: the column; right: the number. */
export const missedColours = 5;
/** What is missed: a station that was not compiled. Left: the column; right: the station. */
export const missedStation = 1;
/** What is missed: the details of a conditional step. Right: its place. */
export const missedDetails = 2;
/** What is missed: the environment after a budget was used. Left: the label; right: the environment. */
export const missedBudget = 3;
/** Kinds from here on: a host's station after a parcel. Left: the parcel; right: the station. */
export const missedParcel = 16;
/** Kinds from here on: a monitor's state after a log. Left: the log; right: the monitor's state. */
export const missedLog = 512;

/** How many numbers tell of one thing that was missed: kind, left and right. */
export const missLength = 3;
/**
 * How many things can be noted as missed in one chunk before they are resolved. Counted by chunks and not by
 * threads: what is resolved first, and which fault of a model is met first, must not depend on these.
 */
export const mostMissesInChunk = 256;
