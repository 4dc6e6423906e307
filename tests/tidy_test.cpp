// Enforces the house style on the source tree, and shows that each of its rules can fail.
#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>

#include "source_tree.h"

namespace scrutineer::tidy {
namespace {

namespace fs = std::filesystem;

using Check = Findings (*)(const SourceFile&);

// Returns the findings of a check on a snippet, one to a line.
std::string found(Check check, const std::string& path, const std::string& text) {
  std::string all;
  for (const Finding& finding : check({path, text})) all += to_text(finding) + "\n";
  return all;
}

// Returns the text repeated a number of times.
std::string repeat(const std::string& text, std::size_t count) {
  std::string all;
  for (std::size_t at = 0; at < count; ++at) all += text;
  return all;
}

// Returns the functions of a snippet as "name first-last", in the order in which they end.
std::string functions(const std::string& text) {
  std::string all;
  const Outline outline = outline_of(text);
  for (const Function& function : outline.functions) {
    all += (all.empty() ? "" : ", ") + function.name + " " + std::to_string(function.first_line) +
           "-" + std::to_string(function.last_line);
  }
  if (outline.unbalanced > 0) all += "! line " + std::to_string(outline.unbalanced);
  return all;
}

// Returns the files of the real tree, read once.
const std::vector<SourceFile>& real_tree() {
  static const std::vector<SourceFile> files = read_tree(SCRUTINEER_SOURCE_DIR);
  return files;
}

// Fails once for each finding of the check on the real tree, and if the tree was not found.
void expect_clean(Check check) {
  const auto is_this = [](const SourceFile& file) { return file.path == "tests/tidy_test.cpp"; };
  REQUIRE(std::any_of(real_tree().begin(), real_tree().end(), is_this));
  for (const SourceFile& file : real_tree()) {
    for (const Finding& finding : check(file)) FAIL_CHECK(to_text(finding));
  }
}

}  // namespace

TEST_CASE("tidy: source files are short, narrow and free of stray white space") {
  expect_clean(check_shape);
}

TEST_CASE("tidy: no function is longer than 70 lines") {
  expect_clean(check_functions);
  std::size_t count = 0;
  for (const SourceFile& file : real_tree()) {
    if (is_cpp(file.path)) count += outline_of(file.text).functions.size();
  }
  CHECK(count > 50);  // this file and its lexer alone have more
}

TEST_CASE("tidy: includes go only down the layers") { expect_clean(check_includes); }

TEST_CASE("tidy: the explorer does not name a protocol") { expect_clean(check_protocol_words); }

TEST_CASE("tidy: only the command line prints or exits") { expect_clean(check_calls); }

TEST_CASE("tidy: every header begins with a comment and has a guard") {
  expect_clean(check_header);
}

TEST_CASE("tidy: every entry of the top level has its place there") {
  const std::vector<std::string> entries = read_top_level(SCRUTINEER_SOURCE_DIR);
  REQUIRE(std::find(entries.begin(), entries.end(), "tests/") != entries.end());
  for (const Finding& finding : check_top_level(entries)) FAIL_CHECK(to_text(finding));
}

TEST_CASE("tidy: no file names its author's machine or carries marks of unfinished work") {
  expect_clean(check_marks);
}

TEST_CASE("tidy: no file in a layer has a vague name") { expect_clean(check_name); }

TEST_CASE("tidy: the shape rule finds each kind of bad shape") {
  const std::string at_most = " (at most 100)\n";
  CHECK(found(check_shape, "model/a.h", "int a;\n") == "");
  CHECK(found(check_shape, "model/a.h", repeat("\n", 399) + "x\n") == "");
  CHECK(found(check_shape, "model/a.h", repeat("\n", 400) + "x\n") ==
        "model/a.h:401: 401 lines in the file (at most 400)\n");
  CHECK(found(check_shape, "cli/a.cpp", repeat("x", 100) + "\n") == "");
  CHECK(found(check_shape, "cli/a.cpp", repeat("x", 101) + "\n") ==
        "cli/a.cpp:1: 101 columns" + at_most);
  CHECK(found(check_shape, "cli/a.cpp", repeat("\xE2\x89\xA4", 100) + "\n") == "");
  CHECK(found(check_shape, "cli/a.cpp", repeat("\xE2\x89\xA4", 101) + "\n") ==
        "cli/a.cpp:1: 101 columns" + at_most);
  CHECK(found(check_shape, "bootstrap", "a\n\tb\n") == "bootstrap:2: tab character\n");
  CHECK(found(check_shape, "CMakeLists.txt", "a \n") == "CMakeLists.txt:1: trailing white space\n");
  CHECK(found(check_shape, "bench/run.sh", "a\r\n") == "bench/run.sh:1: trailing white space\n");
  const std::string newline = ": the file does not end with exactly one newline\n";
  CHECK(found(check_shape, "cli/version.h.in", "a\nb") == "cli/version.h.in:2" + newline);
  CHECK(found(check_shape, "tests/CMakeLists.txt", "a\n\n") == "tests/CMakeLists.txt:2" + newline);
  CHECK(found(check_shape, "model/empty.h", "") == "model/empty.h" + newline);
  CHECK(found(check_shape, "docs/notes.md", "a \t\n\n") == "");
}

TEST_CASE("tidy: stripping blanks comments and literals and keeps the lines") {
  const auto code = [](const std::string& text) { return strip(text, Literals::blanked); };
  CHECK(code("a // b \\\n c\nd") == "a       \n  \nd");
  CHECK(code("a /* b\n c */ d") == "a     \n      d");
  CHECK(code(R"(x = "a\"b" + '"' + y)") == R"(x = "    " + ' ' + y)");
  CHECK(code("n = 1'000'000; c = '}';") == "n = 1'000'000; c = ' ';");
  CHECK(code("R\"x({\n\")x\" }") == "R\"   \n   \" }");
  CHECK(code("#error don't\nint a;") == "#error don' \nint a;");
  CHECK(strip("\"//\" // x", Literals::kept) == "\"//\"     ");
}

TEST_CASE("tidy: the outline finds functions of every form") {
  CHECK(functions("int f(int a = {})\n{\n  return a;\n}\n") == "f 1-4");
  CHECK(functions("template <class T = int>\nauto g(T t) const noexcept(a(b)) -> X<T> {\n}") ==
        "g 2-3");
  CHECK(functions("struct A : B<int()> { A() : a{1}, B<int>{2}, c(3) {\n}\n ~A() {} };") ==
        "A 1-2, A 3-3");
  CHECK(functions("struct A {\n public:\n  bool operator==(A) const { }\n};") == "operator== 3-3");
  CHECK(functions("int operator()(int a) && { }\nA::operator char*() { }") ==
        "operator() 1-1, * 2-2");
  CHECK(functions(
            "namespace a::b {\nextern \"C\" {\nclass [[x(\"\")]] C final { void f() override {\n"
            "if (a) { for (;;) { } } } };\n}\n}") == "f 3-4");
  CHECK(functions("template <class T> requires requires(T t) { t.x(); }\nvoid f(T) { }") ==
        "f 2-2");
  CHECK(functions("template <class T>\nvoid f(T) requires (C<T>) { }") == "f 2-2");
  CHECK(functions("std::function<void(int)> f(std::function<void()> g) try { } catch (...) { }") ==
        "f 1-1");
  CHECK(functions("void f() {\n auto g = [](int a) {\n };\n struct S { void h() { } };\n}") ==
        "f 1-5");
  CHECK(functions("const Rule rules[] = {{1, {}},\n {2, [](int a, int b) {\n return a; }}};") ==
        "lambda 2-3");
  CHECK(functions("TEST_CASE(\"a {\") {\n  SUBCASE(\"b\") {\n  }\n}") == "TEST_CASE 1-4");
}

TEST_CASE("tidy: the outline is not misled by what is not a function") {
  CHECK(functions("int a{1}; int b[] = {1, 2}; int c[]{3}; enum class E : char { x, y };") == "");
  CHECK(functions("template <class T> concept C = requires(T t) { t.x(); };") == "");
  CHECK(functions("struct alignas(8) S { int x = f({1}); std::vector<int> v{1, 2}; } s{};") == "");
  CHECK(functions("#define F(x) void x() { \\\n  {\n// void f() {\nchar c = '{'; // }\n") == "");
  CHECK(functions("const char* s = R\"(void f() {)\";\nvoid g() { }") == "g 2-2");
  CHECK(functions("#if A\nvoid f(int) {\n#else\nvoid f() {\n#endif\n}\nvoid g() { }") ==
        "f 4-6, g 7-7");
  CHECK(functions("#ifdef A\nextern \"C\" {\n#endif\nvoid f();\n#ifdef A\n}\n#endif") == "");
  CHECK(functions("void f() {\n}\n}") == "f 1-2! line 3");
  CHECK(functions("\nnamespace a {\nvoid f() { }") == "f 3-3! line 2");
}

TEST_CASE("tidy: the function rule finds a function that is too long") {
  const std::string lines = repeat("  g();\n", 68);
  const std::string limit = " (at most 70)\n";
  CHECK(found(check_functions, "model/a.cpp", "void f() {\n" + lines + "}\n") == "");
  CHECK(found(check_functions, "model/a.cpp", "\nvoid f() {\n\n" + lines + "}\n") ==
        "model/a.cpp:2: 71 lines in function f" + limit);
  CHECK(found(check_functions, "tests/a.cpp", "TEST_CASE(\"a\") {\n\n" + lines + "}\n") ==
        "tests/a.cpp:1: 71 lines in function TEST_CASE" + limit);
  CHECK(found(check_functions, "cli/a.h", "void f() {\n") == "cli/a.h:1: unbalanced brace\n");
  CHECK(found(check_functions, "docs/a.h", "void f() {\n") == "");
}

TEST_CASE("tidy: the include rule allows each layer itself and the layers below") {
  const std::vector<std::string> layers = {"model", "properties", "explorer", "traces", "cli"};
  for (std::size_t from = 0; from < layers.size(); ++from) {
    for (std::size_t to = 0; to < layers.size(); ++to) {
      CAPTURE(layers[from]);
      CAPTURE(layers[to]);
      const std::string target = to == 1 ? "properties/property.h" : layers[to] + "/a.h";
      CHECK(include_fault(layers[from], target).empty() == (to <= from));
    }
    for (const char* outside : {"tests/a.h", "bench/a.h", "examples/a.h"}) {
      CHECK(include_fault(layers[from], outside) != "");
    }
    CHECK(include_fault(layers[from], "doctest/doctest.h") == "");
    for (const char* user : {"tests", "bench"}) CHECK(include_fault(user, layers[from]) == "");
  }
  CHECK(include_fault("examples", "traces/a.h") == "");
  CHECK(include_fault("examples", "cli/a.h") == "examples/ may not include from cli/");
  CHECK(include_fault("examples", "tests/a.h") != "");
  CHECK(include_fault("explorer", "model/raft/a.h") != "");
  CHECK(include_fault("properties", "model/raft/a.h") == "");
  CHECK(include_fault("explorer", "properties/a.h") != "");
}

TEST_CASE("tidy: the include rule reads includes as the preprocessor does") {
  const std::string fault = ": model/ may not include from cli/\n";
  CHECK(found(check_includes, "model/a.h", "\n#include \"cli/b.h\"\n") ==
        "model/a.h:2: cli/b.h" + fault);
  CHECK(found(check_includes, "model/a.h", " # include <cli/b.h>") ==
        "model/a.h:1: cli/b.h" + fault);
  CHECK(found(check_includes, "model/x/a.h", "#include \"../../cli/b.h\"") ==
        "model/x/a.h:1: cli/b.h" + fault);
  CHECK(found(check_includes, "model/a.h", "#include \"b.h\"\n#include <vector>\n") == "");
  CHECK(found(check_includes, "model/a.h", "// #include \"cli/b.h\"\n#include\n") == "");
  CHECK(found(check_includes, "model/a.h", "s = R\"(\n#include \"cli/b.h\"\n)\";") == "");
}

TEST_CASE("tidy: the protocol rule finds a protocol's name in the explorer") {
  const std::string fault = ": explorer/ knows no protocol, not even by name\n";
  CHECK(found(check_protocol_words, "explorer/a.h", "int x;\nRaftState s;\n") ==
        "explorer/a.h:2" + fault);
  for (const char* bad : {"raft", "my_raft", "toRaft", "is_raft_log", "\"raft\"", "RAFT_SIZE"}) {
    CHECK(found(check_protocol_words, "explorer/a.h", bad) == "explorer/a.h:1" + fault);
    CHECK(found(check_protocol_words, "traces/a.h", bad) == "");
  }
  CHECK(found(check_protocol_words, "explorer/a.h", "// Raft\n/* raft */ draft, DRAFT\n") == "");
  CHECK(found(check_protocol_words, "explorer/raft.h", "") ==
        "explorer/raft.h: explorer/ knows no protocol\n");
}

TEST_CASE("tidy: the call rule finds printing and leaving below the command line") {
  const std::string fault = ": only cli/ may print or exit\n";
  for (const char* bad :
       {"std::cout", "std::cerr", "printf", "std::printf", "fprintf", "fmt::print", "std::exit",
        "exit", "abort", "std::abort", "getenv", "std::getenv"}) {
    const std::string text = std::string("\n  return ") + bad + "(x);\n";
    CHECK(found(check_calls, "model/a.cpp", text) == std::string("model/a.cpp:2: ") + bad + fault);
    for (const char* allowed : {"cli/a.cpp", "tests/a.cpp", "bench/a.cpp", "examples/a.cpp"}) {
      CHECK(found(check_calls, allowed, text) == "");
    }
  }
  CHECK(found(check_calls, "traces/a.h", "#define DIE(x) abort()\n") ==
        "traces/a.h:1: abort" + fault);
  CHECK(found(check_calls, "traces/a.h", "fputs(s, stderr)") == "traces/a.h:1: stderr" + fault);
  CHECK(found(check_calls, "explorer/a.h", "// abort()\ns = \"exit(1)\"; assert(a);\n") == "");
  CHECK(found(check_calls, "explorer/a.h", "snprintf(b, 1, f); a.abort(); void exit(int);") == "");
}

TEST_CASE("tidy: the header rule finds a missing comment and a missing guard") {
  const std::string comment = ":1: the header's first line is not a comment\n";
  const std::string guard = ":1: the header has no #pragma once\n";
  CHECK(found(check_header, "model/a.h", "// What a is.\n#pragma once\n") == "");
  CHECK(found(check_header, "model/a.h", "#pragma once\n// Late.\n") == "model/a.h" + comment);
  CHECK(found(check_header, "model/a.hpp", "//\n#pragma once\n") == "model/a.hpp" + comment);
  CHECK(found(check_header, "model/a.h", "// a\n// #pragma once\nint once;\n") ==
        "model/a.h" + guard);
  CHECK(found(check_header, "model/a.cpp", "int a;\n") == "");
}

TEST_CASE("tidy: the top-level rule finds what has no place there") {
  CHECK(check_top_level({"model/", "docs/", "build/", "build-gcc/", ".ci/", ".clang-format",
                         "bootstrap", "CMakeLists.txt"})
            .empty());
  for (const char* bad : {"src/", "main.cpp", "build.sh", "README.md/", "tests"}) {
    const Findings findings = check_top_level({"cli/", bad});
    REQUIRE(findings.size() == 1);
    CHECK(to_text(findings[0]) == std::string(bad) + ": has no place at the top level");
  }
}

TEST_CASE("tidy: the rule on marks finds machine paths and unfinished work") {
  const std::string work = std::string("/wo") + "rk/";
  const std::string mark = std::string("TO") + "DO";
  const auto text_found = [](const std::string& text) {
    return found(check_marks, "docs/a.md", text);
  };
  CHECK(text_found("\nsee " + work + "main\n") == "docs/a.md:2: contains " + work + "\n");
  for (const std::string before : {"", "\"", "-I", "=", "${x:-", "file://", "("}) {
    CHECK(text_found(before + work) == "docs/a.md:1: contains " + work + "\n");
  }
  for (const std::string before : {"frame", ".", "docs", "${x}", "$x", "../x", "-a/b"}) {
    CHECK(text_found(before + work) == "");
  }
  CHECK(text_found(std::string("/ho") + "me/x /ro" + "ot/y") != "");
  CHECK(text_found(std::string("a.lib") + "rary/b") != "");
  CHECK(text_found(mark) == "docs/a.md:1: contains " + mark + "\n");
  for (const std::string& word :
       {std::string("FIX") + "ME", std::string("XX") + "X:", std::string("(HA") + "CK)"}) {
    CHECK(text_found(word) != "");
  }
  CHECK(text_found("a" + mark + " " + mark + "S mktemp.XXXX" + "XX todo") == "");
}

TEST_CASE("tidy: the name rule finds vague names in the layers only") {
  CHECK(found(check_name, "model/raft/State_Manager.h", "") ==
        "model/raft/State_Manager.h: vague name, it contains manager\n");
  for (const char* bad : {"handler", "helpers", "utility", "info", "process", "data"}) {
    CHECK(found(check_name, std::string("cli/x_") + bad + ".cpp", "") != "");
    CHECK(found(check_name, std::string("tests/x_") + bad + ".cpp", "") == "");
  }
  CHECK(found(check_name, "explorer/visited_set.cpp", "") == "");
}

TEST_CASE("tidy: reading a tree leaves out build folders, git's files and binary files") {
  const fs::path root = fs::temp_directory_path() / ("tidy_test." + std::to_string(getpid()));
  for (const char* path : {"model/a.h", "model/builder/b.h", "docs/build_notes.md", "build2/c.h",
                           "cli/build/d.h", ".git/e.h", ".ci/f.sh"}) {
    fs::create_directories((root / path).parent_path());
    std::ofstream(root / path) << "text\n";
  }
  std::ofstream(root / "model/binary") << '\0' << '\n';
  std::string paths;
  for (const SourceFile& file : read_tree(root)) paths += file.path + ":" + file.text;
  const std::vector<std::string> top_level = read_top_level(root);
  fs::remove_all(root);
  for (const char* kept : {"model/a.h", "model/builder/b.h", "docs/build_notes.md", ".ci/f.sh"}) {
    CHECK(paths.find(std::string(kept) + ":text\n") != std::string::npos);
  }
  CHECK(std::count(paths.begin(), paths.end(), '\n') == 4);
  CHECK(std::count(top_level.begin(), top_level.end(), "model/") == 1);
}

}  // namespace scrutineer::tidy
