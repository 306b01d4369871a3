#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "core/base/result.hpp"

/// What a benchmark cannot go on without: the value, or the end of the program, with the reason.
namespace earshot {

inline void must(const Result<void>& result) {
    if (result) return;
    std::fprintf(stderr, "failed: %s\n", std::string(result.error().what).c_str());
    std::exit(1);
}
template <class T>
T must(Result<T> result) {
    if (!result) must(Result<void>{result.error()});
    return *std::move(result);
}

}  // namespace earshot
