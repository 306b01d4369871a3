#include "tests/interop/published/records.hpp"

#include <fstream>
#include <sstream>
#include <utility>

namespace earshot::vectors {
namespace {

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

std::string text_in(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) throw std::runtime_error("cannot read " + file.string());
    return text.str();
}

std::vector<Record> records_in(const std::filesystem::path& file) {
    std::istringstream lines{text_in(file)};
    std::vector<Record> records;
    Record record;
    for (std::string line; std::getline(lines, line);) {
        const auto split = line.find_first_of("=:");
        if (line.starts_with('#') || line.starts_with('[') || split == std::string::npos) continue;
        const auto name = trimmed(line.substr(0, split));
        if (record.contains(name)) records.push_back(std::exchange(record, {}));
        record[name] = trimmed(line.substr(split + 1));
    }
    if (!record.empty()) records.push_back(record);
    return records;
}

Bytes bytes_in(const Record& record, const std::string& name) {
    const auto found = record.find(name);
    if (found == record.end()) return {};
    const std::string_view value = found->second;
    if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"')) {
        return to_bytes(bytes_of(value.substr(1, value.size() - 2)));
    }
    const auto bytes = from_hex(value);
    if (!bytes) throw std::runtime_error(name + " is not hexadecimal");
    return *bytes;
}

}  // namespace earshot::vectors
