#include "core/store/id_range.hpp"

#include <cstddef>
#include <string>

namespace earshot::store {
namespace {

constexpr std::size_t text_size = (MessageId::size * 8 + 4) / 5;
/// The last character of an id's text carries one bit: the others do not exist.
constexpr char last_of_the_last = 'q';

}  // namespace

std::optional<IdRange> ids_with_prefix(std::string_view prefix) {
    if (prefix.size() > text_size) return std::nullopt;
    std::string text(prefix);
    text.resize(text_size, 'a');
    const auto first = MessageId::from_text(text);
    text.assign(prefix);
    text.resize(text_size - 1, '7');
    if (text.size() < text_size) text.push_back(last_of_the_last);
    const auto last = prefix.size() == text_size ? first : MessageId::from_text(text);
    if (!first || !last) return std::nullopt;
    return IdRange{*first, *last};
}

}  // namespace earshot::store
