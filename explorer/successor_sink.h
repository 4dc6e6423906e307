// One sink for every caller that is not the search: the model's enumeration is compiled once.
//
// Idea: `for_each_successor` is a template over its sink, so that the search has it inlined. A
// packed model's enumeration is long, and every other caller's lambda would compile it anew. They
// call it through a pointer instead, which costs a nanosecond or two a successor.
#pragma once

#include <memory>
#include <type_traits>

#include "model/transition_system.h"

namespace scrutineer {

/// A reference to a callable that takes (action, next state). It must not outlive the callable.
template <class Model>
class SuccessorSink {
 public:
  using State = typename Model::State;
  using Action = typename Model::Action;

  template <class F>
  explicit SuccessorSink(F& f)
      : callable_(std::addressof(f)), call_([](void* callable, const Action& a, const State& next) {
          (*static_cast<F*>(callable))(a, next);
        }) {}
  void operator()(const Action& action, const State& next) const { call_(callable_, action, next); }

 private:
  void* callable_;
  void (*call_)(void*, const Action&, const State&);
};

/// Calls f(action, next) for every successor of `state`, in the model's order.
template <class Model, class F>
void visit_successors(const Model& model, const typename Model::State& state, F&& f) {
  SuccessorSink<Model> sink(f);
  model.for_each_successor(state, sink);
}

}  // namespace scrutineer
