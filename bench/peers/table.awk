# The table of bench/peers/compare, from lines
# kind|name|threads|distinct|generated|seconds|KiB|cpu|busy.
#
# kind is ours (no reductions), plain (the same without sleep sets), reduced (ours with reductions) or
# peer.  Of several lines with the
# same name and threads the fastest counts.  The ratio of a peer is what ours without reductions
# does in a second, over what the peer does, in distinct states and at the same threads.  A star
# marks a run that shared its processors: with one thread, its own processor seconds (cpu) are too
# few; with more, others used too many of all (busy).  Spin's second process hides from `cpu`.

{
  key = $2 "|" $3
  if (!(key in seconds)) order[++rows] = key
  if (!(key in seconds) || $6 < seconds[key]) {
    kind[key] = $1
    name[key] = $2
    threads[key] = $3
    distinct[key] = $4
    generated[key] = $5
    seconds[key] = $6 > 0 ? $6 + 0 : 0.001
    bytes[key] = $7 * 1024
    star[key] = " "
    if ($6 > 0.5 && ($3 == 1 ? $8 < 0.93 * $6 : $2 !~ /^spin/ && $9 - $8 > 0.1 * $6))
      star[key] = "*"
    if ($1 == "ours") ours[$3] = key
    if ($1 == "plain") plain[$3] = key
    if ($1 == "reduced") reduced[$3] = key
  }
}

function times(value) { return sprintf(value < 100 ? "%.2f" : "%.0f", value) }

function row(key,    ratio) {
  ratio = "-"
  if (kind[key] == "peer") ratio = times(seconds[key] / seconds[ours[threads[key]]])
  printf "%-26s %3d %9d %9d %7.2f%s %9.0f %10.0f %8.0f %8s\n", name[key], threads[key],
    distinct[key], generated[key], seconds[key], star[key], distinct[key] / seconds[key],
    generated[key] / seconds[key], bytes[key] / distinct[key], ratio
}

# Per number of threads: what the program is faster by, and what the smaller model saves on top.
function factors(t,    i, key, best, o, r) {
  o = ours[t]
  r = reduced[t]
  for (i = 1; i <= rows; ++i) {
    key = order[i]
    if (kind[key] == "peer" && threads[key] == t && (best == "" || seconds[key] < seconds[best]))
      best = key
  }
  printf "%d thread%s\n", t, t == 1 ? "" : "s"
  if (best == "") print "  engine factor  none: no peer ran"
  else if (seconds[o] < 0.2) print "  engine factor  not told: these runs are too short"
  else printf "  engine factor  %s: no reductions, equal counts, against the best peer, %s\n",
    times(seconds[best] / seconds[o]), name[best]
  if (best != "" && t in plain && seconds[o] >= 0.2)
    printf "                 %s: the same with every step taken\n",
      times(seconds[best] / seconds[plain[t]])
  if (distinct[r] == distinct[o] && generated[r] == generated[o])
    print "  model factor   1: reductions change nothing here, the counts are the same"
  else printf "  model factor   %s in states (%d to %d), %s in seconds (%.3f to %.3f)\n",
    times(distinct[o] / distinct[r]), distinct[o], distinct[r],
    times(seconds[o] / seconds[r]), seconds[o], seconds[r]
  if (best != "" && seconds[o] >= 0.2)
    printf "  together       %s: with reductions, in seconds, against that peer\n",
      times(seconds[best] / seconds[r])
}

END {
  printf "%-26s %3s %9s %9s %8s %9s %10s %8s %8s\n", "", "thr", "distinct", "generated",
    "seconds ", "dist./s", "gen./s", "B/state", "ours/it"
  for (i = 1; i <= rows; ++i) {
    row(order[i])
    if (star[order[i]] == "*") starred = 1
  }
  if (starred) print "* a busy machine: the run shared its processors with something else"
  print ""
  for (i = 1; i <= rows; ++i)
    if (kind[order[i]] == "ours") factors(threads[order[i]])
}
