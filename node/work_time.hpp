#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <string>

#include "core/notify/working_hours.hpp"

/// Looks at the clock for the working hours of the profile's person. One thread.
namespace earshot::node {

namespace asio = boost::asio;

class WorkTime {
public:
    /// Whether it is outside them now; called where that has changed, at first when it is.
    using OnChanged = std::function<void(bool is_off)>;
    WorkTime(asio::any_io_executor executor, OnChanged on_changed)
        : timer_(std::move(executor)), on_changed_(std::move(on_changed)) {}

    /// As the setting says. What cannot be read means always.
    void set(const std::string& hours);
    /// Looks every ten seconds where there are hours, until cancelled.
    asio::awaitable<void> run();

private:
    void look();

    asio::steady_timer timer_;
    OnChanged on_changed_;
    notify::WorkingHours hours_;
    bool is_off_ = false;
};

}  // namespace earshot::node
