#include "cli/conversation.hpp"

#include "cli/fields.hpp"
#include "core/base/ids.hpp"

namespace earshot::cli {

std::optional<std::string> find_conversation(Session& session, const std::string& named) {
    if (!session.connect()) return std::nullopt;
    auto reply = session.ask("conversation.open", {{"who", named}});
    if (const auto* conversation = std::get_if<control::Object>(&reply))
        return text_in(*conversation, "id");
    if (const auto* failure = std::get_if<control::Failure>(&reply)) {
        if (failure->kind == control::FailureKind::not_found && ConversationId::from_text(named))
            return named;
        session.complain(*failure, "conversation.open");
    } else {
        session.complain(std::get<Lost>(reply));
    }
    return std::nullopt;
}

}  // namespace earshot::cli
