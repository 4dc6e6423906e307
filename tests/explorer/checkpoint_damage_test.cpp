// A checkpoint that is not whole, or not of this search, is refused; one that cannot be written
// leaves the one before as it was.
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <random>

#include <doctest/doctest.h>

#include "explorer/checkpoint.h"
#include "tests/explorer/packed_graph.h"

namespace scrutineer {
namespace {

namespace fs = std::filesystem;
using test::copy_checkpoints;
using test::every_round;
using test::never;
using test::PackedGraph;
using test::properties_of;
using test::PropertiesOf;
using test::small_rounds;
using test::TemporaryFolder;
using test::told_after;
using test::told_by;
using test::with_checkpoint;

// What going on from the folder says: an error, or nothing if it ends as `whole`.
template <class Model>
std::string refusal(const std::string& folder, const Model& model,
                    const PropertiesOf<Model>& properties, const test::Told<Model>& whole) {
  bool is_same = false;
  try {
    is_same = told_after(folder, model, properties, small_rounds()) == whole;
  } catch (const CheckpointError& error) {
    return error.what();
  }
  REQUIRE(is_same);
  return "";
}

void flip(const std::string& path, std::size_t place, unsigned mask) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(place));
  const int byte = file.get();
  file.seekp(static_cast<std::streamoff>(place));
  file.put(static_cast<char>(static_cast<unsigned>(byte) ^ mask));
}

TEST_CASE("checkpoint: any byte that is not as it was written is noticed") {
  const PackedGraph model{600, 8, 3, true};
  const auto properties = properties_of(model, true);
  const auto whole = told_by(model, properties, small_rounds());
  const TemporaryFolder folder;
  const std::size_t count = copy_checkpoints(folder.path(), model, properties, small_rounds());
  const std::string place = folder.path() + "/" + std::to_string(count * 2 / 3);
  const std::string manifest = place + "/checkpoint.json";
  const std::string states = place + "/states";
  std::mt19937 random(1);
  const auto size = static_cast<std::size_t>(fs::file_size(manifest));
  for (std::size_t k = 0; k < size; ++k) {
    CAPTURE(k);
    const unsigned mask = 1U << random() % 8;
    flip(manifest, k, mask);
    REQUIRE(refusal(place, model, properties, whole) ==
            manifest + " is damaged: its checksum does not fit; start again with another folder");
    flip(manifest, k, mask);
  }
  for (int k = 0; k < 300; ++k) {
    const std::size_t at = random() % static_cast<std::size_t>(fs::file_size(states));
    CAPTURE(at);
    const unsigned mask = 1U << random() % 8;
    flip(states, at, mask);
    REQUIRE(refusal(place, model, properties, whole) ==
            states + " is damaged: its checksum does not fit; start again with another folder");
    flip(states, at, mask);
  }
  CHECK(refusal(place, model, properties, whole).empty());
}

TEST_CASE("checkpoint: bytes behind those that count are overwritten, missing ones refused") {
  const PackedGraph model{600, 9, 3, true};
  const auto properties = properties_of(model, false);
  const auto whole = told_by(model, properties, small_rounds());
  const TemporaryFolder folder;
  const std::size_t count = copy_checkpoints(folder.path(), model, properties, small_rounds());
  const std::string place = folder.path() + "/" + std::to_string(count / 2);
  const std::string states = place + "/states";
  std::ofstream(states, std::ios::app | std::ios::binary) << std::string(100000, 'x');
  fs::copy(place, folder.path() + "/longer");
  CHECK(refusal(place, model, properties, whole).empty());
  std::size_t runs = 0;
  {
    // It goes on writing, too.
    Checkpoint checkpoint = Checkpoint::open(folder.path() + "/longer");
    SearchOptions options = with_checkpoint(small_rounds(), checkpoint, every_round);
    options.on_checkpoint = [&](const CheckpointNote& note) {
      if (++runs == 4) throw std::runtime_error(note.failure);
    };
    CHECK_THROWS_WITH_AS((void)told_by(model, properties, options), "", std::runtime_error);
  }
  CHECK(refusal(folder.path() + "/longer", model, properties, whole).empty());

  const auto bytes = Checkpoint::open(place).states_bytes();
  fs::resize_file(states, bytes - 1);
  CHECK(refusal(place, model, properties, whole) ==
        states + " is damaged: it has " + std::to_string(bytes - 1) + " bytes of " +
            std::to_string(bytes) + "; start again with another folder");
  fs::remove(states);
  CHECK(refusal(place, model, properties, whole) ==
        states + " is damaged: it is missing; start again with another folder");
  CHECK_FALSE(fs::exists(states));
}

TEST_CASE("checkpoint: another search, another version and a lesser limit are refused") {
  const PackedGraph model{600, 10, 3, true};
  const auto properties = properties_of(model, false);
  const TemporaryFolder folder;
  const std::size_t count = copy_checkpoints(folder.path(), model, properties, small_rounds());
  const std::string place = folder.path() + "/" + std::to_string(count);
  const auto refused = [&](const PropertiesOf<PackedGraph>& others, const SearchOptions& options) {
    CHECK_THROWS_AS((void)told_after(place, model, others, options), CheckpointError);
  };
  refused({}, small_rounds());
  auto others = properties;
  std::swap(others[0], others[1]);
  refused(others, small_rounds());
  SearchOptions limited = small_rounds();
  limited.limits.states_max = 500;
  refused(properties, limited);
  limited = small_rounds();
  limited.limits.memory_bytes_max = 5000;
  refused(properties, limited);

  struct Wider : PackedGraph {
    [[nodiscard]] State significant_bits() const { return {(std::uint64_t{1} << 40U) - 1, 0x70}; }
  };
  CHECK_THROWS_AS((void)told_after(place, Wider{{600, 10, 3, true}}, {}, small_rounds()),
                  CheckpointError);

  CheckpointManifest manifest = manifest_of(test::read_file(place + "/checkpoint.json"));
  manifest.version = "0.0.7";
  std::ofstream(place + "/checkpoint.json", std::ios::binary) << manifest_text(manifest);
  CHECK(refusal(place, model, properties, {}).find("was written by version 0.0.7, this is ") !=
        std::string::npos);
}

TEST_CASE("checkpoint: a folder that holds something else, or is in use, is refused") {
  const TemporaryFolder folder;
  const auto begin = [](const std::string& place) -> std::string {
    try {
      (void)Checkpoint::begin(place, "{}");
      return "";
    } catch (const CheckpointError& error) {
      return error.what();
    }
  };
  const std::string place = folder.path() + "/c";
  CHECK(begin(place).empty());
  CHECK(begin(place) == place + " holds a checkpoint already; resume it, or choose another folder");
  const std::string file = folder.write("file", "mine");
  CHECK(begin(file) == file + " is no folder; accepted: a new or empty one");
  CHECK(
      begin(folder.path()).starts_with(folder.path() + " is no checkpoint and not empty, it has "));
  CHECK(begin(folder.path() + "/a/b").ends_with("No such file or directory"));
  CHECK_THROWS_AS((void)Checkpoint::open(folder.path()), CheckpointError);

  const Checkpoint one = Checkpoint::open(place);
  try {
    (void)Checkpoint::open(place);
    FAIL("opened twice");
  } catch (const CheckpointError& error) {
    CHECK(std::string(error.what()) ==
          place + " is in use by another process; wait for its end, or choose another folder");
  }
  // What a process leaves that is killed before its first manifest is in place.
  const std::string killed = folder.path() + "/killed";
  fs::create_directory(killed);
  std::ofstream(killed + "/lock");
  std::ofstream(killed + "/checkpoint.json.tmp") << "{";
  CHECK(begin(killed).empty());
}

TEST_CASE("checkpoint: states that are not packed cannot be written, and it is said") {
  const TemporaryFolder folder;
  Checkpoint checkpoint = Checkpoint::begin(folder.path(), "{}");
  const auto options = with_checkpoint({}, checkpoint, never);
  const test::PairModel model;
  CHECK_FALSE(can_be_saved<test::PairModel>);
  CHECK_THROWS_AS((Search<test::PairModel>(model, {}, options)), std::invalid_argument);
}

// While it lives no file of this process can grow beyond so many bytes.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : on_signal_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, on_signal_);
  }

 private:
  rlimit before_{};
  void (*on_signal_)(int);
};

TEST_CASE("checkpoint: a disk that is full keeps the last one whole, and the search goes on") {
  const PackedGraph model{2000, 11, 3, true};
  const auto properties = properties_of(model, false);
  const auto whole = told_by(model, properties, small_rounds());
  const TemporaryFolder folder;
  const std::string place = folder.path() + "/c";
  Checkpoint checkpoint = Checkpoint::begin(place, "{}");
  SearchOptions options = with_checkpoint(small_rounds(), checkpoint, every_round);
  std::optional<FileSizeLimit> limit(10000);
  std::size_t written = 0;
  std::size_t failed = 0;
  std::size_t written_again = 0;
  options.on_checkpoint = [&](const CheckpointNote& note) {
    if (note.failure.empty()) {
      ++(failed == 0 ? written : written_again);
    } else {
      ++failed;
      CHECK(note.failure == "File too large");
      CHECK(fs::file_size(place + "/states") == note.bytes);
      CHECK(note.bytes <= 10000);
    }
    if (failed != 3 || written_again != 0) return;
    fs::copy(place, folder.path() + "/copy");
    limit.reset();
  };
  CHECK((told_by(model, properties, options) == whole));
  CHECK(written > 1);
  CHECK(failed == 3);
  CHECK(written_again > 1);
  CHECK(refusal(folder.path() + "/copy", model, properties, whole).empty());
}

TEST_CASE("checkpoint: a small file that cannot be replaced stays as it is") {
  const PackedGraph model{600, 12, 3, true};
  const auto properties = properties_of(model, false);
  const auto whole = told_by(model, properties, small_rounds());
  const TemporaryFolder folder;
  const std::string place = folder.path() + "/c";
  Checkpoint checkpoint = Checkpoint::begin(place, "{}");
  SearchOptions options = with_checkpoint(small_rounds(), checkpoint, every_round);
  std::size_t notes = 0;
  options.on_checkpoint = [&](const CheckpointNote& note) {
    ++notes;
    // A folder in the place of the temporary file: for root, too, it cannot be written.
    if (notes == 3) fs::create_directory(place + "/checkpoint.json.tmp");
    CHECK(note.failure == (notes <= 3 ? "" : "Is a directory"));
  };
  CHECK((told_by(model, properties, options) == whole));
  CHECK(checkpoint.failure() == "Is a directory");
  CHECK_FALSE(checkpoint.is_complete());
  CHECK(notes > 5);
  fs::remove(place + "/checkpoint.json.tmp");
  fs::copy(place, folder.path() + "/copy");
  CHECK(refusal(folder.path() + "/copy", model, properties, whole).empty());
}

TEST_CASE("checkpoint: a manifest is read back as it was written") {
  CheckpointManifest manifest;
  manifest.version = "1";
  manifest.subject = R"({"b":1,"a":[true,"\u00e9"]})";
  CHECK(manifest_of(manifest_text(manifest)).subject == R"({"b":1,"a":[true,"é"]})");
  SearchPosition position;
  position.action_kinds = {"x"};
  position.properties = {"p", "q"};
  position.significant = {~std::uint64_t{0}, 1};
  position.record_bytes = 9;
  position.level_sizes = {1, 3, 0};
  position.level_expanded = 2;
  position.expanded = 3;
  position.actions = {12};
  position.findings = {{0, {5, 1}, std::nullopt, {}, 1}};
  position.pending = {{1, {~std::uint64_t{0}, 1}, 7, {2, 2}, 0}};
  position.seconds = 1.0 / 3;
  manifest.position = position;
  manifest.states_bytes = 36;
  manifest.states_checksum = 0xfedcba9876543210;
  const CheckpointManifest read = manifest_of(manifest_text(manifest));
  CHECK(read.position == position);
  CHECK(read.states_checksum == manifest.states_checksum);
  manifest.states_bytes = 35;
  CHECK_THROWS_WITH_AS((void)manifest_of(manifest_text(manifest)),
                       "is damaged: its numbers do not fit together", ManifestError);
  CHECK_THROWS_AS((void)manifest_of(""), ManifestError);
  manifest.subject = "{";
  CHECK_THROWS_AS((void)manifest_text(manifest), std::invalid_argument);
}

TEST_CASE("checkpoint: a checksum does not depend on the pieces, and tells apart") {
  std::mt19937 random(2);
  std::string bytes(1000, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  FileChecksum whole;
  whole.add(bytes);
  for (int k = 0; k < 100; ++k) {
    FileChecksum pieces;
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t size = std::min<std::size_t>(random() % 30, bytes.size() - at);
      pieces.add(std::span(bytes).subspan(at, size));
      at += size;
    }
    REQUIRE(pieces.value() == whole.value());
  }
  FileChecksum shorter;
  shorter.add(std::span(bytes).first(999));
  CHECK(shorter.value() != whole.value());
  shorter.add(std::string(1, static_cast<char>(bytes.back() ^ 1)));
  CHECK(shorter.value() != whole.value());
  FileChecksum zeros;
  zeros.add(std::string(3, '\0'));
  CHECK(zeros.value() != FileChecksum().value());
}

}  // namespace
}  // namespace scrutineer
