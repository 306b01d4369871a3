#include "core/base/endpoint.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace earshot {
namespace {

constexpr std::size_t v4_offset = 12;

unsigned at(const Address& address, std::size_t index) {
    return std::to_integer<unsigned>(address.bytes[index]);
}

template <class T>
std::optional<T> parse_number(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return value;
}

}  // namespace

bool Address::is_v4() const noexcept {
    return std::ranges::all_of(bytes.begin(), bytes.begin() + 10,
                               [](std::byte b) { return b == std::byte{0}; }) &&
           bytes[10] == std::byte{0xFF} && bytes[11] == std::byte{0xFF};
}

bool Address::is_loopback() const noexcept {
    if (is_v4()) return at(*this, v4_offset) == 127;
    Address loopback;
    loopback.bytes[15] = std::byte{1};
    return bytes == loopback.bytes;
}

bool Address::is_link_local() const noexcept {
    if (is_v4()) return at(*this, v4_offset) == 169 && at(*this, v4_offset + 1) == 254;
    return at(*this, 0) == 0xFE && (at(*this, 1) & 0xC0) == 0x80;
}

bool Address::is_private() const noexcept {
    if (is_link_local()) return true;
    if (!is_v4()) return (at(*this, 0) & 0xFE) == 0xFC;
    const unsigned first = at(*this, v4_offset);
    const unsigned second = at(*this, v4_offset + 1);
    return first == 10 || (first == 172 && second >= 16 && second < 32) ||
           (first == 192 && second == 168);
}

bool Address::is_unspecified() const noexcept {
    const auto zero = [](std::byte b) { return b == std::byte{0}; };
    if (is_v4()) return std::all_of(bytes.begin() + v4_offset, bytes.end(), zero);
    return std::ranges::all_of(bytes, zero);
}

Address Address::v4(std::array<std::byte, 4> quad) noexcept {
    Address address;
    address.bytes[10] = address.bytes[11] = std::byte{0xFF};
    std::ranges::copy(quad, address.bytes.begin() + v4_offset);
    return address;
}

std::optional<Address> Address::parse(std::string_view text) {
    const auto percent = text.find('%');
    const std::string host{text.substr(0, percent)};
    std::array<std::byte, 4> quad{};
    if (inet_pton(AF_INET, host.c_str(), quad.data()) == 1) {
        if (percent != std::string_view::npos) return std::nullopt;
        return v4(quad);
    }
    Address address;
    if (inet_pton(AF_INET6, host.c_str(), address.bytes.data()) != 1) return std::nullopt;
    if (percent != std::string_view::npos) {
        const auto scope = parse_number<std::uint32_t>(text.substr(percent + 1));
        if (!scope || !address.is_link_local()) return std::nullopt;
        address.scope = *scope;
    }
    return address;
}

std::string Address::text() const {
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    if (is_v4()) return inet_ntop(AF_INET, bytes.data() + v4_offset, buffer.data(), buffer.size());
    std::string result = inet_ntop(AF_INET6, bytes.data(), buffer.data(), buffer.size());
    if (scope != 0) result += '%' + std::to_string(scope);
    return result;
}

std::optional<Endpoint> Endpoint::parse(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    auto host = text.substr(0, colon);
    const bool bracketed = host.size() >= 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);
    const auto address = Address::parse(host);
    const auto port = parse_number<std::uint16_t>(text.substr(colon + 1));
    if (!address || !port || *port == 0 || address->is_v4() == bracketed) return std::nullopt;
    return Endpoint{*address, *port};
}

std::string Endpoint::text() const {
    const auto host = address.text();
    return (address.is_v4() ? host : '[' + host + ']') + ':' + std::to_string(port);
}

}  // namespace earshot
