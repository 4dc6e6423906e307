/* The TLA+ module Election in Promela, for Spin 6: correct Raft only, on a network that delivers a
 * message at most once, without crashes and without cuts.
 *
 *   spin -a -DN=3 -DT=2 election.pml
 *
 * N, the servers, 2 to 4 (default 3); T, the highest term, 1 to 3 (default 2).
 *
 * One process is at one place for ever, the head of its loop; each option is one step of the
 * module, taken whole. So a state of Spin is a state of the module: nothing is between two steps.
 * Spin chooses among options, not among values; that is why each message that can ever be sent has
 * an option of its own, written out by the preprocessor.
 *
 * The state is small, as Spin's manual advises. A set of messages of one kind and term is a mask
 * with a bit for each ordered pair of servers; a set of servers is a mask too. Servers count from
 * 0 here, and `voted` is 0 for nobody, else the server plus 1. There are no other variables, not
 * even temporary ones: a hidden one would be unsafe in a breadth-first search. */

#ifndef N
#define N 3
#endif
#ifndef T
#define T 2
#endif
#if N < 2 || N > 4 || T < 1 || T > 3
#error "N is 2 to 4, T is 1 to 3"
#endif

#if N < 4
#define MESSAGES byte
#else
#define MESSAGES short
#endif

#define Follower  0
#define Candidate 1
#define Leader    2

byte role[N], term[N], voted[N], votes[N];
byte elected[T];                                           /* [term - 1]: who ever led in it */
MESSAGES request[T], grant[T], denial[T], heartbeat[T], reject[T]; /* [term - 1]: in flight */

/* The message from i to j, and those from i to everyone else. */
#define BIT(i, j) (1 << ((i) * (N - 1) + (j) - ((j) > (i))))
#define ALL(i)    (((1 << (N - 1)) - 1) << ((i) * (N - 1)))

#if N == 4
#define SIZE(s) (((s) & 1) + (((s) >> 1) & 1) + (((s) >> 2) & 1) + ((s) >> 3))
#else
#define SIZE(s) (((s) & 1) + (((s) >> 1) & 1) + ((s) >> 2))
#endif
#define HAS_QUORUM(s) (SIZE(s) >= N / 2 + 1)

#define TIMEOUT(i) \
  :: d_step { (role[i] != Leader && term[i] < T) -> \
       request[term[i]] = request[term[i]] | ALL(i); \
       term[i] = term[i] + 1; \
       role[i] = Candidate; \
       voted[i] = i + 1; \
       votes[i] = 1 << i }

#define SEND_HEARTBEATS(i) \
  :: d_step { (role[i] == Leader) -> \
       heartbeat[term[i] - 1] = heartbeat[term[i] - 1] | ALL(i) }

/* j becomes a follower of the later term t. */
#define FOLLOW(j, t) term[j] = t; role[j] = Follower; voted[j] = 0; votes[j] = 0

/* A message of term t, from i, to j; the head of each option takes it off the network. */
#define TAKE(kind, t, i, j) \
  (kind[t - 1] & BIT(i, j)) -> kind[t - 1] = kind[t - 1] & ~BIT(i, j)

#define RECEIVE_REQUEST(t, i, j) \
  :: d_step { TAKE(request, t, i, j); \
       if :: (t > term[j]) -> FOLLOW(j, t) :: else fi; \
       if \
       :: (t == term[j] && (voted[j] == 0 || voted[j] == i + 1)) -> \
            voted[j] = i + 1; \
            grant[t - 1] = grant[t - 1] | BIT(j, i) \
       :: else -> denial[term[j] - 1] = denial[term[j] - 1] | BIT(j, i) \
       fi }

#define RECEIVE_GRANT(t, i, j) \
  :: d_step { TAKE(grant, t, i, j); \
       if \
       :: (t > term[j]) -> FOLLOW(j, t) \
       :: (t == term[j] && role[j] == Candidate) -> \
            votes[j] = votes[j] | (1 << i); \
            if \
            :: HAS_QUORUM(votes[j]) -> \
                 role[j] = Leader; \
                 votes[j] = 0; \
                 elected[t - 1] = elected[t - 1] | (1 << j) \
            :: else \
            fi \
       :: else \
       fi }

/* A denial, or a rejected heartbeat: only its term matters. */
#define RECEIVE_REFUSAL(kind, t, i, j) \
  :: d_step { TAKE(kind, t, i, j); \
       if :: (t > term[j]) -> FOLLOW(j, t) :: else fi }

/* Following a leader of one's own term keeps the vote. */
#define RECEIVE_HEARTBEAT(t, i, j) \
  :: d_step { TAKE(heartbeat, t, i, j); \
       if \
       :: (t < term[j]) -> reject[term[j] - 1] = reject[term[j] - 1] | BIT(j, i) \
       :: (t == term[j]) -> role[j] = Follower; votes[j] = 0 \
       :: else -> FOLLOW(j, t) \
       fi }

#define RECEIVE(t, i, j) \
  RECEIVE_REQUEST(t, i, j) \
  RECEIVE_GRANT(t, i, j) \
  RECEIVE_REFUSAL(denial, t, i, j) \
  RECEIVE_HEARTBEAT(t, i, j) \
  RECEIVE_REFUSAL(reject, t, i, j)

/* Each pair of servers, the first less than the second, in both directions. */
#define BOTH_WAYS(t, i, j) RECEIVE(t, i, j) RECEIVE(t, j, i)
#if N == 2
#define RECEIVE_TERM(t) BOTH_WAYS(t, 0, 1)
#elif N == 3
#define RECEIVE_TERM(t) BOTH_WAYS(t, 0, 1) BOTH_WAYS(t, 0, 2) BOTH_WAYS(t, 1, 2)
#else
#define RECEIVE_TERM(t) \
  BOTH_WAYS(t, 0, 1) BOTH_WAYS(t, 0, 2) BOTH_WAYS(t, 0, 3) \
  BOTH_WAYS(t, 1, 2) BOTH_WAYS(t, 1, 3) BOTH_WAYS(t, 2, 3)
#endif

#define SEND(i) TIMEOUT(i) SEND_HEARTBEATS(i)

active proctype election() {
end: /* a state without a step is no error */
  do
  SEND(0)
  SEND(1)
#if N > 2
  SEND(2)
#endif
#if N > 3
  SEND(3)
#endif
  RECEIVE_TERM(1)
#if T > 1
  RECEIVE_TERM(2)
#endif
#if T > 2
  RECEIVE_TERM(3)
#endif
  od
}
