#include "tui/clusters.hpp"

#include <termpaint.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "core/base/visible.hpp"

namespace earshot::tui {
namespace {

/// A terminal that goes nowhere: termpaint ties its tables to one.
class Tables {
public:
    Tables() {
        termpaint_integration_init(
            &integration_, [](termpaint_integration*) {},
            [](termpaint_integration*, const char*, int) {}, [](termpaint_integration*) {});
        terminal_.reset(termpaint_terminal_new(&integration_));
        measurement_.reset(
            termpaint_text_measurement_new(termpaint_terminal_get_surface(terminal_.get())));
    }
    ~Tables() {
        measurement_.reset();
        terminal_.reset();
        termpaint_integration_deinit(&integration_);
    }
    Tables(const Tables&) = delete;
    Tables& operator=(const Tables&) = delete;

    std::vector<Cluster> clusters_of(std::string_view text) {
        std::vector<Cluster> clusters;
        termpaint_text_measurement_reset(measurement_.get());
        int width = 0;  ///< Of all that is complete.
        std::size_t start = 0;
        std::size_t at = 0;
        const auto complete = [&] {
            const int whole = termpaint_text_measurement_last_width(measurement_.get());
            if (at > start) clusters.push_back({text.substr(start, at - start), whole - width});
            width = whole;
            start = at;
        };
        for_each_code_point(text, [&](std::string_view piece, std::optional<CodePoint> next) {
            const char32_t c = next ? next->value : U'\uFFFD';
            const bool is_new =
                (termpaint_text_measurement_feed_codepoint(measurement_.get(), static_cast<int>(c),
                                                           static_cast<int>(piece.size())) &
                 TERMPAINT_MEASURE_NEW_CLUSTER) != 0;
            if (is_new) complete();
            at += piece.size();
        });
        termpaint_text_measurement_feed_utf8(measurement_.get(), "", 0, true);
        complete();
        return clusters;
    }

private:
    template <auto release>
    struct Release {
        template <class T>
        void operator()(T* object) const {
            release(object);
        }
    };

    termpaint_integration integration_{};
    std::unique_ptr<termpaint_terminal, Release<termpaint_terminal_free>> terminal_;
    std::unique_ptr<termpaint_text_measurement, Release<termpaint_text_measurement_free>>
        measurement_;
};

bool is_plain_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < '\x7f'; });
}

}  // namespace

std::vector<Cluster> clusters_of(std::string_view text) {
    if (is_plain_ascii(text)) {
        std::vector<Cluster> clusters;
        clusters.reserve(text.size());
        for (std::size_t i = 0; i < text.size(); ++i) clusters.push_back({text.substr(i, 1), 1});
        return clusters;
    }
    // Built once: the tables never change. One thread draws.
    static Tables tables;
    return tables.clusters_of(text);
}

std::vector<Cluster> graphemes_of(std::string_view text) {
    std::vector<Cluster> graphemes;
    bool is_half_flag = false;  // The last one is one letter of a flag.
    for (const auto& cluster : clusters_of(text)) {
        const auto first = first_code_point(cluster.text);
        const char32_t c = first ? first->value : 0;
        const bool is_letter = c >= 0x1F1E6 && c <= 0x1F1FF;
        const bool is_tone = c >= 0x1F3FB && c <= 0x1F3FF;
        const bool is_joined = !graphemes.empty() && graphemes.back().text.ends_with("\u200D");
        if (!graphemes.empty() && (is_joined || is_tone || (is_letter && is_half_flag))) {
            auto& last = graphemes.back();
            last.text = {last.text.data(), last.text.size() + cluster.text.size()};
            last.width += cluster.width;
            is_half_flag = false;
            continue;
        }
        is_half_flag = is_letter;
        graphemes.push_back(cluster);
    }
    return graphemes;
}

int width_of(std::string_view text) {
    if (is_plain_ascii(text)) return static_cast<int>(text.size());
    int width = 0;
    for (const auto& cluster : clusters_of(text)) width += cluster.width;
    return width;
}

std::string shortened(std::string_view text, int width, std::string_view ellipsis) {
    const int room = width - width_of(ellipsis);
    int used = 0;
    std::size_t fitting = 0;  ///< Bytes that fit beside an ellipsis.
    bool is_full = false;
    for (const auto& cluster : clusters_of(text)) {
        used += cluster.width;
        if (used > width) return std::string{text.substr(0, fitting)} + std::string{ellipsis};
        is_full = is_full || used > room;
        if (!is_full) fitting += cluster.text.size();
    }
    return std::string{text};
}

std::string padded(std::string_view text, int width, std::string_view ellipsis) {
    auto out = shortened(text, width, ellipsis);
    const int missing = width - width_of(out);
    if (missing > 0) out.append(static_cast<std::size_t>(missing), ' ');
    return out;
}

}  // namespace earshot::tui
