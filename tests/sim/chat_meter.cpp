#include "tests/sim/chat_meter.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/delivery/frames.hpp"
#include "tests/sim/measurement_times.hpp"
#include "tests/sim/quantile.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

class ChatMeter final : public Invariant, public FrameWatcher {
public:
    ChatMeter(const Plan& plan, std::map<std::string, double>& figures) : figures_(figures) {
        for (std::size_t i = 0; i < plan.acts.size(); ++i) {
            partners_[plan.acts[i].to] = plan.acts[i].from;
            said_["text " + std::to_string(i)] = plan.acts[i].at;
        }
    }

    void at_start(World& world) override {
        world_ = &world;
        world.disks_forget = true;  // But messages are kept.
        world.frame_watchers.push_back(this);
    }

    void on_sent(NodeNumber, LinkId, std::uint8_t, ByteView) override {}
    /// It is stored in the turn that follows at the same time.
    void on_came(NodeNumber to, LinkId, std::uint8_t type, ByteView) override {
        if (type == delivery::deliver_frame) world_->after(1us, [this, to] { look_at(to); });
    }

    void at_end(World&, const Plan&, Violations&) override {
        for (const auto& [to, from] : partners_) look_at(to);
        for (const auto& [text, at] : said_) note(at, world_->now());  // Never arrived.
        tell("crowd", crowd_);
        tell("quiet", quiet_);
        figures_["messages_lost"] = static_cast<double>(said_.size());
    }

private:
    void look_at(NodeNumber node) {
        const auto& peers = world_->peers();
        for (const auto& text : peers[node]->texts_from(*peers[partners_.at(node)]))
            if (const auto said = said_.extract(text)) note(said.mapped(), world_->now());
    }

    void note(Duration said, Moment arrived) {
        const auto is_in = [said](Duration from) {
            return said >= from && said < from + chat_lasts;
        };
        if (is_in(crowd_from)) crowd_.push_back(seconds(arrived - Moment{said}));
        if (is_in(quiet_from)) quiet_.push_back(seconds(arrived - Moment{said}));
    }

    void tell(const std::string& phase, const std::vector<double>& waits) {
        figures_[phase + "_messages"] = static_cast<double>(waits.size());
        figures_[phase + "_seconds_median"] = quantile(waits, 0.5);
        figures_[phase + "_seconds_p95"] = quantile(waits, 0.95);
        figures_[phase + "_seconds_max"] = quantile(waits, 1);
    }

    std::map<std::string, double>& figures_;
    World* world_ = nullptr;
    std::map<NodeNumber, NodeNumber> partners_;  ///< Who writes to whom.
    std::map<std::string, Duration> said_;       ///< And has not arrived.
    std::vector<double> crowd_;
    std::vector<double> quiet_;
};

}  // namespace

std::unique_ptr<Invariant> chat_meter(const Plan& plan, std::map<std::string, double>& figures) {
    return std::make_unique<ChatMeter>(plan, figures);
}

}  // namespace earshot::sim
