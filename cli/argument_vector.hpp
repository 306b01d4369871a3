#pragma once

#include <string>
#include <vector>

namespace earshot::cli {

/// What `execv` wants; `words` outlive it, and are not changed by it.
inline std::vector<char*> argument_vector(std::vector<std::string>& words) {
    std::vector<char*> vector;
    vector.reserve(words.size() + 1);
    for (auto& word : words) vector.push_back(word.data());
    vector.push_back(nullptr);
    return vector;
}

}  // namespace earshot::cli
