#include <utility>

#include "cli/doctor_text.hpp"
#include "client/read.hpp"
#include "core/base/visible.hpp"
#include "tui/doctor_russian.hpp"
#include "tui/pages.hpp"
#include "tui/say.hpp"

namespace earshot::tui {
namespace {

std::span<const cli::DoctorSentence> findings_in(Language language) {
    return language == Language::russian ? russian_findings() : cli::english_findings();
}

std::span<const cli::DoctorSentence> fixes_in(Language language) {
    return language == Language::russian ? russian_fixes() : cli::english_fixes();
}

/// A sign and its colour, for each verdict.
Piece mark_of(std::string_view verdict, const Scene& scene) {
    const auto& signs = scene.signs;
    if (verdict == "ok") return {std::string{signs.delivered} + ' ', scene.theme.online};
    if (verdict == "warn") return {"! ", scene.theme.attention};
    if (verdict == "fail") return {std::string{signs.failed} + ' ', scene.theme.danger};
    return {std::string{signs.dot} + ' ', scene.theme.dim};
}

void add_sentence(std::vector<Line>& lines, Piece mark, const std::string& text, const Style& style,
                  int width) {
    bool is_first = true;
    for (auto& line : wrapped({{text, style}}, std::max(10, width - 2))) {
        line.insert(line.begin(), is_first ? mark : Piece{"  ", {}});
        lines.push_back(std::move(line));
        is_first = false;
    }
}

}  // namespace

std::unique_ptr<Page> doctor_page(const Texts& texts) {
    return std::make_unique<Page>(std::string{texts(Say::doctor_title)}, [](const Scene& scene,
                                                                            int width) {
        return wrapped({{std::string{scene.texts(Say::doctor_working)}, scene.theme.dim}}, width);
    });
}

Page::Lines doctor_lines(const control::Object& diagnosis) {
    std::vector<control::Object> findings;
    for (const auto* finding : client::objects_in(diagnosis, "findings"))
        findings.push_back(*finding);
    return [findings = std::move(findings)](const Scene& scene, int width) {
        const auto language = scene.texts.language();
        std::vector<Line> lines;
        std::string cause;
        for (const auto& finding : findings) {
            const auto verdict = client::text_in(finding, "verdict");
            const auto text = cli::finding_text(finding, findings_in(language));
            const bool is_quiet = verdict == "skip";
            add_sentence(lines, mark_of(verdict, scene), text,
                         is_quiet ? scene.theme.dim : scene.theme.text, width);
            const auto fix = cli::fix_text(finding, fixes_in(language));
            if (!fix.empty() && verdict != "ok")
                add_sentence(lines, {"  ", {}}, scene.texts(Say::doctor_fix, {fix}),
                             scene.theme.accent, width);
            if (verdict == "fail" && cause.empty()) cause = text;
        }
        std::vector<Line> verdict;
        for (auto& line : wrapped({{cause.empty() ? std::string{scene.texts(Say::doctor_fine)}
                                                  : scene.texts(Say::doctor_cause, {cause}),
                                    cause.empty() ? scene.theme.online : scene.theme.attention}},
                                  width))
            verdict.push_back(std::move(line));
        verdict.emplace_back();
        lines.insert(lines.begin(), verdict.begin(), verdict.end());
        return lines;
    };
}

}  // namespace earshot::tui
