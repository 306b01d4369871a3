#include "core/wire/archive.hpp"

#include "core/base/text.hpp"

namespace earshot::wire {

void refuse(std::string_view why, ErrorKind kind) { throw DecodeFailure{{kind, why}}; }

std::size_t WireIn::count() {
    std::uint32_t count = 0;
    load(*this, count);
    if (count > remaining()) refuse("a count exceeds the input");
    return count;
}

void WireIn::charge(std::size_t count, std::size_t bytes_each) {
    if (count > budget_ / bytes_each) refuse("needs too much memory", ErrorKind::too_large);
    budget_ -= count * bytes_each;
}

void WireIn::finish() const {
    if (remaining() != 0) refuse("bytes after the end");
}

void WireOut::count(std::size_t count) {
    assert(count <= std::numeric_limits<std::uint32_t>::max());
    save(*this, static_cast<std::uint32_t>(count));
}

void WireOut::compare(const void* data, std::size_t size) const {
    // tidy(memcmp): compares a stranger's bytes with our encoding of them; nothing is secret.
    const bool equal = size <= expected_->size() - size_ &&
                       (size == 0 || std::memcmp(expected_->data() + size_, data, size) == 0);
    if (!equal) refuse("not the encoding of its value");
}

void load(WireIn& in, WallTime& value) {
    std::uint64_t count = 0;
    load(in, count);
    if (count > limits::wall_time_ms_max) refuse("a time after the year 9999");
    value = WallTime{Duration{static_cast<Duration::rep>(count)}};
}

void save(WireOut& out, const WallTime& value) {
    const auto count = static_cast<std::uint64_t>(value.time_since_epoch().count());
    assert(count <= limits::wall_time_ms_max);
    save(out, count);
}

void load(WireIn& in, Bytes& value) {
    const auto count = in.count();
    in.charge(count, 1);
    const auto taken = in.take(count);
    value.assign(taken.begin(), taken.end());
}

void save(WireOut& out, const Bytes& value) {
    out.count(value.size());
    out.put(value.data(), value.size());
}

void load(WireIn& in, std::string& value) {
    const auto count = in.count();
    const auto text = text_of(in.take(count));
    if (!is_utf8(text)) refuse("text is not UTF-8");
    constexpr std::size_t rounding = 16;  // std::string asks for a little more than it needs.
    in.charge(count + rounding, 1);
    value = text;
}

void save(WireOut& out, const std::string& value) {
    assert(!out.measures() || is_utf8(value));
    out.count(value.size());
    out.put(value.data(), value.size());
}

}  // namespace earshot::wire
