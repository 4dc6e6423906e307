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
  struct Pair;
  struct Field;
  struct Set {
    std::vector<Value> elements;
    bool operator==(const Set& other) const;
  };
  struct Sequence {
    std::vector<Value> elements;
    bool operator==(const Sequence& other) const;
  };
  struct Function {
    std::vector<Pair> pairs;
    bool operator==(const Function& other) const;
  };
  struct Record {
    std::vector<Field> fields;
    bool operator==(const Record& other) const;
  };
  std::variant<std::int64_t, bool, std::string, Set, Sequence, Function, Record> form;

  bool operator==(const Value& other) const;
};

// No std::pair: while that is being made, Clang wants to know how a Value is destroyed.
struct Value::Pair {
  Value first;
  Value second;
  bool operator==(const Pair&) const = default;
};
struct Value::Field {
  std::string first;
  Value second;
  bool operator==(const Field&) const = default;
};

inline bool Value::operator==(const Value& other) const { return form == other.form; }
inline bool Value::Set::operator==(const Set& other) const { return elements == other.elements; }
inline bool Value::Sequence::operator==(const Sequence& other) const {
  return elements == other.elements;
}
inline bool Value::Function::operator==(const Function& other) const {
  return pairs == other.pairs;
}
inline bool Value::Record::operator==(const Record& other) const { return fields == other.fields; }

using NamedValue = std::pair<std::string, Value>;

}  // namespace scrutineer
