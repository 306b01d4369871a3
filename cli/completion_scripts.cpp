#include "cli/completion.hpp"

namespace earshot::cli {
namespace {

constexpr std::string_view bash_script =
    R"sh(# bash completion of earshot: source <(earshot completion bash)
_earshot() {
    local words=("${COMP_WORDS[@]:1:COMP_CWORD}") candidate
    local current=${words[-1]}
    words[-1]=${current#[\'\"]}
    words=("${words[@]//\\/}")
    COMPREPLY=()
    while IFS=$'\t' read -r candidate _; do
        # Inside a quotation the shell wants it as it is.
        [[ $current == [\'\"]* ]] || printf -v candidate '%q' "$candidate"
        COMPREPLY+=("$candidate")
    done < <("${COMP_WORDS[0]}" __complete "${words[@]}" 2>/dev/null)
}
complete -o default -F _earshot earshot
)sh";

constexpr std::string_view zsh_script = R"sh(#compdef earshot
# zsh completion of earshot: source <(earshot completion zsh), after compinit
_earshot() {
    local -a candidates
    local line value
    while IFS= read -r line; do
        value=${line%%$'\t'*}
        candidates+=("${value//:/\\:}${${line#*$'\t'}:+:${line#*$'\t'}}")
    done < <("${words[1]}" __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)
    if (( $#candidates )); then
        _describe -V earshot candidates
    else
        _files
    fi
}
if [[ $funcstack[1] == _earshot ]]; then _earshot "$@"; else compdef _earshot earshot; fi
)sh";

constexpr std::string_view fish_script = R"sh(# fish completion of earshot:
#   earshot completion fish >~/.config/fish/completions/earshot.fish
function __earshot_candidates
    set -l words (commandline -opc)
    earshot __complete $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c earshot -f -a '(__earshot_candidates)'
complete -c earshot -l profile-dir -x -a '(__fish_complete_directories)'
)sh";

}  // namespace

std::string_view completion_script(std::string_view shell) {
    if (shell == "bash") return bash_script;
    if (shell == "zsh") return zsh_script;
    if (shell == "fish") return fish_script;
    return {};
}

}  // namespace earshot::cli
