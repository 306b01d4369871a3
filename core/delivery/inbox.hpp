#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "core/base/result.hpp"
#include "core/delivery/app.hpp"
#include "core/delivery/effects.hpp"
#include "core/delivery/sealing.hpp"

/// Takes parcels that arrive, each exactly once, hands them to the feature they are for, and
/// acknowledges them. The acknowledgement leaves with the turn's effects: never before what it
/// promises is durable. Not thread-safe; store, sealing and apps outlive it.
namespace earshot::delivery {

class Inbox {
public:
    Inbox(store::InboxStore& store, Sealing& sealing) : store_(store), sealing_(sealing) {}

    /// Precondition: no other app has this kind.
    void add_app(std::uint16_t kind, App& app);
    App* find_app(std::uint16_t kind) const;

    struct Sender {
        LinkId link{};
        PersonId person;
        DeviceId device;
        store::Route route = store::Route::direct;
    };
    /// Returns false when the frame does not decode: the link must end.
    Result<bool> on_frame(const Sender& sender, ByteView body, Now now, Effects& effects);
    /// What can be said of a parcel without opening it: it was accepted before, or there is no room
    /// for it now.
    Result<std::optional<Outcome>> judge(const Sender& sender, const Parcel& parcel) const;
    /// Something of somebody that was opened already. Nobody is sent an answer.
    Result<Outcome> accept(const Sender& sender, const MessageId& id, const Sealing::Opened& opened,
                           Now now, Effects& effects);
    void on_link_down(LinkId link);

    /// Sends the turn's acknowledgements.
    void flush(Effects& effects);

private:
    Result<Outcome> take(const Sender& sender, const Parcel& parcel, Now now, Effects& effects);

    store::InboxStore& store_;
    Sealing& sealing_;
    std::map<std::uint16_t, App*> apps_;
    std::map<LinkId, std::vector<Acknowledgement>> answers_;
};

}  // namespace earshot::delivery
