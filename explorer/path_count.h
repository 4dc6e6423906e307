// How many paths: exact, however many there are.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>

namespace scrutineer {

using PathCount = boost::multiprecision::cpp_int;

}  // namespace scrutineer
