/// Writes the stored inputs of fuzz_saved, or says whether they are what they should be:
///
///     fuzz-saved-corpus [--check] FOLDER
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string_view>

#include "tests/fuzz/saved_samples.hpp"

namespace {

using Path = std::filesystem::path;

std::string read_file(const Path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

int main(int argc, char** argv) {
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    const bool checks = arguments.size() == 3 && arguments[1] == std::string_view{"--check"};
    if (arguments.size() != 2 && !checks) {
        std::fputs("usage: fuzz-saved-corpus [--check] FOLDER\n", stderr);
        return 2;
    }
    const Path folder = arguments.back();
    for (const auto& [name, bytes] : earshot::session::SavedSamples::all()) {
        const auto text = std::string{earshot::text_of(bytes)};
        if (!checks) {
            std::ofstream(folder / name, std::ios::binary) << text;
        } else if (read_file(folder / name) != text) {
            std::fprintf(stderr, "%s is not what is saved now\n", name.c_str());
            return 1;
        }
    }
    return 0;
}
