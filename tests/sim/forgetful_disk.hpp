#pragma once

#include "core/store/store.hpp"

/// What a disk keeps of everybody that a computer ever heard of, and of what it told its clients,
/// not kept: for networks of thousands in which nobody starts twice and no commit fails, so that
/// nobody reads it again.
namespace earshot::sim {

class ForgetfulPeople final : public store::PeopleStore {
public:
    Result<std::vector<store::Person>> people() override { return std::vector<store::Person>{}; }
    Result<std::optional<store::Person>> find_person(const PersonId&) override {
        return std::optional<store::Person>{};
    }
    Result<void> put_person(const store::Person&) override { return {}; }
    Result<std::vector<store::Device>> devices() override { return std::vector<store::Device>{}; }
    Result<void> put_device(const store::Device&) override { return {}; }
    Result<void> remove_person(const PersonId&) override { return {}; }
};

class ForgetfulEvents final : public store::EventLog {
public:
    Result<std::uint64_t> append_event(const store::Event&) override { return ++last_; }
    Result<std::vector<store::Event>> events_since(std::uint64_t, std::size_t) override {
        return std::vector<store::Event>{};
    }
    Result<Range> event_range() override { return Range{last_ + 1, last_}; }
    Result<void> trim_events(std::size_t) override { return {}; }
    Result<std::uint64_t> acknowledged(std::string_view) override { return std::uint64_t{0}; }
    Result<void> acknowledge(std::string_view, std::uint64_t) override { return {}; }

private:
    std::uint64_t last_ = 0;
};

/// A disk of which the rest is real.
class ForgetfulDisk {
public:
    store::Stores over(store::Stores disk) {
        return {.transactions = disk.transactions,
                .people = people_,
                .addresses = disk.addresses,
                .messages = disk.messages,
                .outbox = disk.outbox,
                .inbox = disk.inbox,
                .events = events_,
                .refs = disk.refs,
                .settings = disk.settings,
                .sessions = disk.sessions,
                .envelopes = disk.envelopes,
                .search = disk.search};
    }

private:
    ForgetfulPeople people_;
    ForgetfulEvents events_;
};

}  // namespace earshot::sim
