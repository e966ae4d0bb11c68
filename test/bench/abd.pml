/* A register held by a majority of three replicas: one process, byte arrays, one step an action. The
   same states as the system of machines `abd/n3-<scripts>-drops-<drops>`.
   -DK01=1 -DK11=2 -DK12=2 says: client 0 writes, client 1 reads twice; 3 is a quick read, 0 nothing.
   -DDROPS=1: one message may be lost, -DDROPS=255: any. Where it is undefined nothing is lost. */
#ifndef K02
#define K02 0
#endif
#ifndef K12
#define K12 0
#endif
#ifndef K21
#define K21 0
#endif
#ifndef K22
#define K22 0
#endif

#define STORED 255

byte value[3]; /* what the replicas hold */
#if DROPS > 0 && DROPS < 255
byte lost;
#define CAN_LOSE lost < DROPS
#define LOSE lost = lost + 1
#else
#define CAN_LOSE true
#define LOSE skip
#endif

/* Client c is at 2 * o while it queries for its operation o, at 2 * o + 1 while it stores, and at 0
   once it is finished. What travels between an operation and a replica is in a box of q (1: the query,
   2 + v: the answer that v is held) or of s (1 + v: the order to store v, STORED: that it is stored). */
#define AT_1 3
#define AT_2 2
#define AT_3 2
#define LATEST_1 1
#define LATEST_2 0
#define LATEST_3 0
#define CLIENT(c, k) byte at##c = AT_##k; byte latest##c = LATEST_##k; byte heard##c
#define FIRST_1(c) byte s##c##1[3] = 2
#define FIRST_2(c) byte q##c##1[3] = 1; byte s##c##1[3]; byte result##c##1
#define FIRST_3(c) byte q##c##1[3] = 1; byte result##c##1
#define SECOND_0(c)
#define SECOND_1(c) byte s##c##2[3]
#define SECOND_2(c) byte q##c##2[3]; byte s##c##2[3]; byte result##c##2
#define SECOND_3(c) byte q##c##2[3]; byte result##c##2
#define DECLARE_(c, first, second) CLIENT(c, first); FIRST_##first(c); SECOND_##second(c)
#define DECLARE(c, first, second) DECLARE_(c, first, second)

DECLARE(0, K01, K02)
DECLARE(1, K11, K12)
#if K21
DECLARE(2, K21, K22)
#endif

#define FILL(box, what) box[0] = what; box[1] = what; box[2] = what
#define MAX(left, right) (left > right -> left : right)
#define IS_MAJORITY(heard) (heard == 3 || heard == 5 || heard == 6)

/* How operation o of kind k begins, and what follows it: the next one. */
#define BEGIN_0(c, o) at##c = 0; latest##c = 0
#define BEGIN_1(c, o) at##c = 2 * o + 1; latest##c = o; FILL(s##c##o, 1 + o)
#define BEGIN_2(c, o) at##c = 2 * o; latest##c = 0; FILL(q##c##o, 1)
#define BEGIN_3(c, o) BEGIN_2(c, o)
#define BEGIN_(k, c, o) BEGIN_##k(c, o)
#define BEGIN(k, c, o) BEGIN_(k, c, o)
#define NEXT1(c) BEGIN(K##c##2, c, 2)
#define NEXT2(c) BEGIN(0, c, 3)

/* What a majority of answers to operation o of kind k leads to. */
#define RETURN(c, o) result##c##o = latest##c; NEXT##o(c)
#define STORED_1(c, o) NEXT##o(c)
#define STORED_2(c, o) RETURN(c, o)
#define HELD_2(c, o) at##c = 2 * o + 1; FILL(s##c##o, 1 + latest##c)
#define HELD_3(c, o) RETURN(c, o)

#define COUNT(c, r, then) \
  heard##c = heard##c | (1 << r); \
  if :: IS_MAJORITY(heard##c) -> heard##c = 0; then :: else fi

#define QUERY(k, c, o, r) \
  :: d_step { q##c##o[r] == 1 -> q##c##o[r] = 2 + value[r] } \
  :: d_step { q##c##o[r] > 1 -> \
       if :: at##c == 2 * o -> latest##c = MAX(q##c##o[r] - 2, latest##c); \
             q##c##o[r] = 0; COUNT(c, r, HELD_##k(c, o)) \
          :: else -> q##c##o[r] = 0 \
       fi } \
  DROP(q##c##o[r])

#define STORE(k, c, o, r) \
  :: d_step { s##c##o[r] != 0 && s##c##o[r] != STORED -> \
       value[r] = MAX(s##c##o[r] - 1, value[r]); s##c##o[r] = STORED } \
  :: d_step { s##c##o[r] == STORED -> s##c##o[r] = 0; \
       if :: at##c == 2 * o + 1 -> COUNT(c, r, STORED_##k(c, o)) :: else fi } \
  DROP(s##c##o[r])

#if DROPS > 0
#define DROP(box) :: d_step { box != 0 && CAN_LOSE -> box = 0; LOSE }
#else
#define DROP(box)
#endif

#define QUERIES(k, c, o) QUERY(k, c, o, 0) QUERY(k, c, o, 1) QUERY(k, c, o, 2)
#define STORES(k, c, o) STORE(k, c, o, 0) STORE(k, c, o, 1) STORE(k, c, o, 2)
#define STEPS_0(c, o)
#define STEPS_1(c, o) STORES(1, c, o)
#define STEPS_2(c, o) QUERIES(2, c, o) STORES(2, c, o)
#define STEPS_3(c, o) QUERIES(3, c, o)
#define STEPS_(k, c, o) STEPS_##k(c, o)
#define STEPS(k, c, o) STEPS_(k, c, o)

active proctype everything() {
end:
  do
  STEPS(K01, 0, 1)
  STEPS(K02, 0, 2)
  STEPS(K11, 1, 1)
  STEPS(K12, 1, 2)
#if K21
  STEPS(K21, 2, 1)
  STEPS(K22, 2, 2)
#endif
  od
}
