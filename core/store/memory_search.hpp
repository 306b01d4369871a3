#pragma once

#include "core/store/memory_messages.hpp"

/// Searching in a MemoryStore: looks at every message. Only for its sources.
namespace earshot::store {

class MemorySearch final : public SearchStore {
public:
    /// `messages` lives as long as this.
    explicit MemorySearch(const MemoryMessages& messages) : messages_(messages) {}
    Result<Found> search(const Search& search) override;

private:
    const MemoryMessages& messages_;
};

}  // namespace earshot::store
