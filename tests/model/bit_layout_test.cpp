#include "model/bit_layout.h"

#include <doctest/doctest.h>

namespace scrutineer {
namespace {

// Adds groups of fields of the given widths.
BitLayout layout_of(const std::vector<std::vector<int>>& groups) {
  BitLayout layout;
  int index = 0;
  for (const auto& group : groups) {
    layout.group();
    for (const int width : group) {
      const std::uint64_t greatest =
          width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
      layout.field("f", index++, 0, greatest);
    }
  }
  layout.finish();
  return layout;
}

TEST_CASE("bit layout: no group straddles a word, and no two fields overlap") {
  const BitLayout layout =
      layout_of({{20, 20}, {30}, {1}, {64}, {63, 1}, {2, 3, 4}, {33}, {31}, {1}});
  std::vector<std::uint64_t> used(layout.word_count());
  for (const auto& field : layout.fields()) {
    const BitField& place = field.place;
    REQUIRE(place.shift + place.width <= 64);
    const std::uint64_t bits = place.mask() << place.shift;
    CHECK((used[place.word] & bits) == 0);
    used[place.word] |= bits;
  }
  CHECK(layout.bit_count() == 40 + 30 + 1 + 64 + 64 + 9 + 33 + 31 + 1);
}

TEST_CASE("bit layout: a group goes into the first word with room") {
  const BitLayout layout = layout_of({{40}, {40}, {24}});
  CHECK(layout.word_count() == 2);
  CHECK(layout.place("f", 2).word == 0);
  CHECK(layout.place("f", 2).shift == 40);
}

TEST_CASE("bit layout: a group wider than a word is refused") {
  CHECK_THROWS_AS(layout_of({{60, 5}}), std::logic_error);
}

TEST_CASE("bit layout: a value beyond its bound throws and is never cut off") {
  BitLayout layout;
  layout.group();
  layout.field("term", 1, 0, 5);  // three bits could hold 7
  layout.finish();
  std::uint64_t word = 0;
  FieldPacker packer(layout, {&word, 1});
  CHECK_THROWS_WITH_AS(packer.field("term", 1, 6, 5), "term[1] is 6, its bound is 5",
                       PackedOverflow);
  CHECK(word == 0);
  packer.field("term", 1, 5, 5);
  CHECK(word == 5);
}

TEST_CASE("bit layout: a field of 64 bits is written and read whole") {
  const BitLayout layout = layout_of({{64}});
  std::uint64_t word = 0x1234;
  const BitField place = layout.place("f", 0);
  place.write({&word, 1}, ~std::uint64_t{0});
  CHECK(place.read({&word, 1}) == ~std::uint64_t{0});
}

TEST_CASE("bit layout: a field that is not there has no bits") {
  const BitLayout layout = layout_of({{4}});
  const BitField place = layout.place("g", 0);
  CHECK(place.width == 0);
  CHECK(place.mask() == 0);
}

}  // namespace
}  // namespace scrutineer
