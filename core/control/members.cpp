#include "core/control/members.hpp"

namespace earshot::control {

std::string text_in(const Object& object, std::string_view key) {
    return std::string{find_text(object, key).value_or("")};
}

std::int64_t integer_in(const Object& object, std::string_view key) {
    return find_integer(object, key).value_or(0);
}

bool flag_in(const Object& object, std::string_view key, bool otherwise) {
    return find_flag(object, key).value_or(otherwise);
}

std::vector<std::string> texts_in(const Object& object, std::string_view key) {
    std::vector<std::string> texts;
    if (const auto* array = find_array(object, key))
        for (const auto& item : *array)
            if (const auto* text = item.if_string()) texts.emplace_back(text->data(), text->size());
    return texts;
}

std::vector<const Object*> objects_in(const Object& object, std::string_view key) {
    std::vector<const Object*> objects;
    if (const auto* array = find_array(object, key))
        for (const auto& item : *array)
            if (const auto* one = item.if_object()) objects.push_back(one);
    return objects;
}

}  // namespace earshot::control
