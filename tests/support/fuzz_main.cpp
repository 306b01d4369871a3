/// Runs a fuzz target without libFuzzer, so that every build and compiler keeps it as a test:
///
///     fuzz_wire [--mutations N] [--seed N] FILE_OR_FOLDER...
///
/// first the stored inputs, then N inputs made from them by changes that the seed determines. An
/// input that ends the program is left in the working directory, named after the program: given as
/// the only FILE it replays, here and in a libFuzzer build. Fails when there is no stored input, so
/// that a lost corpus is noticed.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" [[gnu::weak]] void __sanitizer_set_death_callback(void (*callback)());

namespace {

using Input = std::vector<std::uint8_t>;

constexpr std::size_t input_bytes_max = 70'000;

// For the handlers of a crash, which are given nothing.
const Input* running = nullptr;
std::string crash_file;

/// Called from signal handlers: only async-signal-safe calls.
void keep_crash_input() {
    if (running == nullptr) return;
    const int file = ::open(crash_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    constexpr std::string_view told = "the input that did it is kept in ";
    const bool kept = file >= 0 && ::write(file, running->data(), running->size()) >= 0 &&
                      ::write(STDERR_FILENO, told.data(), told.size()) >= 0 &&
                      ::write(STDERR_FILENO, crash_file.data(), crash_file.size()) >= 0 &&
                      ::write(STDERR_FILENO, "\n", 1) == 1 && ::close(file) == 0;
    running = kept ? nullptr : running;
}

void on_signal(int number) {
    keep_crash_input();
    std::signal(number, SIG_DFL);
    std::raise(number);
}

void run(const Input& input) {
    // A copy of exactly its size, so that a sanitizer sees every read beyond it.
    const Input exact(input);
    running = &exact;
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
    running = nullptr;
}

class Mutator {
public:
    Mutator(std::vector<Input> stored, std::uint64_t seed)
        : stored_(std::move(stored)), random_(seed) {}

    Input next() {
        Input input = pick();
        for (std::size_t changes = 1 + below(4); changes > 0; --changes) change(input);
        input.resize(std::min(input.size(), input_bytes_max));
        return input;
    }

private:
    /// Plain remainders: the same numbers with every standard library.
    std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_() % end); }
    const Input& pick() { return stored_[below(stored_.size())]; }
    auto place(Input& input) {
        return input.begin() + static_cast<std::ptrdiff_t>(below(input.size() + 1));
    }

    void change(Input& input) {
        const auto kind = below(7);
        if (input.empty() || kind == 0) {
            input.insert(place(input), 1 + below(8), static_cast<std::uint8_t>(random_()));
        } else if (kind == 1) {
            input[below(input.size())] ^= static_cast<std::uint8_t>(1U << below(8));
        } else if (kind == 2) {
            input[below(input.size())] = static_cast<std::uint8_t>(random_());
        } else if (kind == 3) {
            set_number(input);
        } else if (kind == 4) {
            const auto from = place(input);
            const auto rest = static_cast<std::size_t>(input.end() - from);
            input.erase(from, from + static_cast<std::ptrdiff_t>(below(rest + 1)));
        } else if (kind == 5) {
            const Input copied(place(input), input.end());
            input.insert(place(input), copied.begin(), copied.end());
        } else {
            Input other = pick();
            input.erase(place(input), input.end());
            input.insert(input.end(), place(other), other.end());
        }
    }

    /// Lengths, counts and flags live in such numbers, big-endian as everything here.
    void set_number(Input& input) {
        constexpr std::array<std::uint32_t, 10> numbers{
            0, 1, 2, 0x7F, 0x80, 0xFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0xFFFFFFFF};
        const auto number = numbers[below(numbers.size())];
        const auto width = std::min<std::size_t>(input.size(), std::size_t{1} << below(3));
        const auto start = below(input.size() - width + 1);
        for (std::size_t i = 0; i < width; ++i) {
            input[start + i] = static_cast<std::uint8_t>(number >> (8 * (width - 1 - i)));
        }
    }

    std::vector<Input> stored_;
    std::mt19937_64 random_;
};

Input read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return {text.begin(), text.end()};
}

/// In the order of their names: the order in a folder is not the same everywhere.
std::vector<Input> read_all(const std::vector<std::filesystem::path>& places) {
    std::vector<std::filesystem::path> files;
    for (const auto& place : places) {
        if (!std::filesystem::is_directory(place)) {
            files.push_back(place);
            continue;
        }
        for (const auto& entry : std::filesystem::directory_iterator(place)) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<Input> inputs;
    for (const auto& file : files) {
        if (std::filesystem::is_regular_file(file)) inputs.push_back(read(file));
    }
    return inputs;
}

}  // namespace

int main(int argc, char** argv) {
    std::uint64_t mutations = 0;
    std::uint64_t seed = 1;
    std::vector<std::filesystem::path> places;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        const bool has_value = i + 1 < argc;
        if (argument == "--mutations" && has_value) {
            mutations = std::stoull(argv[++i]);
        } else if (argument == "--seed" && has_value) {
            seed = std::stoull(argv[++i]);
        } else {
            places.emplace_back(argument);
        }
    }
    const auto stored = read_all(places);
    if (stored.empty()) {
        std::fprintf(stderr, "no stored input\n");
        return 1;
    }
    crash_file = std::filesystem::path(argv[0]).filename().string() + "-crash";
    for (const int number : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) {
        std::signal(number, on_signal);
    }
    if (__sanitizer_set_death_callback) __sanitizer_set_death_callback(keep_crash_input);

    for (const auto& input : stored) run(input);
    Mutator mutator{stored, seed};
    for (std::uint64_t i = 0; i < mutations; ++i) run(mutator.next());
    std::printf("%zu stored inputs, %llu made from them with seed %llu\n", stored.size(),
                static_cast<unsigned long long>(mutations), static_cast<unsigned long long>(seed));
    return 0;
}
