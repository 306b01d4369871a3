#pragma once

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <vector>

#include "node/secrets/session_keyring.hpp"

/// A session's keyring in memory, which does what a test wants of it.
namespace earshot::support {

class FakeKeyring final : public secrets::SessionKeyring {
public:
    enum class Mood {
        open,
        locked,   ///< Opens when its owner may be asked.
        refuses,  ///< Asked, its owner does not open it.
        absent,
        silent,    ///< Answers nothing until it is given up.
        forgetful  ///< Says that it keeps what it does not.
    };

    void set(Mood mood) {
        const std::lock_guard lock{mutex_};
        mood_ = mood;
    }
    std::vector<secrets::ItemId> items() {
        const std::lock_guard lock{mutex_};
        std::vector<secrets::ItemId> ids;
        for (const auto& [id, key] : keys_) ids.push_back(id);
        return ids;
    }
    std::size_t times_asked() {
        const std::lock_guard lock{mutex_};
        return times_asked_;
    }
    /// As a new process finds it.
    void meet_again() {
        const std::lock_guard lock{mutex_};
        is_given_up_ = false;
    }

    bool is_there() override {
        const std::lock_guard lock{mutex_};
        return mood_ != Mood::absent;
    }
    secrets::Sight look_at(const secrets::ItemId& id) override {
        const std::lock_guard lock{mutex_};
        if (mood_ == Mood::absent) return secrets::Sight::absent;
        if (mood_ == Mood::silent) return secrets::Sight::silent;
        if (keys_.contains(id)) return secrets::Sight::there;
        const bool is_locked = mood_ == Mood::locked || mood_ == Mood::refuses;
        return is_locked ? secrets::Sight::locked : secrets::Sight::lost;
    }
    Result<void> store(const secrets::ItemId& id, const crypto::SealKey& key) override {
        std::unique_lock lock{mutex_};
        EARSHOT_CHECK(open(lock, secrets::Asking::allowed));
        if (mood_ != Mood::forgetful) keys_.insert_or_assign(id, copy_of(key));
        return {};
    }
    Result<crypto::SealKey> look_up(const secrets::ItemId& id, secrets::Asking asking) override {
        std::unique_lock lock{mutex_};
        EARSHOT_CHECK(open(lock, asking));
        const auto found = keys_.find(id);
        if (found == keys_.end()) return Error{ErrorKind::locked, "no such key"};
        return copy_of(found->second);
    }
    Result<void> forget(const secrets::ItemId& id) override {
        std::unique_lock lock{mutex_};
        EARSHOT_CHECK(open(lock, secrets::Asking::forbidden));
        keys_.erase(id);
        return {};
    }
    void give_up() noexcept override {
        const std::lock_guard lock{mutex_};
        is_given_up_ = true;
        given_up_.notify_all();
    }

private:
    static crypto::SealKey copy_of(const crypto::SealKey& key) {
        return crypto::SealKey{key.expose()};
    }
    Result<void> open(std::unique_lock<std::mutex>& lock, secrets::Asking asking) {
        if (mood_ == Mood::silent) given_up_.wait(lock, [this] { return is_given_up_; });
        if (is_given_up_) return Error{ErrorKind::locked, "given up"};
        if (mood_ == Mood::absent) return Error{ErrorKind::locked, "there is no keyring"};
        const bool may_ask = asking == secrets::Asking::allowed;
        if (may_ask && (mood_ == Mood::locked || mood_ == Mood::refuses)) ++times_asked_;
        if (mood_ == Mood::locked && may_ask) mood_ = Mood::open;
        if (mood_ == Mood::locked || mood_ == Mood::refuses)
            return Error{ErrorKind::locked, "the keyring is locked"};
        return {};
    }

    std::mutex mutex_;
    std::condition_variable given_up_;
    bool is_given_up_ = false;
    Mood mood_ = Mood::open;
    std::size_t times_asked_ = 0;
    std::map<secrets::ItemId, crypto::SealKey> keys_;
};

}  // namespace earshot::support
