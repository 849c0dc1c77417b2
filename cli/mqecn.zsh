#compdef mqecn
# SPDX-License-Identifier: Apache-2.0
# Zsh completion for mqecn(8). The candidates come from complete.sh, which is in the folder of the launcher.
local launcher=${commands[mqecn]:A} line
local -a names texts
for line in ${(f)"$(sh ${launcher:h}/complete.sh ${(Q)words[2,CURRENT-1]} "$PREFIX")"}; do
    names+=(${line%%$'\t'*})
    texts+=(${line/$'\t'/  -- })
done
# Names of files where there is no candidate.
if (( $#names )); then
    compadd -l -d texts -a names
else
    _files
fi
