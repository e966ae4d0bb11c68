/* Two-phase commit over a set of messages that only grows: one process, byte arrays, one step an
   action. The same states as the system of machines; with RMS=8: 1745408 states. */
#ifndef RMS
#define RMS 8
#endif

#define WORKING 0
#define PREPARED 1
#define COMMITTED 2
#define ABORTED 3

byte rm[RMS];     /* the resource managers */
byte tm;          /* WORKING while undecided, then COMMITTED or ABORTED; then its message is sent */
byte heard[RMS];  /* whose `prepared` the manager has taken in */
byte sent[RMS];   /* whose `prepared` is in flight */

#define OPTIONS(i) \
  :: d_step { rm[i] == WORKING -> rm[i] = PREPARED; sent[i] = 1 } \
  :: d_step { rm[i] == WORKING -> rm[i] = ABORTED } \
  :: d_step { sent[i] == 1 && tm == WORKING -> heard[i] = 1 } \
  :: d_step { tm == COMMITTED -> rm[i] = COMMITTED } \
  :: d_step { tm == ABORTED -> rm[i] = ABORTED }

#if RMS == 7
#define ALL (heard[0] + heard[1] + heard[2] + heard[3] + heard[4] + heard[5] + heard[6] == 7)
#elif RMS == 9
#define ALL (heard[0] + heard[1] + heard[2] + heard[3] + heard[4] + heard[5] + heard[6] + heard[7] + heard[8] == 9)
#elif RMS == 8
#define ALL (heard[0] + heard[1] + heard[2] + heard[3] + heard[4] + heard[5] + heard[6] + heard[7] == 8)
#else
#define ALL (heard[0] + heard[1] + heard[2] == 3)
#endif

active proctype everything() {
end:
  do
  :: d_step { tm == WORKING && ALL -> tm = COMMITTED }
  :: d_step { tm == WORKING -> tm = ABORTED }
  OPTIONS(0)
  OPTIONS(1)
  OPTIONS(2)
#if RMS >= 7
  OPTIONS(3)
  OPTIONS(4)
  OPTIONS(5)
  OPTIONS(6)
#endif
#if RMS >= 8
  OPTIONS(7)
#endif
#if RMS >= 9
  OPTIONS(8)
#endif
  od
}
