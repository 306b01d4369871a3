#include "core/engine/engine.hpp"

/// What was read, here and by others.
namespace earshot::engine {
namespace {

constexpr std::string_view read_setting = "privacy.read";  // Flags; true unless they are set.
constexpr std::string_view typing_setting = "privacy.typing";

}  // namespace

/// Whoever wants to be unseen is not betrayed by what they read.
Result<void> Engine::update_telling(Now now) {
    using Telling = conversation::OwnMarks::Telling;
    const bool is_unseen = roster_->choice().state == gossip::State::left;
    const auto telling = !tells_reads_ ? Telling::no : is_unseen ? Telling::later : Telling::yes;
    return read_marks_.own().set_telling(telling, now.steady);
}

Result<void> Engine::on_setting_changed(std::string_view key) {
    if (key != read_setting && key != typing_setting) return {};
    EARSHOT_TRY(const auto stored, parts_.stores.settings.find_setting(key));
    (key == read_setting ? tells_reads_ : tells_typing_) = stored != "false";
    return {};
}

Result<void> Engine::run_read_marks(Now now, Effects& effects) {
    EARSHOT_CHECK(update_telling(now));
    EARSHOT_CHECK(read_marks_.on_time(now, effects));
    EARSHOT_CHECK(read_marks_.own().on_turn_end(now));
    for (const auto& change : read_marks_.own().take_changes()) {
        if (change.withdrawn) EARSHOT_CHECK(carriers_->on_over(*change.withdrawn, now, effects));
        EARSHOT_CHECK(update_awaited(change.to, now, effects));
    }
    for (const auto& each : read_marks_.take_proven()) {
        EARSHOT_CHECK(carriers_->on_over(each.id, now, effects));
        EARSHOT_CHECK(update_awaited(each.by, now, effects));
    }
    return {};
}

}  // namespace earshot::engine
