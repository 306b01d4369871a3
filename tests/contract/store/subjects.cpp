#include "core/store/memory_store.hpp"
#include "tests/contract/store/subject.hpp"

namespace earshot::store::contract {
namespace {

class InMemory final : public Subject {
public:
    Stores stores() override { return store_.stores(); }
    void restart() override { store_.crash(); }

private:
    MemoryStore store_;
};

}  // namespace

const std::vector<Maker>& subjects() {
    static const std::vector<Maker> all{
        {"in memory", [] { return std::make_unique<InMemory>(); }},
    };
    return all;
}

}  // namespace earshot::store::contract
