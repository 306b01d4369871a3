#pragma once

#include <functional>
#include <string>

#include "tests/contract/discovery/source_world.hpp"

/// What every discovery source promises (discovery/source.hpp), whichever way it finds others.
namespace earshot::contract {

struct SourceKind {
    std::string name;
    MakeSource make;
    /// Sources that know nothing of announcements are told here whom to look for.
    std::function<void(discovery::Source&, const discovery::Announcement&)> point_at;
    bool says_goodbye = false;
    /// Sources that can be told whether to look for others.
    std::function<void(discovery::Source&, bool is_on)> look;
    /// Sends what a hostile computer on the network could, as far as this source can hear it.
    std::function<void()> attack;
};

void check_finds_each_other(const SourceKind& kind);
void check_never_sights_itself(const SourceKind& kind);
void check_listens_before_it_announces(const SourceKind& kind);
void check_ends_when_cancelled(const SourceKind& kind);
void check_can_be_run_again(const SourceKind& kind);
void check_looks_again_when_told(const SourceKind& kind);
void check_looks_only_while_told_to(const SourceKind& kind);
void check_survives_hostile_input(const SourceKind& kind);

}  // namespace earshot::contract
