#include "client/markdown.hpp"

#include "client/links_in_text.hpp"
#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"

namespace earshot::client {
namespace {

/// Blocks as one text: what is marked stands in brackets, [b:bold] [i:italic] [s:struck] [c:code]
/// [text->target]; a block begins with its quote and list depth and marker.
std::string shown(std::string_view text) {
    std::string out;
    for (const auto& block : blocks_of(text)) {
        if (!out.empty()) out += " | ";
        out += std::string(block.quote_depth, '>') + std::string(block.list_depth, '-');
        if (!block.marker.empty()) out += block.marker + ' ';
        if (block.kind == Block::Kind::code) out += "code(" + block.language + "):";
        for (const auto& span : block.spans) {
            std::string mark;
            if (span.bold) mark += 'b';
            if (span.italic) mark += 'i';
            if (span.struck) mark += 's';
            if (span.code) mark += 'c';
            if (mark.empty() && span.target.empty()) {
                out += span.text;
                continue;
            }
            out += '[' + (mark.empty() ? "" : mark + ':') + span.text;
            if (!span.target.empty()) out += "->" + span.target;
            out += ']';
        }
    }
    return out;
}

TEST_CASE("markup of messages: bold, italic, struck, code, quotes and lists", "[client]") {
    CHECK(shown("plain") == "plain");
    CHECK(shown("a **b** *c* _d_ ~~e~~ `f`") == "a [b:b] [i:c] [i:d] [s:e] [c:f]");
    CHECK(shown("***both*** **a *b* c**") == "[bi:both] [b:a ][bi:b][b: c]");
    CHECK(shown("one\ntwo\n\nthree") == "one\ntwo | three");
    CHECK(shown("> said\n> more\n\nyes") == ">said\nmore | yes");
    CHECK(shown("- a\n- b\n  - c") == "-• a | -• b | --• c");
    CHECK(shown("3. a\n4. b") == "-3. a | -4. b");
    CHECK(shown("```c++\nint x;\n\n  y();\n```") == "code(c++):int x;\n\n  y();");
    CHECK(shown("```\n```") == "code():");
    CHECK(shown("") == "");
}

TEST_CASE("what people type is not lost in showing it", "[client]") {
    // Not one of these is markup here, though CommonMark would eat a part.
    const auto* const text =
        GENERATE("# apt install", "heading?\n===", "a\n---", "***", "- - -", "C:\\_dir\\*.txt",
                 "\\\\server\\share", "2*3*4 = 24", "&amp; &lt;b&gt;", "<b>x</b> <!-- no -->",
                 "[1]: http://x.example/", "snake_case_name", "007. Bond", "~5 and ~6", "*", "_",
                 "a * b * c", "if (a < b && c > d)", "!important", "100% #1", "\\", "tail \\");
    std::string all;
    for (const auto& block : blocks_of(text)) {
        CHECK(block.marker.empty());
        for (const auto& span : block.spans) {
            CHECK_FALSE((span.bold || span.italic || span.struck || span.code));
            all += span.text;
        }
    }
    CHECK(all == text);
}

TEST_CASE("code is shown as it is", "[client]") {
    CHECK(shown("`a\\b *c* &amp; <d>`") == "[c:a\\b *c* &amp; <d>]");
    CHECK(shown("```\n# x\n---\n\\n &amp; 2*3*4\n[a]: b\nhttp://x.example/_a_\n```") ==
          "code():# x\n---\n\\n &amp; 2*3*4\n[a]: b\nhttp://x.example/_a_");
    CHECK(shown("`http://x.example`") == "[c:http://x.example]");
}

TEST_CASE("links show where they lead", "[client]") {
    CHECK(shown("see http://a.example/_x_?b=1&c=2.") ==
          "see [http://a.example/_x_?b=1&c=2->http://a.example/_x_?b=1&c=2].");
    CHECK(shown("[plan](https://a.example/p)") == "[plan->https://a.example/p]");
    CHECK(shown("![pic](https://a.example/p)") == "[pic->https://a.example/p]");
    CHECK(shown("[x](javascript:alert)") == "x (javascript:alert)");
    CHECK(shown("**https://a.example**") == "[b:https://a.example->https://a.example]");
    const auto misleading = [](std::string_view text) {
        return is_misleading(blocks_of(text).front().spans.front());
    };
    CHECK(misleading("[https://bank.example](https://thief.example)"));
    CHECK_FALSE(misleading("[https://bank.example](https://bank.example)"));
    CHECK_FALSE(misleading("[plan](https://a.example)"));
}

TEST_CASE("nothing hidden comes out of markup", "[client]") {
    CHECK(shown("a\x1b[31mb") == "a\\x1b[31mb");
    CHECK(shown("\xE2\x80\xAEtxt.exe") == "\\u{202e}txt.exe");
    CHECK(shown("👩\u200d🚀 **é**") == "👩\u200d🚀 [b:é]");
    CHECK(shown("a\xff\n\tb") == "a\\xff\nb");
}

TEST_CASE("nesting without end does no harm", "[client]") {
    CHECK_FALSE(blocks_of(std::string(2000, '>') + "x").empty());
    CHECK(blocks_of(std::string(2000, '>') + "x").front().quote_depth == 16);
    CHECK_FALSE(blocks_of(std::string(20'000, '*') + "x").empty());
    CHECK_FALSE(blocks_of(std::string(20'000, '[')).empty());
    // The longest message there is: each of these once took as many steps as its square.
    std::string mails;
    std::string words;
    while (mails.size() < limits::text_bytes_max) mails += "a@b.c ";
    while (words.size() < limits::text_bytes_max) words += "a.";
    CHECK_FALSE(blocks_of("a" + std::string(limits::text_bytes_max, '*') + "b").empty());
    CHECK_FALSE(blocks_of(mails).empty());
    CHECK_FALSE(blocks_of(words).empty());
    std::string list;
    for (std::size_t depth = 0; depth < 60; ++depth) list += std::string(depth * 2, ' ') + "- x\n";
    CHECK_FALSE(blocks_of(list).empty());
}

std::vector<std::string> targets(std::string_view text) {
    std::vector<std::string> targets;
    for (const auto& link : links_in(text))
        targets.push_back(std::string{text.substr(link.first, link.bytes)} + "->" + link.target);
    return targets;
}
using Targets = std::vector<std::string>;

TEST_CASE("links are found in text, without the punctuation round them", "[client]") {
    CHECK(targets("(see https://a.example/x_(y)), www.b.example!") ==
          Targets{"https://a.example/x_(y)->https://a.example/x_(y)",
                  "www.b.example->http://www.b.example"});
    CHECK(targets("//nas/plans/q1.pdf and \\\\nas\\plans") ==
          Targets{"//nas/plans/q1.pdf->smb://nas/plans/q1.pdf", "\\\\nas\\plans->smb://nas/plans"});
    CHECK(targets("ssh://git@host/x smb://h/s file:///etc") ==
          Targets{"ssh://git@host/x->ssh://git@host/x", "smb://h/s->smb://h/s",
                  "file:///etc->file:///etc"});
    CHECK(targets("mail bob.b@a.example, mailto:x@y.example") ==
          Targets{"bob.b@a.example->mailto:bob.b@a.example",
                  "mailto:x@y.example->mailto:x@y.example"});
    CHECK(targets("HTTPS://A.example") == Targets{"HTTPS://A.example->HTTPS://A.example"});
    CHECK(targets("привет http://пример.example/путь") ==
          Targets{"http://пример.example/путь->http://пример.example/путь"});
    for (const auto* none : {"a//b/c", "// comment", "http://", "@bob", "a@b", "a@.b", "x@", "www.",
                             "xhttp://a", "1/2/3", "javascript:alert(1)", "//"})
        CHECK(targets(none).empty());
    CHECK(may_open("https://a.example"));
    CHECK_FALSE(may_open("javascript:alert(1)"));
    CHECK_FALSE(may_open("data:text/html,x"));
}

}  // namespace
}  // namespace earshot::client
