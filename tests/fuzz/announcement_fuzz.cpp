/// Whatever the network or a helper process says about others is either refused or has exactly one
/// form: what was read is written back as it came, or reads the same again.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>

#include "discovery/announcement.hpp"
#include "discovery/datagram.hpp"
#include "discovery/helper_pipe.hpp"
#include "discovery/seed_source.hpp"

namespace earshot::discovery {
namespace {

void read_datagram(ByteView bytes) {
    const auto datagram = decode_datagram(bytes);
    if (!datagram) return;
    const auto again = encode(*datagram);
    assert(decode_datagram(again) && *decode_datagram(again) == *datagram);
}

void read_names(std::string_view text) {
    if (const auto instance = parse_instance_name(text)) assert(instance_name(*instance) == text);
    if (const auto tags = parse_tags(text)) assert(tags_text(*tags) == text);
    if (const auto seed = Seed::parse(text)) assert(Seed::parse(seed->text()));
}

void read_lines(std::string_view text) {
    LineSplitter lines;
    if (!lines.add(text)) return;
    while (const auto line = lines.take_line()) {
        if (const auto command = parse_command(*line)) assert(to_line(*command) == *line + '\n');
        if (const auto report = parse_report(*line)) {
            const auto again = to_line(*report);
            const auto parsed = parse_report(std::string_view{again}.substr(0, again.size() - 1));
            assert(parsed && *parsed == *report);
        }
    }
}

}  // namespace
}  // namespace earshot::discovery

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = std::as_bytes(std::span{data, size});
    (void)earshot::discovery::parse_txt_rdata(bytes);
    earshot::discovery::read_datagram(bytes);
    earshot::discovery::read_names(earshot::text_of(bytes));
    earshot::discovery::read_lines(earshot::text_of(bytes));
    return 0;
}
