// Where each bounded field of a state lies in its machine words.
//
// Idea: fields come in groups; a group never straddles a word, so that reading or writing it is
// one shift and one mask. A group goes into the first word with room (first fit), which wastes
// little because the groups of a model are alike. Widths follow from the greatest value of each
// field, and writing checks it: a value that does not fit throws, it is never cut off.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace scrutineer {

/// A run of at most 64 bits within one word.
struct BitField {
  std::uint16_t word = 0;
  std::uint8_t shift = 0;
  std::uint8_t width = 0;

  [[nodiscard]] std::uint64_t mask() const {
    return width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
  }
  [[nodiscard]] std::uint64_t read(std::span<const std::uint64_t> words) const {
    return (words[word] >> shift) & mask();
  }
  /// REQUIRES: value <= mask().
  void write(std::span<std::uint64_t> words, std::uint64_t value) const {
    words[word] = (words[word] & ~(mask() << shift)) | (value << shift);
  }
};

/// Bits needed for the values 0..greatest; 0 for a constant.
[[nodiscard]] constexpr int bits_for(std::uint64_t greatest) {
  return static_cast<int>(std::bit_width(greatest));
}

/// A value that its field cannot hold: a fault of the model, reported and never packed.
class PackedOverflow : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// The layout of one model. Built once by visiting the field list, then read only.
class BitLayout {
 public:
  struct Field {
    std::string_view name;  // a literal of the field list
    int index;
    std::uint64_t greatest;
    BitField place;
  };

  /// An empty layout whose fields will lie in the room that this one has left, and in further
  /// words. REQUIRES: this one is complete.
  [[nodiscard]] BitLayout beside() const;

  /// Begins a group (see above). REQUIRES: no group is wider than 64 bits.
  void group();
  /// Adds a field to the current group, after its earlier fields. The value is not looked at.
  void field(std::string_view name, int index, std::uint64_t value, std::uint64_t greatest);
  /// Ends the last group. The layout is complete.
  void finish();

  /// Fields in the order in which they were added.
  [[nodiscard]] std::span<const Field> fields() const { return fields_; }
  /// Where the field is; a field of width 0 at word 0 if the list has none of that name.
  [[nodiscard]] BitField place(std::string_view name, int index) const;
  /// Words, and bits of them, that are in use; those of the layout that this one is beside count.
  [[nodiscard]] std::size_t word_count() const { return used_bits_.size(); }
  [[nodiscard]] int bit_count() const;

 private:
  std::vector<Field> fields_;
  std::size_t group_begin_ = 0;
  std::vector<int> used_bits_;  // by word
};

/// A visitor that writes the fields of a state into words, in the order of the layout.
class FieldPacker {
 public:
  FieldPacker(const BitLayout& layout, std::span<std::uint64_t> words)
      : next_(layout.fields().begin()), words_(words) {}
  void group() {}
  void field(std::string_view name, int index, std::uint64_t value, std::uint64_t greatest) {
    if (value > greatest) {
      throw PackedOverflow(std::string(name) + "[" + std::to_string(index) + "] is " +
                           std::to_string(value) + ", its bound is " + std::to_string(greatest));
    }
    (next_++)->place.write(words_, value);
  }

 private:
  std::span<const BitLayout::Field>::iterator next_;
  std::span<std::uint64_t> words_;
};

/// A visitor that reads the fields of a state back from words.
class FieldUnpacker {
 public:
  FieldUnpacker(const BitLayout& layout, std::span<const std::uint64_t> words)
      : next_(layout.fields().begin()), words_(words) {}
  void group() {}
  void field(std::string_view, int, std::uint64_t& value, std::uint64_t) {
    value = (next_++)->place.read(words_);
  }

 private:
  std::span<const BitLayout::Field>::iterator next_;
  std::span<const std::uint64_t> words_;
};

}  // namespace scrutineer
