# SPDX-License-Identifier: Apache-2.0
# Bash completion for mqecn(8). The candidates come from complete.sh, which is in the folder of the launcher.
_mqecn() {
    local launcher words=() word
    launcher=$(readlink -f "$(type -P -- "${COMP_WORDS[0]}")") || return
    # Bash splits --option=value at the equals sign.
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        [ "$word" = '=' ] || words+=("$word")
    done
    word=${COMP_WORDS[COMP_CWORD]}
    mapfile -t COMPREPLY < <(sh "${launcher%/*}/complete.sh" "${words[@]}" "${word#=}")
    COMPREPLY=("${COMPREPLY[@]%%$'\t'*}")
}
# Names of files where there is no candidate.
complete -o default -F _mqecn mqecn
