# SPDX-License-Identifier: Apache-2.0
# Bash completion for mqecn(8). Generated from the commands and mqecn.bash.in by 'make generate'; do not edit.
_mqecn() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} verb='' words='' word
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in
            -*) ;;
            rank | module | testbed | traffic | bench | lab) verb=$word ;;
            *)
                verb="${verb:+$verb }$word"
                break
                ;;
        esac
    done
    local devices keys='rate queues ecn-scheme port-thresh shared-buffer buffer-mode scheduler mark-at round-alpha idle-interval bucket tcn-thresh codel-target codel-interval quantum queue-thresh queue-buffer dscp prio policy rank-from limit flow-limit buckets granularity hash-buckets initial-quantum pacing maxrate low-rate-threshold refill-delay orphan-mask ce-threshold timer-slack horizon beyond-horizon deadline-unit'
    devices=$(cd /sys/class/net 2>/dev/null && echo *)
    case $previous in
        --qdisc) words='dwrr eiffel' ;;
        -n | --netns) words=$(ls /run/netns 2>/dev/null) ;;
        -o | --output) words='table json' ;;
        ecn-scheme | --ecn-scheme) words='none per-queue per-port mq-ecn tcn codel' ;;
        buffer-mode | --buffer-mode) words='shared static' ;;
        scheduler | --scheduler) words='dwrr wrr wfq' ;;
        mark-at | --mark-at) words='enqueue dequeue' ;;
        policy | --policy) words='pacing strict srpt edf lqf wfq' ;;
        rank-from | --rank-from) words='dscp priority mark' ;;
        pacing | --pacing) words='off on' ;;
        beyond-horizon | --beyond-horizon) words='cap drop' ;;
        *)
            case $verb in
                '') words='install remove set get stats clear rank module testbed traffic limit validate run bench report figure lab demo' ;;
                'rank') words='add apply clear del list restore save show undo verify' ;;
                'module') words='build load status unload' ;;
                'testbed') words='console disk down exec graph halt image list script status up verify' ;;
                'traffic') words='client server stream videos' ;;
                'bench') words='cpu' ;;
                'lab') words='build exec list' ;;
                'install') words='--beyond-horizon --bucket --buckets --buffer-mode --build --ce-threshold --codel-interval --codel-target --deadline-unit --dry-run --dscp --ecn-scheme --flow-limit --granularity --handle --hash-buckets --help --horizon --idle-interval --initial-quantum --limit --low-rate-threshold --mark-at --maxrate --netns --orphan-mask --output --pacing --parent --policy --port-thresh --prio --qdisc --quantum --queue-buffer --queue-thresh --queues --rank-from --rate --refill-delay --replace --round-alpha --scheduler --shared-buffer --tcn-thresh --timer-slack' ;;
                'remove') words='--dry-run --help --netns --output' ;;
                'set') words='--dry-run --help --netns --output' ;;
                'get') words='--help --netns --output' ;;
                'stats') words='--count --help --netns --output --watch' ;;
                'clear') words='--dry-run --help --netns --output' ;;
                'rank add') words='--before --cgroup --destination --destination-port --device --direction --dry-run --dscp --force --help --in-device --netns --output --priority --protocol --source --source-port --user' ;;
                'rank del') words='--all --dry-run --force --help --netns --output' ;;
                'rank list') words='--help --netns --output' ;;
                'rank apply') words='--dry-run --file --force --help --netns --output' ;;
                'rank save') words='--file --help --netns --output' ;;
                'rank restore') words='--dry-run --force --help --netns --output' ;;
                'rank undo') words='--dry-run --force --help --netns --output' ;;
                'rank clear') words='--dry-run --force --help --netns --output' ;;
                'rank show') words='--help --netns --output' ;;
                'rank verify') words='--help --netns --output' ;;
                'module build') words='--dry-run --help --netns --output --qdisc' ;;
                'module load') words='--dry-run --help --legacy-tbf --netns --output --qdisc' ;;
                'module unload') words='--dry-run --help --netns --output --qdisc' ;;
                'module status') words='--help --netns --output --qdisc' ;;
                'testbed up') words='--dry-run --file --help --output' ;;
                'testbed down') words='--file --help --output' ;;
                'testbed status') words='--file --help --output' ;;
                'testbed exec') words='--file --help' ;;
                'testbed verify') words='--file --help --output' ;;
                'testbed graph') words='--file --format --help --out' ;;
                'testbed script') words='--down --file --help' ;;
                'testbed halt') words='--file --help' ;;
                'testbed console') words='--file --help' ;;
                'testbed disk') words='--dry-run --file --help --output --read-only' ;;
                'testbed list') words='--help --output' ;;
                'testbed image') words='--from --help --list --packages --remove' ;;
                'traffic server') words='--congestion-control --help' ;;
                'traffic client') words='--congestion-control --connections --dscp-from-remaining --fan-in --flow-rate --help --load --netns --output --rate --requests --seed --server --service --sizes --warm-up' ;;
                'traffic videos') words='--bitrates --count --duration --encoder --help --seed --segment-duration' ;;
                'traffic stream') words='--adaptation --arrivals --buffer --duration --help --idle-timeout --output --popularity --records --seed --sessions --start-threshold --warm-up' ;;
                'limit') words='--ecn-scheme --help --lambda --mtu --output --queues --rate --rtt --suggest' ;;
                'validate') words='--help --output --schema' ;;
                'run') words='--backend --help --jobs --list --metrics --out --output --quick --seed --set' ;;
                'bench cpu') words='--device --dry-run --duration --flows --help --netns --out --output --qdiscs --rate --repetitions --seed --server --threads --warm-up' ;;
                'report') words='--help --out' ;;
                'figure') words='--format --help --out --width' ;;
                'lab build') words='--debug --help --kernel' ;;
                'lab exec') words='--debug --help --memory --out --real-time --seed --timeout' ;;
                'lab list') words='--help --output' ;;
                'demo') words='--help --out --seed' ;;
            esac
            case $verb in
                install | remove | clear | stats) words="$words $devices" ;;
                set | get) words="$words $devices $keys" ;;
            esac
            ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _mqecn mqecn
