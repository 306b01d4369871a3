#include "node/store/recent_messages.hpp"

namespace earshot::store {
namespace {

constexpr std::size_t recent_bytes_max = 2 * 1024 * 1024;

std::size_t bytes_of(const Message& message) {
    return sizeof(RecentMessages::Row) + message.text.size();
}

}  // namespace

void RecentMessages::add(std::int64_t number, const Message& message) {
    if (!rows_.emplace(message.id, Row{number, message}).second) return;
    order_.push_back(message.id);
    bytes_ += bytes_of(message);
    while (bytes_ > recent_bytes_max) drop_oldest();
}

const RecentMessages::Row* RecentMessages::find(const MessageId& id) const {
    const auto found = rows_.find(id);
    return found == rows_.end() ? nullptr : &found->second;
}

void RecentMessages::set_state(const MessageId& id, MessageState state) {
    if (const auto found = rows_.find(id); found != rows_.end())
        found->second.message.state = state;
}

void RecentMessages::clear() {
    rows_.clear();
    order_.clear();
    bytes_ = 0;
}

void RecentMessages::drop_oldest() {
    const auto oldest = rows_.find(order_.front());
    bytes_ -= bytes_of(oldest->second.message);
    rows_.erase(oldest);
    order_.pop_front();
}

}  // namespace earshot::store
