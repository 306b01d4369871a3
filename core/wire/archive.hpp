#pragma once

#include "core/base/bytes.hpp"
#include "core/base/limits.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/wire/extensions.hpp"

#include <cereal/cereal.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// Values to bytes and back, with one encoding per value, for input from strangers. The format and
/// its reasons: docs/PROTOCOL.md, "Encoding". Only .cpp files include this; a type that travels
/// needs no more than
///
///     template <class Archive> void serialize(Archive& archive) { archive(first, second); }
///
/// An enum needs a `constexpr bool is_valid(E)` beside it, and only then compiles. A struct may
/// have an `is_valid(const T&)`: decoding refuses a value it denies. What decoding allocates is
/// bounded before it is asked for: `decode_budget`. Nothing here keeps a view or is shared between
/// threads.
namespace earshot::wire {

/// The one exception of decoding. `decode` catches it; nobody else sees it.
struct DecodeFailure {
    Error error;
};

[[noreturn]] void refuse(std::string_view why, ErrorKind kind = ErrorKind::malformed);

/// Objects and lists enclosing one another, which a recursive type leaves to the sender.
class Depth {
public:
    bool enter() noexcept { return ++depth_ <= limits::decode_depth_max; }
    void leave() noexcept { --depth_; }

private:
    std::size_t depth_ = 0;
};

/// Reads; believes no length. Throws DecodeFailure.
class WireIn : public cereal::InputArchive<WireIn> {
public:
    explicit WireIn(ByteView input, std::size_t budget_bytes = limits::decode_budget_bytes)
        : InputArchive(this), rest_(input), budget_(budget_bytes) {}

    std::size_t remaining() const noexcept { return rest_.size(); }
    ByteView take(std::size_t size) {
        if (size > rest_.size()) refuse("input ends early");
        const auto taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }
    /// A count of things that take a byte each at least, so more than the rest is a lie.
    std::size_t count();
    /// To be called before memory for `count` things of `bytes_each` is asked for.
    void charge(std::size_t count, std::size_t bytes_each);
    /// Precondition of a valid input: everything was read.
    void finish() const;

    void enter() {
        if (!depth_.enter()) refuse("nested too deeply");
    }
    void leave() noexcept { depth_.leave(); }

private:
    ByteView rest_;
    std::size_t budget_;
    Depth depth_;
};

/// Measures, writes into a buffer of the measured size, or compares with bytes that should be
/// equal: a decoder checks that way, without a second buffer, that its input was the encoding.
class WireOut : public cereal::OutputArchive<WireOut> {
public:
    WireOut() : OutputArchive(this) {}
    static WireOut writing(std::span<std::byte> target) { return WireOut{target.data(), {}}; }
    static WireOut comparing(ByteView expected) { return WireOut{nullptr, expected}; }

    /// Throws DecodeFailure when comparing finds a difference.
    void put(const void* data, std::size_t size) {
        if (target_ != nullptr && size > 0) {
            std::memcpy(target_ + size_, data, size);
        } else if (expected_) {
            compare(data, size);
        }
        size_ += size;
    }
    void count(std::size_t count);
    std::size_t size() const noexcept { return size_; }
    bool measures() const noexcept { return target_ == nullptr && !expected_; }

    void enter() {
        [[maybe_unused]] const bool shallow = depth_.enter();
        assert(shallow);
    }
    void leave() noexcept { depth_.leave(); }

private:
    WireOut(std::byte* target, std::optional<ByteView> expected)
        : OutputArchive(this), target_(target), expected_(expected) {}
    void compare(const void* data, std::size_t size) const;

    std::byte* target_ = nullptr;
    std::optional<ByteView> expected_;
    std::size_t size_ = 0;
    Depth depth_;
};

template <class T, class... Options>
concept OneOf = (std::same_as<T, Options> || ...);

/// Integers whose width is the same everywhere; `char`, `long long` and their like are not.
template <class T>
concept Integer = OneOf<T, std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t, std::int8_t,
                        std::int16_t, std::int32_t, std::int64_t>;

template <class T>
concept CheckedEnum = std::is_enum_v<T> && std::unsigned_integral<std::underlying_type_t<T>> &&
    requires(T value) {
    { is_valid(value) } -> std::same_as<bool>;
};

template <class T>
concept CheckedStruct = std::is_class_v<T> && requires(const T& value) {
    { is_valid(value) } -> std::same_as<bool>;
};

/// A struct that is one array of bytes and nothing else: identifiers, keys, signatures.
template <class T>
concept BytesStruct = requires(T value, WireIn& in) {
    { std::tuple_size<decltype(value.bytes)>::value } -> std::convertible_to<std::size_t>;
    requires std::same_as<decltype(value.bytes),
                          std::array<std::byte, std::tuple_size_v<decltype(value.bytes)>>>;
    requires sizeof(T) == sizeof(value.bytes);
    requires !requires { value.serialize(in); };
};

template <class T>
inline constexpr bool is_composite =
    std::is_class_v<T> && !BytesStruct<T> && !OneOf<T, Bytes, std::string>;

// Hooks that cereal calls around each value.

template <class T>
void prologue(WireIn& in, const T&) {
    if constexpr (is_composite<T>) in.enter();
}
template <class T>
void epilogue(WireIn& in, [[maybe_unused]] const T& value) {
    if constexpr (is_composite<T>) in.leave();
    if constexpr (CheckedStruct<T>) {
        if (!is_valid(value)) refuse("breaks a rule of its type");
    }
}
template <class T>
void prologue(WireOut& out, [[maybe_unused]] const T& value) {
    if constexpr (is_composite<T>) out.enter();
    if constexpr (CheckedStruct<T>) assert(!out.measures() || is_valid(value));
}
template <class T>
void epilogue(WireOut& out, const T&) {
    if constexpr (is_composite<T>) out.leave();
}

// Numbers.

template <Integer T>
T swap_unless_big_endian(T value) noexcept {
    if constexpr (std::endian::native == std::endian::big || sizeof(T) == 1) return value;
    if constexpr (sizeof(T) == 2)
        return static_cast<T>(__builtin_bswap16(static_cast<std::uint16_t>(value)));
    if constexpr (sizeof(T) == 4)
        return static_cast<T>(__builtin_bswap32(static_cast<std::uint32_t>(value)));
    if constexpr (sizeof(T) == 8)
        return static_cast<T>(__builtin_bswap64(static_cast<std::uint64_t>(value)));
}

template <Integer T>
void load(WireIn& in, T& value) {
    std::memcpy(&value, in.take(sizeof value).data(), sizeof value);
    value = swap_unless_big_endian(value);
}
template <Integer T>
void save(WireOut& out, const T& value) {
    const T wire = swap_unless_big_endian(value);
    out.put(&wire, sizeof wire);
}

template <std::same_as<bool> T>
void load(WireIn& in, T& value) {
    std::uint8_t byte = 0;
    load(in, byte);
    if (byte > 1) refuse("a truth value is neither 0 nor 1");
    value = byte == 1;
}
template <std::same_as<bool> T>
void save(WireOut& out, const T& value) {
    save(out, static_cast<std::uint8_t>(value ? 1 : 0));
}

template <class T>
requires std::is_enum_v<T>
void load(WireIn& in, T& value) {
    static_assert(CheckedEnum<T>, "needs `constexpr bool is_valid(E)` and an unsigned type");
    std::underlying_type_t<T> number{};
    load(in, number);
    value = static_cast<T>(number);
    if (!is_valid(value)) refuse("a choice that does not exist");
}
template <class T>
requires std::is_enum_v<T>
void save(WireOut& out, const T& value) {
    static_assert(CheckedEnum<T>, "needs `constexpr bool is_valid(E)` and an unsigned type");
    assert(!out.measures() || is_valid(value));
    save(out, static_cast<std::underlying_type_t<T>>(value));
}

void load(WireIn& in, WallTime& value);
void save(WireOut& out, const WallTime& value);

// Runs of bytes.

template <std::size_t Size>
void load(WireIn& in, std::array<std::byte, Size>& value) {
    std::memcpy(value.data(), in.take(Size).data(), Size);
}
template <std::size_t Size>
void save(WireOut& out, const std::array<std::byte, Size>& value) {
    out.put(value.data(), Size);
}

template <BytesStruct T>
void load(WireIn& in, T& value) {
    load(in, value.bytes);
}
template <BytesStruct T>
void save(WireOut& out, const T& value) {
    save(out, value.bytes);
}

void load(WireIn& in, Bytes& value);
void save(WireOut& out, const Bytes& value);
void load(WireIn& in, std::string& value);
void save(WireOut& out, const std::string& value);

// Values of other values.

inline void load(WireIn&, std::monostate&) {}
inline void save(WireOut&, const std::monostate&) {}

template <class First, class Second>
void load(WireIn& in, std::pair<First, Second>& value) {
    in(value.first, value.second);
}
template <class First, class Second>
void save(WireOut& out, const std::pair<First, Second>& value) {
    out(value.first, value.second);
}

template <class T, std::size_t Size>
void load(WireIn& in, std::array<T, Size>& value) {
    for (auto& element : value) in(element);
}
template <class T, std::size_t Size>
void save(WireOut& out, const std::array<T, Size>& value) {
    for (const auto& element : value) out(element);
}

template <class T>
void load(WireIn& in, std::optional<T>& value) {
    bool present = false;
    load(in, present);
    if (!present) return value.reset();
    T inside{};
    in(inside);
    value = std::move(inside);
}
template <class T>
void save(WireOut& out, const std::optional<T>& value) {
    save(out, value.has_value());
    if (value) out(*value);
}

template <std::size_t Index, class... Options>
void load_option(WireIn& in, std::variant<Options...>& value) {
    in(value.template emplace<Index>());
}

template <class... Options>
void load(WireIn& in, std::variant<Options...>& value) {
    static_assert(sizeof...(Options) <= std::numeric_limits<std::uint8_t>::max());
    std::uint8_t index = 0;
    load(in, index);
    if (index >= sizeof...(Options)) refuse("an alternative that does not exist");
    [&]<std::size_t... Is>(std::index_sequence<Is...>) {
        ((Is == index ? load_option<Is>(in, value) : void()), ...);
    }
    (std::index_sequence_for<Options...>{});
}
template <class... Options>
void save(WireOut& out, const std::variant<Options...>& value) {
    assert(!value.valueless_by_exception());
    save(out, static_cast<std::uint8_t>(value.index()));
    std::visit([&](const auto& option) { out(option); }, value);
}

/// Elements that take no input would let a small count of bytes make many elements.
template <class... Parts>
void load_element(WireIn& in, Parts&... parts) {
    const auto before = in.remaining();
    in(parts...);
    if (in.remaining() == before) refuse("an element takes no bytes");
}

template <class T>
requires(!OneOf<T, bool, std::byte>) void load(WireIn& in, std::vector<T>& value) {
    const auto count = in.count();
    in.charge(count, sizeof(T));
    value.clear();
    value.reserve(count);
    for (std::size_t i = 0; i < count; ++i) load_element(in, value.emplace_back());
}
template <class T>
requires(!OneOf<T, bool, std::byte>) void save(WireOut& out, const std::vector<T>& value) {
    out.count(value.size());
    for (const auto& element : value) out(element);
}

template <class Key, class T>
void load(WireIn& in, std::map<Key, T>& value) {
    constexpr std::size_t node_bytes = 48;  // Links, colour and the allocator's header.
    const auto count = in.count();
    in.charge(count, sizeof(std::pair<const Key, T>) + node_bytes);
    value.clear();
    for (std::size_t i = 0; i < count; ++i) {
        Key key{};
        T element{};
        load_element(in, key, element);
        if (!value.empty() && !(value.rbegin()->first < key)) refuse("map keys do not ascend");
        value.emplace_hint(value.end(), std::move(key), std::move(element));
    }
}
template <class Key, class T>
void save(WireOut& out, const std::map<Key, T>& value) {
    out.count(value.size());
    for (const auto& [key, element] : value) out(key, element);
}

/// Precondition: `value` would be accepted by `decode` (UTF-8, known choices, depth): what came
/// from people was checked where it came in.
template <class T>
Bytes encode(const T& value) {
    WireOut measured;
    measured(value);
    Bytes bytes(measured.size());
    auto out = WireOut::writing(bytes);
    out(value);
    assert(out.size() == bytes.size());
    return bytes;
}

/// What decoding a message of at most `bytes_max` bytes may allocate.
constexpr std::size_t decode_budget(std::size_t bytes_max) noexcept {
    return std::max(limits::decode_budget_bytes, bytes_max * limits::decode_budget_per_byte);
}

/// The value whose encoding is `input`, all of it. `bytes_max` is the bound of this kind of
/// message.
template <class T>
Result<T> decode(ByteView input, std::size_t bytes_max = limits::payload_bytes_max) {
    assert(bytes_max <= limits::fragmented_body_bytes_max);
    if (input.size() > bytes_max) return Error{ErrorKind::too_large, "encoding above its bound"};
    try {
        T value{};
        WireIn in{input, decode_budget(bytes_max)};
        in(value);
        in.finish();
        auto encoding = WireOut::comparing(input);
        encoding(value);
        if (encoding.size() != input.size()) refuse("not the encoding of its value");
        return value;
    } catch (const DecodeFailure& failure) {
        return failure.error;
    }
}

/// The extension `id` as a value, nullopt where the object has none.
template <class T>
Result<std::optional<T>> find_extension(const Extensions& extensions, std::uint16_t id) {
    const auto found = extensions.find(id);
    if (found == extensions.end()) return std::optional<T>{};
    EARSHOT_TRY(auto value, decode<T>(found->second));
    return std::optional<T>{std::move(value)};
}

template <class T>
void set_extension(Extensions& extensions, std::uint16_t id, const T& value) {
    extensions.insert_or_assign(id, encode(value));
}

}  // namespace earshot::wire

CEREAL_SETUP_ARCHIVE_TRAITS(earshot::wire::WireIn, earshot::wire::WireOut)

// cereal's own loader of enums takes any number.
template <class T>
requires std::is_enum_v<T>
struct cereal::specialize<earshot::wire::WireIn, T, cereal::specialization::non_member_load_save>
    : std::true_type {
};
template <class T>
requires std::is_enum_v<T>
struct cereal::specialize<earshot::wire::WireOut, T, cereal::specialization::non_member_load_save>
    : std::true_type {
};
