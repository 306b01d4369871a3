#pragma once

#include <set>
#include <utility>
#include <vector>

#include "core/delivery/sealing.hpp"

/// Hides nothing, so that what delivery does with what is sealed can be seen: tag | kind | payload.
namespace earshot::support {

class PlainSealing final : public delivery::Sealing {
public:
    Result<std::optional<Sealed>> seal(const DeviceId&, std::uint16_t kind, ByteView payload,
                                       Now) override {
        if (!has_key) return std::optional<Sealed>{};
        ++sealed;
        Bytes recipe;
        append_u64(recipe, tag);
        return std::optional{Sealed{with_tag(tag, kind, payload), std::move(recipe)}};
    }
    Result<std::optional<Bytes>> repeat(const DeviceId&, ByteView recipe, std::uint16_t kind,
                                        ByteView payload) override {
        const auto before = read_u64(recipe);
        if (gone.contains(before)) return std::optional<Bytes>{};
        return std::optional{with_tag(before, kind, payload)};
    }
    delivery::SealTag tag_of(ByteView bytes) const override { return read_u64(bytes); }
    Result<std::optional<Opened>> open(const DeviceId&, ByteView bytes, Now) override {
        std::optional<Opened> inside;
        if (bytes.size() >= 10 && read_u64(bytes) != lost)
            inside = Opened{read_u16(bytes.subspan(8)), to_bytes(bytes.subspan(10))};
        return inside;
    }
    Result<void> on_opened(const DeviceId&, delivery::SealTag which) override {
        opened.insert(which);
        return {};
    }
    Result<void> on_unopenable(const DeviceId&, delivery::SealTag which) override {
        given_up.insert(which);
        return {};
    }

    static Bytes with_tag(delivery::SealTag tag, std::uint16_t kind, ByteView payload) {
        Bytes bytes;
        append_u64(bytes, tag);
        append_u16(bytes, kind);
        append(bytes, payload);
        return bytes;
    }

    bool has_key = true;
    delivery::SealTag tag = 1;   ///< Of what is sealed from now on.
    delivery::SealTag lost = 0;  ///< What cannot be opened.
    unsigned sealed = 0;
    std::set<delivery::SealTag> gone;  ///< Cannot be repeated.
    std::set<delivery::SealTag> opened;
    std::set<delivery::SealTag> given_up;
};

}  // namespace earshot::support
