#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "crypto/entropy.hpp"
#include "crypto/fingerprint.hpp"

/// Comparing live: two people whose computers have a link see six digits each, and say whether they
/// are the same. Whoever stands between them has one chance in a million, three times an hour.
/// Both people begin; the first computer commits to its nonce before it knows the other's.
/// docs/PROTOCOL.md, "Comparing live". Not thread-safe; the entropy outlives it.
namespace earshot::sas {

inline constexpr std::uint8_t commit_frame = 0x60;   ///< byte[32]
inline constexpr std::uint8_t nonce_frame = 0x61;    ///< byte[32]
inline constexpr std::uint8_t reveal_frame = 0x62;   ///< byte[32]
inline constexpr std::uint8_t verdict_frame = 0x63;  ///< a Verdict
constexpr bool is_sas(std::uint8_t type) noexcept {
    return type >= commit_frame && type <= verdict_frame;
}

/// What a person says, or their computer for them.
enum class Verdict : std::uint8_t { canceled = 0, different = 1, same = 2 };

enum class Stage : std::uint8_t {
    asked,       ///< They have begun, we have not.
    waiting,     ///< We have begun, they have not.
    exchanging,  ///< Both have, and the computers are at it.
    comparing,   ///< There is a code.
    agreed,      ///< Our person says that it is the same.
    failed,
};

enum class Failure : std::uint8_t {
    none,
    canceled,
    different,  ///< What was compared is not the same.
    cheated,    ///< Their computer did not keep to what it had committed to.
    silent,     ///< No answer in time.
    link_lost,
};

/// How it stands with one person.
struct Comparison {
    Stage stage = Stage::asked;
    Failure failure = Failure::none;
    std::string code{};               ///< Six digits, while comparing and after.
    std::optional<Verdict> theirs{};  ///< What the other one says.
    bool is_shown = false;            ///< A stranger who begins is not worth a word.

    friend bool operator==(const Comparison&, const Comparison&) = default;
};

/// Who is at the other end of a link.
struct Other {
    LinkId link{};
    PersonId person;
    DeviceId device;
    crypto::SignPublicKey account;
    crypto::Digest channel{};  ///< The link's handshake hash.
    bool is_contact = false;
};

struct SendFrame {
    LinkId link{};
    std::uint8_t type = 0;
    Bytes body;
};

struct Effects {
    std::vector<SendFrame> frames;
    std::vector<PersonId> changed;  ///< Whose comparison is to be shown anew.
};

class Comparisons {
public:
    Comparisons(const crypto::SignPublicKey& own_account, const DeviceId& own_device,
                crypto::Entropy& entropy)
        : own_account_(own_account), own_device_(own_device), entropy_(entropy) {}

    /// Our person begins. Again while it is under way: nothing happens. `busy`: three codes were
    /// compared within the hour, or too many people compare.
    Result<void> start(const Other& other, Instant now, Effects& effects);
    /// Our person read the other's code. `unauthenticated`: it is another than ours, and that was
    /// this try. `not_found`: there is nothing to compare.
    Result<void> confirm(const PersonId& person, std::string_view code, Instant now,
                         Effects& effects);
    /// Our person does not want to, or sees another code. `not_found`
    Result<void> stop(const PersonId& person, Verdict verdict, Instant now, Effects& effects);

    /// False when the frame breaks the protocol: the link must end.
    bool on_frame(const Other& other, std::uint8_t type, ByteView body, Instant now,
                  Effects& effects);
    void on_link_down(LinkId link, Instant now, Effects& effects);
    void forget(const PersonId& person) { entries_.erase(person); }
    void on_time(Instant now, Effects& effects);
    std::optional<Instant> next_deadline() const;

    /// Nothing when nobody began, or a stranger did.
    const Comparison* find(const PersonId& person) const;

private:
    struct Entry {
        Comparison shown;
        Other other;
        bool is_first = false;  ///< We are A: we committed.
        crypto::SasNonce own_nonce{};
        crypto::SasNonce their_nonce{};
        crypto::Digest their_commitment{};
        Instant deadline{};
        std::vector<Instant> tries;  ///< When codes were compared, within the last hour.
    };

    static bool is_under_way(const Entry& entry);
    Entry* find_or_add(const Other& other, std::size_t room, Instant now);
    crypto::SasParties parties(const Entry& entry) const;
    void commit(Entry& entry, Instant now, Effects& effects);
    void answer(Entry& entry, Instant now, Effects& effects);
    bool on_commit(const Other& other, const crypto::Digest& commitment, Instant now,
                   Effects& effects);
    bool on_nonce(Entry& entry, const crypto::SasNonce& nonce, Instant now, Effects& effects);
    bool on_reveal(Entry& entry, const crypto::SasNonce& nonce, Instant now, Effects& effects);
    bool on_verdict(Entry& entry, Verdict verdict, Instant now, Effects& effects);
    void compare(Entry& entry, Instant now, Effects& effects);
    void fail(Entry& entry, Failure failure, Instant now, Effects& effects);
    static void tell(const Entry& entry, Effects& effects);

    crypto::SignPublicKey own_account_;
    DeviceId own_device_;
    crypto::Entropy& entropy_;
    std::map<PersonId, Entry> entries_;
};

}  // namespace earshot::sas
