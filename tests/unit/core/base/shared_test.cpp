#include "core/base/shared.hpp"

#include "core/base/bytes.hpp"
#include "tests/support/catch.hpp"

namespace earshot {

TEST_CASE("a shared value is one value, however many hold it", "[shared]") {
    const Shared<Bytes> first = Bytes(3, std::byte{7});
    CHECK(first.is_sole());
    const auto second = first;
    CHECK(&*first == &*second);
    CHECK_FALSE(first.is_sole());
    CHECK(first->size() == 3);
}

TEST_CASE("shared values are compared by what they are", "[shared]") {
    const Shared<Bytes> one = Bytes(3, std::byte{7});
    const Shared<Bytes> other = Bytes(3, std::byte{7});
    CHECK(&*one != &*other);
    CHECK(one == other);
    CHECK(one != Shared<Bytes>{Bytes(3, std::byte{8})});
    CHECK(Shared<Bytes>{} == Shared<Bytes>{Bytes{}});
    CHECK(Shared<Bytes> {} -> empty());
}

}  // namespace earshot
