"""What must not travel does not compile: tries a struct with each kind of member."""
import subprocess
import sys

COMPILER, ROOT = sys.argv[1:]
SOURCE = """
#include <memory>
#include "core/wire/archive.hpp"
enum class Unchecked : std::uint8_t {{ one }};
enum class Signed : std::int8_t {{ one }};
constexpr bool is_valid(Signed) {{ return true; }}
enum class Checked : std::uint8_t {{ one }};
constexpr bool is_valid(Checked) {{ return true; }}
struct Unserialised {{}};
struct Sample {{
    {member};
    template <class Archive>
    void serialize(Archive& archive{version}) {{ archive(value); }}
}};
earshot::Bytes encode(const Sample& sample) {{ return earshot::wire::encode(sample); }}
bool decodes(earshot::ByteView bytes) {{ return bool(earshot::wire::decode<Sample>(bytes)); }}
"""
ALLOWED = ["std::uint32_t value", "Checked value", "std::vector<std::optional<std::string>> value"]
REFUSED = ["float value", "double value", "int* value", "std::unique_ptr<int> value", "std::shared_ptr<int> value",
           "Unchecked value", "Signed value", "Unserialised value", "char value", "long long value",
           "std::vector<bool> value", "std::string_view value"]


def compiles(member, version=""):
    source = SOURCE.format(member=member, version=version)
    command = [COMPILER, "-std=c++20", "-fsyntax-only", f"-I{ROOT}", "-x", "c++", "-"]
    return subprocess.run(command, input=source, text=True, capture_output=True).returncode == 0


wrong = [f"does not compile: {member}" for member in ALLOWED if not compiles(member)]
wrong += [f"compiles: {member}" for member in REFUSED if compiles(member)]
if compiles(ALLOWED[0], version=", const std::uint32_t version"):
    wrong.append("compiles: a class version")
sys.exit("\n".join(wrong) or None)
