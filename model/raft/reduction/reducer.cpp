#include "model/raft/reduction/reducer.h"

#include <algorithm>
#include <bit>

namespace scrutineer::raft {

Reducer::Reducer(const PackedLayout& layout, const ReductionChoice& choice)
    : codec_(layout), premises_(layout.settings), writer_(codec_, premises_) {
  if (choice.dead_parts || choice.facts) dead_parts_.emplace(codec_, premises_);
  if (choice.facts) facts_.emplace(codec_, premises_);
  if (choice.symmetry) symmetry_.emplace(writer_, premises_);
  for (std::size_t k = 0; k < unchanged_order_.size(); ++k) {
    unchanged_order_[k] = static_cast<std::uint8_t>(k);
  }
}

ServerOrder Reducer::represent(StateWords words, const Belongings& belongings) const {
  NormalForm form;
  form.snapshot = codec_.read(words);
  LiveParts live;
  if (dead_parts_) live = dead_parts_->remove(words, form.snapshot);
  if (!facts_ && !symmetry_) return unchanged_order_;
  writer_.read_elected(words, form);
  if (facts_) {
    facts_->gather(words, live, form);
  } else {
    add_all_messages(words, form);
  }
  std::fill(words.begin(), words.end(), 0);
  if (symmetry_) {
    form.belongings = belongings;
    return symmetry_->write_least(form, words);
  }
  writer_.write(form, unchanged_order_, words);
  return unchanged_order_;
}

void Reducer::add_all_messages(StateWords words, NormalForm& form) const {
  for (std::size_t w = 0; w < codec_.word_count(); ++w) {
    for (std::uint64_t rest = words[w] & codec_.messages(w); rest != 0; rest &= rest - 1) {
      const auto bit = static_cast<std::size_t>(std::countr_zero(rest));
      const Edge& edge = codec_.edge_at(w * 64 + bit);
      form.add(edge.slot, edge.from, edge.to);
    }
  }
}

}  // namespace scrutineer::raft
