#include "cli/output_names.h"

#include <fmt/format.h>

#include "cli/errors.h"

namespace scrutineer::cli {
namespace {

namespace fs = std::filesystem;

bool is_special(const std::string& path) {
  std::error_code error;
  return fs::exists(path, error) && !fs::is_regular_file(path, error);
}

}  // namespace

fs::path place_of(const std::string& path) {
  std::error_code error;
  // Made absolute first: of a relative path that does not exist yet nothing else is.
  const auto whole = fs::weakly_canonical(fs::absolute(path, error), error);
  return error ? fs::path(path) : whole;
}

void refuse_option_as_file(std::string_view option, const std::string& value) {
  if (!value.starts_with("--")) return;
  throw UsageError(fmt::format("{} is '{}'; accepted: a name that does not begin with --, as ./{}",
                               option, value, value));
}

void require_different_files(const std::vector<std::pair<std::string, std::string>>& files) {
  for (std::size_t a = 0; a < files.size(); ++a) {
    for (std::size_t b = a + 1; b < files.size(); ++b) {
      if (is_special(files[a].second) || place_of(files[a].second) != place_of(files[b].second)) {
        continue;
      }
      throw UsageError(fmt::format("{} and {} are the same file, '{}'", files[a].first,
                                   files[b].first, files[b].second));
    }
  }
}

}  // namespace scrutineer::cli
