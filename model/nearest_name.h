// "Did you mean ...?" for every list of names that a user may mistype.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace scrutineer {

/// ", did you mean 'x'?" for the accepted name nearest to `given` by edit distance, if it is at
/// most a third of the name's length away; otherwise empty. Any thread.
[[nodiscard]] std::string did_you_mean(std::string_view given,
                                       std::span<const std::string_view> accepted);

}  // namespace scrutineer
