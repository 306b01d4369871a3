#pragma once

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"

/// Vector files made of lines `name = value` or `name: value`: NIST's form, and flynn/noise's.
namespace earshot::vectors {

using Record = std::map<std::string, std::string>;

/// A record ends where a name comes again. Lines beginning with # and names of
/// sections are passed over. Throws when the file cannot be read.
std::vector<Record> records_in(const std::filesystem::path& file);

/// The whole file. Throws when it cannot be read.
std::string text_in(const std::filesystem::path& file);

/// A value in hexadecimal, or in quotes. Empty for a name that is not there.
Bytes bytes_in(const Record& record, const std::string& name);

/// As `bytes_in`. Throws when the size is another.
template <std::size_t Size>
std::array<std::byte, Size> array_in(const Record& record, const std::string& name) {
    const auto bytes = bytes_in(record, name);
    std::array<std::byte, Size> array{};
    if (bytes.size() != Size) throw std::runtime_error(name + " has another size");
    std::ranges::copy(bytes, array.begin());
    return array;
}

}  // namespace earshot::vectors
