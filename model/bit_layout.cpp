#include "model/bit_layout.h"

#include <algorithm>
#include <numeric>

namespace scrutineer {

BitLayout BitLayout::beside() const {
  BitLayout layout;
  layout.used_bits_ = used_bits_;
  return layout;
}

void BitLayout::group() { finish(); }

void BitLayout::field(std::string_view name, int index, std::uint64_t, std::uint64_t greatest) {
  BitField place;
  place.width = static_cast<std::uint8_t>(bits_for(greatest));
  fields_.push_back({name, index, greatest, place});
}

void BitLayout::finish() {
  int width = 0;
  for (std::size_t k = group_begin_; k < fields_.size(); ++k) width += fields_[k].place.width;
  if (width > 64) throw std::logic_error("a group of fields is wider than a word");
  const auto has_room = [width](int used) { return used + width <= 64; };
  const auto found = std::find_if(used_bits_.begin(), used_bits_.end(), has_room);
  const auto word = static_cast<std::size_t>(found - used_bits_.begin());
  if (word == used_bits_.size()) {
    if (width == 0) return;
    used_bits_.push_back(0);
  }
  for (; group_begin_ < fields_.size(); ++group_begin_) {
    BitField& place = fields_[group_begin_].place;
    place.word = static_cast<std::uint16_t>(word);
    place.shift = static_cast<std::uint8_t>(used_bits_[word]);
    used_bits_[word] += place.width;
  }
}

BitField BitLayout::place(std::string_view name, int index) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(), [&](const Field& field) {
    return field.index == index && field.name == name;
  });
  return found == fields_.end() ? BitField{} : found->place;
}

int BitLayout::bit_count() const {
  return std::accumulate(used_bits_.begin(), used_bits_.end(), 0);
}

}  // namespace scrutineer
