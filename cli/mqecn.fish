# SPDX-License-Identifier: Apache-2.0
# Fish completion for mqecn(8). The candidates come from complete.sh, which is in the folder of the launcher.
function __mqecn_candidates
    set -l launcher (realpath (command -s mqecn))
    set -l words (commandline -opc)
    set -l candidates (sh (dirname $launcher)/complete.sh $words[2..-1] (commandline -ct))
    # Names of files where there is no candidate.
    if test (count $candidates) -gt 0
        printf '%s\n' $candidates
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c mqecn -f -a '(__mqecn_candidates)'
