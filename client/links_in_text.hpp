#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// What in a text can be opened, and where it really leads. Pure.
namespace earshot::client {

struct TextLink {
    std::size_t first;   ///< Byte in the text.
    std::size_t bytes;   ///< How much of it is the link.
    std::string target;  ///< With its scheme: what would be opened.
    friend bool operator==(const TextLink&, const TextLink&) = default;
};

/// http(s), www., //server/share and \\server\share, smb, ssh, sftp, ftp, file, mail addresses and
/// Earshot cards; in order. Punctuation that ends a sentence belongs to the sentence.
std::vector<TextLink> links_in(std::string_view text);

/// Whether a face may offer to open it: schemes that cannot run anything by themselves.
bool may_open(std::string_view target);

}  // namespace earshot::client
