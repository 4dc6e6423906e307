// Parallel loops on oneTBB, with a count of threads of their own.
//
// A `Workers` holds an arena for its threads. Loops over few indices, and all loops of a single
// thread, run in the caller: a tiny model never starts a thread.
//
// Memory order: oneTBB orders everything before the loop before every body, and every body before
// the end of the loop. Its shared library is not instrumented, so ThreadSanitizer cannot see
// that; the two counters below repeat the order in terms that it sees, at a few nanoseconds a
// body. What oneTBB's own task objects carry, a pointer and a range, is read in one function that
// is not instrumented (`Piece`). Exceptions are carried over by `run` for the same reason.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/partitioner.h>
#include <oneapi/tbb/task_arena.h>

namespace scrutineer {

class Workers {
 public:
  /// `threads` workers, the caller included; 0: one for each processor. Threads start with the
  /// first parallel loop.
  explicit Workers(unsigned threads)
      : threads_(threads != 0 ? threads : std::max(1U, std::thread::hardware_concurrency())) {}

  [[nodiscard]] unsigned threads() const { return threads_; }

  /// Calls body(0) ... body(count - 1), each once, in any order, from any of the threads, and
  /// returns when all are done. An exception of a body ends the loop and is thrown here; bodies
  /// not yet begun are then left out.
  template <class Body>
  void for_each_index(std::size_t count, bool is_worth_threads, const Body& body) {
    if (threads_ == 1 || count < 2 || !is_worth_threads) {
      for (std::size_t i = 0; i < count; ++i) body(i);
      return;
    }
    start();
    failure_ = nullptr;  // of a loop that oneTBB itself could not begin
    has_failed_.store(false);
    begun_.fetch_add(1, std::memory_order_release);
    arena_->execute([&] {
      oneapi::tbb::parallel_for(Range(0, count, 1), Piece<Body>{this, &body},
                                oneapi::tbb::simple_partitioner{});
    });
    (void)done_.load(std::memory_order_acquire);
    if (std::exception_ptr failure = std::exchange(failure_, nullptr)) {
      has_failed_.store(false);
      std::rethrow_exception(std::move(failure));
    }
  }

 private:
  using Range = oneapi::tbb::blocked_range<std::size_t>;

  template <class Body>
  struct Piece {
    Workers* workers;
    const Body* body;
    __attribute__((no_sanitize("thread"))) void operator()(const Range& range) const {
      workers->run(*body, range.begin(), range.end());
    }
  };

  template <class Body>
  __attribute__((noinline)) void run(const Body& body, std::size_t begin, std::size_t end) {
    (void)begun_.load(std::memory_order_acquire);
    try {
      for (std::size_t i = begin; i != end && !has_failed_.load(); ++i) body(i);
    } catch (...) {
      const std::lock_guard lock(failure_mutex_);
      if (!failure_) failure_ = std::current_exception();
      has_failed_.store(true);
    }
    done_.fetch_add(1, std::memory_order_release);
  }

  // oneTBB starts at most as many workers as there are processors unless told otherwise, and ends
  // the process where the system refuses it a thread (for want of address space, say). So threads
  // are tried first, and as many are asked for as there can be: that changes no result.
  void start() {
    if (arena_) return;
    using oneapi::tbb::global_control;
    threads_ = startable(threads_);
    limit_ = std::make_unique<global_control>(global_control::max_allowed_parallelism, threads_);
    arena_ = std::make_unique<oneapi::tbb::task_arena>(static_cast<int>(threads_));
    meet();
  }

  // How many of `wanted` threads, the caller included, the system lets exist at once.
  [[nodiscard]] static unsigned startable(unsigned wanted) {
    std::vector<std::thread> threads;
    std::atomic<bool> is_over{false};
    try {
      threads.reserve(wanted);
      while (threads.size() + 1 < wanted) {
        threads.emplace_back([&is_over] { is_over.wait(false); });
      }
    } catch (const std::exception&) {
      // std::system_error or std::bad_alloc: the limit is found.
      if (!threads.empty()) {
        // One less: what a worker allocates for itself needs room too.
        is_over.store(true);
        is_over.notify_all();
        threads.back().join();
        threads.pop_back();
      }
    }
    is_over.store(true);
    is_over.notify_all();
    const auto count = static_cast<unsigned>(threads.size()) + 1;
    for (std::thread& thread : threads) thread.join();
    return count;
  }

  // Has the workers started now, while there is room for them: waits a moment for all of them.
  void meet() {
    std::atomic<unsigned> arrived{0};
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(5);
    const auto wait = [&](std::size_t) {
      arrived.fetch_add(1);
      while (arrived.load() < threads_ && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
      }
    };
    for_each_index(threads_, true, wait);
  }

  unsigned threads_;
  std::unique_ptr<oneapi::tbb::global_control> limit_;
  std::unique_ptr<oneapi::tbb::task_arena> arena_;
  std::atomic<std::size_t> begun_{0};
  std::atomic<std::size_t> done_{0};
  std::atomic<bool> has_failed_{false};  // the rest of the loop is left out
  std::mutex failure_mutex_;
  std::exception_ptr failure_;  // the first one; guarded by the mutex
};

}  // namespace scrutineer
