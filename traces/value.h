// A value of the modelling language: what a variable holds, for formats that are typed (ITF, TLC's
// JSON) and for tables of changes.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace scrutineer {

/// An integer, a truth value, a string, or one of the collections below. A set or a function keeps
/// the order in which its maker put the elements, which is the sorted one.
struct Value {
  struct Set {
    std::vector<Value> elements;
    bool operator==(const Set&) const = default;
  };
  struct Sequence {
    std::vector<Value> elements;
    bool operator==(const Sequence&) const = default;
  };
  struct Function {
    std::vector<std::pair<Value, Value>> pairs;
    bool operator==(const Function&) const = default;
  };
  struct Record {
    std::vector<std::pair<std::string, Value>> fields;
    bool operator==(const Record&) const = default;
  };
  std::variant<std::int64_t, bool, std::string, Set, Sequence, Function, Record> form;

  bool operator==(const Value&) const = default;
};

using NamedValue = std::pair<std::string, Value>;

}  // namespace scrutineer
