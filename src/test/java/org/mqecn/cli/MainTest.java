// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.GoldenFile;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.Setting;
import org.mqecn.value.Quantity;

/** Runs command lines in process that need neither root nor a module. */
final class MainTest {
    private record Result(int status, String out, String err) {}

    private static Result run(String line) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), line.split(" "));
        return new Result(status, out.toString(), err.toString());
    }

    @Test
    void helpListsAllVerbs() {
        Result result = run("--help");
        assertEquals(0, result.status);
        for (Verb verb : Verb.values()) {
            assertTrue(result.out.contains("  " + verb.keyword() + " "), verb.keyword());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "help|--help",
                "-h|--help",
                "help stats|stats --help",
                "--help stats|stats --help",
                "help testbed|testbed --help",
                "help testbed up|testbed up --help",
                "help rank add|rank add --help",
                "help module load|module load --help"
            })
    void helpIsAskedForInSeveralWays(String line, String equivalent) {
        Result result = run(line);
        assertEquals(new Result(0, result.out, ""), result);
        assertEquals(run(equivalent).out, result.out);
        assertTrue(result.out.startsWith("Usage: mqecn "), result.out);
    }

    @Test
    void nothingTypedShowsTheMainPage() {
        StringWriter out = new StringWriter();
        assertEquals(0, Main.run(new PrintWriter(out), new PrintWriter(new StringWriter())));
        assertEquals(run("help").out, out.toString());
    }

    @Test
    void onlyRequestedSubcommandIsLoaded() {
        assertEquals(Set.of("up"), Verb.TESTBED.create("up").getSubcommands().keySet());
        assertTrue(Verb.TESTBED.create("--help").getSubcommands().keySet().containsAll(Set.of("up", "down", "list")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"install", "remove", "set", "get", "stats", "clear", "module", "limit"})
    void helpOfEachVerb(String verb) {
        Result result = run(verb + " --help");
        assertEquals(0, result.status);
        assertEquals("", result.err);
        GoldenFile.assertEquals("help-" + verb + ".txt", result.out);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sats|unknown verb 'sats'|did you mean 'stats'?",
                "sats --help|unknown verb 'sats'|did you mean 'stats'?",
                "sats --help --watch|unknown verb 'sats'|did you mean 'stats'?",
                "help sats|unknown verb 'sats'|did you mean 'stats'?",
                "hlep|unknown verb 'hlep'|did you mean 'help'?",
                "--help sats|unknown verb 'sats'|did you mean 'stats'?",
                "testbed statsu --help|unknown verb 'statsu'|did you mean 'status'?",
                "help testbed statsu|unknown verb 'statsu'|did you mean 'status'?",
                "rank lst -h|unknown verb 'lst'|did you mean 'list'?",
                "help module statsu|unknown verb 'statsu'|did you mean 'status'?",
                "traffic strem --help|unknown verb 'strem'|did you mean 'stream'?",
                "bench gpu --help|unknown verb 'gpu'|did you mean 'cpu'?",
                "lab exce --help|unknown verb 'exce'|did you mean 'exec'?",
                "validate|missing FILE|'mqecn validate FILE'",
                "run|missing scenario|'mqecn run --list'",
                "run --list mq-fig6|--list takes no scenario|",
                "run --list --metrics|--list takes no --metrics|",
                "validate --schema testbed star|--schema takes no file|",
                "stats --wach|unknown option '--wach'|did you mean '--watch'?",
                "testbed statsu|unknown verb 'statsu'|did you mean 'status'?",
                "module statsu|unknown verb 'statsu'|did you mean 'status'?",
                "module|missing verb: build, load, unload or status|'mqecn module --help'",
                "install eth1|a new dwrr port needs a rate|write for example --rate 995mbit",
                "install eth1 --qdisc eifel|unknown qdisc 'eifel'|did you mean 'eiffel'?",
                "install eth1 --qdisc eiffel --rate 1gbit|eiffel has no setting rate: it belongs to dwrr|leave it out",
                "install eth1 --rate 1gbit --policy strict|dwrr has no setting policy: it belongs to eiffel|--qdisc eiffel",
                "install eth1 --qdisc eiffel --policy strct|unknown policy 'strct'|did you mean 'strict'?",
                "install eth1 --qdisc eiffel --buckets 63|buckets 63 is out of range|it goes from 64 to 262144",
                "install eth1 --qdisc eiffel --granularity 1s|16384 buckets of 1s cover 16384s, more than|use fewer buckets",
                "install eth1 --qdisc eiffel --buckets 64 --granularity 64ns|64 buckets of 64ns cover 4096ns, less than|more",
                "install eth1 --qdisc eiffel --maxrate 10mbit --horizon 1ms|horizon 1ms is shorter than the 1211200ns transmission|longer",
                "install eth1 --qdisc eiffel --maxrate 10mbit --pacing off|maxrate 10mbit has no effect with pacing off|leave one",
                "install eth1 --qdisc eiffel --rank-from mark|policy pacing reads no rank|strict, srpt, edf, wfq",
                "install eth1 --qdisc eiffel --policy wfq --deadline-unit 1ms|policy wfq has no deadlines|policy edf",
                "install eth1 --qdisc eiffel --quantum 1:3000|quantum '1:3000' is not a number of bytes|write for example 32k",
                "install eth1 --qdisc eiffel --quantum 3000 4000|unknown argument '4000'|",
                "install eth1 --qdisc eiffel --maxrate 0bit|maxrate 0bit is out of range|it goes from 8kbit to 1000tbit, or none",
                "install eth1 --qdisc eiffel --limit none|limit 'none' is not a number|write for example 8",
                "set policy strict|policy belongs to one port|name the device: mqecn set DEV policy strict",
                "set quantum 3000|quantum '3000' has no queue number|write 0:3000 for queue 0",
                "set eth1 policy strict ecn-scheme mq-ecn|eiffel has no setting ecn-scheme: it belongs to dwrr|leave it out",
                "get policy|policy is a per-port setting|name the device: mqecn get DEV policy",
                "module load --qdisc eiffel --legacy-tbf|--legacy-tbf belongs to dwrr|leave out --legacy-tbf",
                "module load --qdisc fq|unknown qdisc 'fq'|known: dwrr, eiffel",
                "install --rate 1gbit|missing required parameter: 'DEV'|'mqecn install --help'",
                "install eth1 --rate 995|rate '995' has no unit|write for example 995mbit",
                "install eth1 --rate 333333333bit|rate 333333333bit is not a whole number of bytes/s|333333328bit or 333333336bit",
                "set eth1 rate 1000001bit|rate 1000001bit is not a whole number of bytes/s|1000000bit or 1000008bit",
                "install eth1 --qdisc eiffel --maxrate 33.3kbit|maxrate 33.3kbit is not a whole number of bytes/s|33296bit",
                "install eth1 --rate 0mbit|rate 0mbit is out of range|it goes from 1mbit to 400gbit",
                "install eth1 --rate -5mbit|rate '-5mbit' is not a positive number|write for example 995mbit",
                "install eth1 --rate 1tbit|rate 1tbit is out of range|it goes from 1mbit to 400gbit",
                "install eth1 --rate 1gbit --scheme mqecn|unknown ecn-scheme 'mqecn'|did you mean 'mq-ecn'?",
                "install eth1 --rate 1gbit --quantum 8:1538|quantum 8:1538: there is no queue 8|the port has 8 queues: 0 to 7",
                "install eth1 --rate 1gbit --queues 65|queues 65 is out of range|it goes from 1 to 64",
                "install eth1 --rate 1gbit --rate 2gbit|option '--rate' (RATE) should be specified only once|install --help",
                "install eth1 --rate 1gbit --dscp 1:3 --dscp 1:4|dscp is given twice for queue 1|give it once",
                "set eth1 rate -5mbit|rate '-5mbit' is not a positive number|write for example 995mbit",
                "set eth1|missing KEY VALUE for eth1|'mqecn get eth1' lists the keys",
                "set ecn-shceme|unknown key 'ecn-shceme'|did you mean 'ecn-scheme'?",
                "set ecn-shceme mq-ecn|unknown key 'ecn-shceme'|did you mean 'ecn-scheme'?",
                "set rate 1gbit --dry-run|rate belongs to one port|name the device",
                "set eth1 queues 4|queues cannot be changed after install|--replace --queues 4",
                "set round-alpha 1001|round-alpha 1001 is out of range|it goes from 0 to 1000",
                "set quantum all:256 --dry-run|quantum 256 is out of range|it goes from 1538 to 204800",
                "get eth1 quantm|unknown key 'quantm'|did you mean 'quantum'?",
                "get rate|rate is a per-port setting|name the device: mqecn get DEV rate",
                "traffic stream|missing required parameter: 'URL'|'mqecn traffic stream --help'",
                "traffic stream http://a/ --duration 5s|--duration requires --arrivals|",
                "traffic stream http://a/ --duration 5s --sessions 2|--sessions and --duration exclude each other|",
                "traffic stream http://a/ --sessions 0|--sessions 0 is out of range|it is at least 1",
                "traffic stream http://a/ --arrivals 5|'5' is not an arrival rate|for example 0.5/s",
                "traffic stream http://a/ --popularity zip|'zip' is not a popularity distribution|zipf:0.8",
                "traffic stream http://a/ --adaptation bufer|unknown adaptation 'bufer'|did you mean 'buffer'?",
                "traffic stream http://a/ --buffer 1s|playback starts at 2000 ms of video, more than the buffer of 1000 ms holds|--buffer",
                "traffic stream http://a/ --buffer 0s|--buffer must be above 0|",
                "traffic videos /d --bitrates 500|rate '500' has no unit|",
                "traffic videos /d --count 0|number of videos, duration or segment duration is out of range|at least 1 video",
                "traffic videos /d --duration 1s|number of videos, duration or segment duration is out of range|",
                "traffic videos /d --encoder mpeg|invalid value for option '--encoder': 'mpeg' is not one of auto, ffmpeg, synthetic|'mqecn traffic videos --help'",
                "limit 100 --rate 1|rate '1' has no unit|write for example 995mbit",
                "limit 10 --rate 1mbit --mtu x|invalid value for option '--mtu': 'x' is not a whole number in range|limit --help",
                "demo --seed 99999999999|invalid value for option '--seed': '99999999999' is not a whole number|",
                "stats --count 1.5|invalid value for option '--count': '1.5' is not a whole number in range|",
                "traffic client --server 10.0.0.1 --rate 1gbit --load all|invalid value for option '--load': 'all' is not a number|",
                "traffic client --server 10.0.0.1|missing --rate RATE or --replay FILE|",
                "traffic client --server 10.0.0.1 --replay f.csv --load 0.5|--load excludes --replay|time, size, server and DSCP",
                "traffic client --server 10.0.0.1 --replay f.csv|cannot read f.csv: no such file or directory|-o csv",
                "traffic client --server 10.0.0.1 --rate 1gbit --size-unit byte|the unit of the bundled web-search is known|",
                "traffic client --server 10.0.0.1 --rate 1gbit --size-unit mb|invalid value for option '--size-unit': 'mb' is not one of byte, packet|",
                "traffic client --server 10.0.0.1 --rate 1gbit --load NaN|load NaN is out of range|above 0",
                "traffic stream http://[|invalid value for 'URL': 'http://[' is not a valid URL|",
                "limit 0 --rate 1mbit|limit, MTU or rate is out of range|a limit is 1 to",
                "limit --rate 1gbit|missing LIMIT|use --suggest",
                "limit --suggest --rate 1gbit|--suggest needs --rtt|mqecn limit --suggest --rate 10gbit --rtt 100us",
                "limit 100 --suggest --rate 1gbit --rtt 1ms|--suggest takes no LIMIT|",
                "limit --suggest --rate 1gbit --rtt 0us|--rtt must be above 0|",
                "limit --suggest --rate 1tbit --rtt 1ms|rate 1tbit is out of range|it goes from 1mbit to 400gbit",
                "limit --suggest --rate 1gbit --rtt 1ms --scheme mqecn|unknown ecn-scheme 'mqecn'|did you mean 'mq-ecn'?",
                "limit --suggest --rate 1gbit --rtt 1ms --lambda 0|RTT, λ or number of queues is out of range|",
                "limit --suggest --rate 1gbit --rtt 1ms --lambda x|invalid value for option '--lambda'|",
                "limit --suggest --rate 1gbit --rtt 1ms --queues 0|RTT, λ or number of queues is out of range|",
                "limit --suggest --rate 100gbit --rtt 10s|K = 125000000000 bytes needs a larger buffer|--rate and --rtt",
                "limit many --rate 1mbit|size 'many' is not a number of bytes|",
                "-o json stats|unknown option '-o'|options follow the verb",
                "stats -o xml|invalid value for option '--output': 'xml' is not one of table, json|'mqecn stats --help'",
                "stats --watch 0.5 --count 0|--watch or --count is out of range|",
                "stats --watch 0|--watch or --count is out of range|--watch is 0.001 to 86400 seconds",
                "stats --watch=0|--watch or --count is out of range|",
                "stats -w 0.0|--watch or --count is out of range|",
                "stats -w 86401|--watch or --count is out of range|",
                "stats --watch 99999999999999|--watch or --count is out of range|",
                "stats --count 3|--count requires --watch|--watch 1 --count 10",
                "stats --watch -o json|--watch gives many records, json is one|-o jsonl",
                "stats -o jsonl|-o jsonl requires --watch|-o json",
                "get -o jsonl|invalid value for option '--output'|",
                "serve --listen nowhere|'nowhere' is no address to listen on|write a port",
                "serve --interval 1ms|--interval is below 100 ms|",
                "serve --interval 0s|--interval must be above 0|",
                "serve --token-file /nosuch|cannot read the token in /nosuch: no such file or directory|openssl rand",
                "remove|missing required parameter: 'DEV'|'mqecn remove --help'"
            })
    void wrongUsage(String line, String failure, String remedy) {
        Result result = run(line);
        assertEquals("", result.out);
        assertTrue(result.err.startsWith("mqecn: " + failure), result.err);
        assertTrue(remedy == null || result.err.contains(remedy), result.err);
        assertEquals(ExitCode.USAGE_ERROR, result.status);
    }

    /** Values just below and above the range of each setting, with install and with both forms of set. */
    static Stream<String> valuesOutOfRange() {
        return Arrays.stream(QdiscKind.values()).flatMap(kind -> kind.settings().stream()
                .filter(setting -> !setting.quantity().isKeyword())
                .flatMap(setting -> linesOutOfRange(kind, setting)));
    }

    private static Stream<String> linesOutOfRange(QdiscKind kind, Setting setting) {
        String install = "install no-such-device --qdisc " + kind.keyword()
                + (kind == QdiscKind.DWRR && setting != DwrrSetting.RATE ? " --rate 1gbit" : "") + " --"
                + setting.key();
        long step = setting.quantity().unit().equals(Quantity.RATE.unit()) ? Byte.SIZE : 1;
        Stream<String> both = beyond(
                        setting, setting.spec().min() - step, setting.spec().max() + step)
                .flatMap(
                        value -> Stream.of(install + " " + value, "set no-such-device " + setting.key() + " " + value));
        return !setting.hasSysctl()
                ? both
                : Stream.concat(
                        both,
                        beyond(setting, setting.sysctlMin() - step, setting.sysctlMax() + step)
                                .map(value -> "set " + setting.key() + " " + value));
    }

    private static Stream<String> beyond(Setting setting, long below, long above) {
        return LongStream.of(below, above)
                .filter(value -> value >= 0)
                .mapToObj(value -> (setting.isPerQueue() ? "0:" : "")
                        + (setting.isCodePoints() ? value : setting.quantity().format(value)));
    }

    @ParameterizedTest
    @MethodSource
    void valuesOutOfRange(String line) {
        Result result = run(line);
        assertEquals("", result.out);
        assertTrue(result.err.contains(" is out of range\n"), result.err);
        assertTrue(result.err.contains("it goes from "), result.err);
        assertEquals(ExitCode.USAGE_ERROR, result.status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stats no-such-device|there is no device 'no-such-device'|",
                "stats --watch no-such-device|there is no device 'no-such-device'|",
                "get no-such-device|there is no device 'no-such-device'|",
                "install no-such-device --rate 1gbit|there is no device 'no-such-device'|",
                "remove no-such-device|there is no device 'no-such-device'|",
                "set no-such-device rate 1gbit|there is no device 'no-such-device'|",
                "clear no-such-device|there is no device 'no-such-device'|",
                "rank show no-such-device|there is no device 'no-such-device'|",
                "stats -n no-such-namespace|there is no network namespace 'no-such-namespace'|",
                "get -n no-such-namespace|there is no network namespace 'no-such-namespace'|",
                "remove lo -n no-such-namespace|there is no network namespace 'no-such-namespace'|",
                "traffic stream -n no-such-namespace http://a/|there is no network namespace 'no-such-namespace'|",
                "stats lo|lo is not a port|",
                "stats --watch lo|lo is not a port|",
                "stats --watch 0.5 lo|lo is not a port|",
                "stats lo -w|lo is not a port|",
                "get lo|lo is not a port|",
                "clear lo|lo is not a port|",
                "set lo rate 1gbit|lo is not a port|",
                "set lo policy strict|lo is not a port|",
                "validate no/such/file.yaml|cannot read no/such/file.yaml: no such file or directory|",
                "validate /|cannot read /: Is a directory|",
                "validate vidoe|there is no testbed 'vidoe'|did you mean 'video'?",
                "run mq-fig66|there is no scenario 'mq-fig66'|did you mean 'mq-fig6'?",
                "run nothing-like-it|there is no scenario 'nothing-like-it'|'mqecn run --list' lists all",
                "validate @/|cannot read @: no such file or directory|",
                "run nosuch|there is no scenario 'nosuch'|",
                "run no/such.yaml|cannot read no/such.yaml: no such file or directory|",
                "report no/such|no/such is not a folder of results|",
                "figure no/such|no/such is not a folder of results|",
                "rank apply -f no/such.yaml|cannot read no/such.yaml: no such file or directory|",
                "testbed up -f nosuch|there is no testbed 'nosuch'|",
                "testbed up -f no/such.yaml|cannot read no/such.yaml: no such file or directory|",
                "testbed script -f nosuch|there is no testbed 'nosuch'|",
                "testbed graph -f nosuch|there is no testbed 'nosuch'|",
                "testbed down -f nosuch|there is no testbed 'nosuch'|",
                "testbed status -f nosuch|there is no testbed 'nosuch'|",
                "testbed verify -f nosuch|there is no testbed 'nosuch'|",
                "testbed exec -f star h99 true|testbed star has no host 'h99'|",
                "testbed console -f video h99|testbed video has no host 'h99'|",
                "testbed halt -f video h99|testbed video has no host 'h99'|",
                "testbed disk -f video h99 unmount|testbed video has no host 'h99'|",
                "testbed graph|no testbed is running|",
                "testbed script|no testbed is running|",
                "testbed exec h1 true|no testbed is running|",
                "testbed verify|no testbed is running|",
                "testbed image --remove nosuch|there is no image 'nosuch'|",
                "lab build --kernel nosuch|no kernel source nosuch|"
            })
    void whatIsNotThereIsAFailure(String line, String failure, String remedy) {
        Result result = run(line);
        assertEquals("", result.out);
        assertTrue(result.err.startsWith("mqecn: " + failure), result.err);
        assertTrue(remedy == null || result.err.contains(remedy), result.err);
        assertEquals(ExitCode.FAILED, result.status);
    }

    @Test
    void dryRunNeedsNeitherRootNorToolsNorDevice() {
        Result result = run(
                "install eth77 --rate 995mbit --scheme mq-ecn --quantum 1:3076 all:1538 --parent 1:2 " + "--dry-run");
        assertEquals(0, result.status);
        assertEquals(
                """
                ip link set dev eth77 gso_max_segs 1
                ethtool -K eth77 tso off gso off gro off
                tc qdisc add dev eth77 parent 1:2 handle 1: dwrr rate 995mbit ecn-scheme mq-ecn quantum 1:3076 all:1538
                """,
                withoutModuleAndPlugin(result.out));
        assertTrue(result.err.contains("there is no device 'eth77'"), result.err);
    }

    @Test
    void eiffelDryRunPrintsAllOptions() {
        Result result = run("install eth77 --qdisc eiffel --policy edf --rank-from mark --limit 20000 --flow-limit 50 "
                + "--buckets 4096 --granularity 4us --hash-buckets 1024 --quantum 3k --initial-quantum 16k "
                + "--pacing on --maxrate 10mbit --low-rate-threshold 1mbit --refill-delay 20ms --orphan-mask 255 "
                + "--ce-threshold 1ms --timer-slack 5us --horizon 2s --beyond-horizon cap --deadline-unit 500us "
                + "--dry-run");
        assertEquals(0, result.status, result.err);
        assertEquals(
                "tc qdisc add dev eth77 root handle 1: eiffel policy edf rank-from mark limit 20000 flow-limit 50 "
                        + "buckets 4096 granularity 4us hash-buckets 1024 quantum 3072 initial-quantum 16384 pacing on "
                        + "maxrate 10mbit low-rate-threshold 1mbit refill-delay 20ms orphan-mask 255 ce-threshold 1ms "
                        + "timer-slack 5us horizon 2s beyond-horizon cap deadline-unit 500us\n",
                withoutModuleAndPlugin(result.out),
                "and nothing about GSO packets");
        assertEquals(
                "tc qdisc change dev eth77 root handle 1: eiffel maxrate none quantum 3000\n",
                withoutModuleAndPlugin(run("set eth77 maxrate none quantum 3000 --dry-run").out));
    }

    /** Removes what depends on whether module and plugin are built on this machine. */
    private static String withoutModuleAndPlugin(String commands) {
        return commands.replaceAll("(?m)^(modprobe|insmod) .*\n", "").replaceAll("(?m)^env TC_LIB_DIR=\\S+ ", "");
    }

    @Test
    void dryRunsOfOtherVerbs() {
        assertEquals(
                "tc qdisc change dev eth77 root handle 1: dwrr rate 2gbit queue-thresh 0:32768\n",
                withoutModuleAndPlugin(run("set eth77 rate 2gbit queue-thresh 0:32k --dry-run").out));
        assertEquals(
                "sysctl -q -w dwrr.ecn_scheme=3\nsysctl -q -w dwrr.queue_dscp_1=46\n",
                run("set ecn-scheme mq-ecn dscp 1:46 --dry-run").out);
        assertEquals(
                "tc qdisc change dev eth77 root handle 1: dwrr clear\n",
                withoutModuleAndPlugin(run("clear eth77 --dry-run").out));
        assertEquals("tc qdisc del dev eth77 root\n", withoutModuleAndPlugin(run("remove eth77 --dry-run").out));
    }

    @Test
    void suggestionsHaveFormulaAndSource() {
        GoldenFile.assertEquals("suggest.txt", run("limit --suggest --rate 1gbit --rtt 250us --queues 4").out);
        GoldenFile.assertEquals(
                "suggest-mq-ecn.txt", run("limit --suggest --rate 100gbit --rtt 50us --scheme mq-ecn").out);
        GoldenFile.assertEquals(
                "suggest.json",
                run("limit --suggest --rate 10gbit --rtt 100us --scheme codel --lambda 0.17 -o json").out);
        assertEquals(
                "mqecn: warning: K is shorter than a full frame: at this rate and RTT every packet that waits is marked\n",
                run("limit --suggest --rate 1mbit --rtt 1ms").err);
    }

    /** The suggested command is one that install accepts. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "per-queue", "per-port", "mq-ecn", "tcn", "codel"})
    void suggestedCommandIsAccepted(String scheme) {
        String suggestion = run("limit --suggest --rate 100gbit --rtt 50us --scheme " + scheme).out;
        String command = suggestion.lines().reduce((first, last) -> last).orElseThrow();
        Result result = run(command.replaceFirst("^mqecn ", "") + " --dry-run");
        assertEquals(0, result.status, result.err);
        assertTrue(result.out.contains("ecn-scheme " + scheme), result.out);
    }

    @Test
    void removingAbsentPortChangesNothing() {
        Result result = run("remove lo");
        assertEquals(ExitCode.UNCHANGED, result.status);
        assertEquals("mqecn: nothing to change: lo is not a port\n", result.err);
        Result json = run("remove lo -o json");
        assertTrue(json.out.contains("\"changed\": false"), json.out);
        assertEquals("", json.err);
    }

    /** Asked to remove what is not there, mqecn has nothing to change. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "remove lo|lo is not a port",
                "testbed down|no testbed is running",
                "testbed down -f star|no testbed star is up"
            })
    void removingWhatIsNotThereChangesNothing(String line, String reason) {
        Result result = run(line);
        assertEquals("", result.out);
        assertTrue(result.err.startsWith("mqecn: nothing to change: " + reason), result.err);
        assertEquals(ExitCode.UNCHANGED, result.status);
    }

    @Test
    void dryRunOfScenarioPrintsACommandForEachCombination() {
        Result result = run("run mq-fig6 --quick --seed 7 --set measure.duration=1s --out /tmp/r --dry-run");
        assertEquals(0, result.status, result.err);
        assertEquals("", result.err);
        assertEquals(
                "mqecn run mq-fig6 --out /tmp/r --quick --seed 7 --set measure.duration=1s --set scheme=mq-ecn",
                result.out.lines().sorted().findFirst().orElseThrow());
        assertEquals(3, result.out.lines().count(), result.out);
        Result json = run("run stock --dry-run -o json");
        assertTrue(json.out.contains("\"dry_run\": true"), json.out);
        assertFalse(Files.exists(Path.of("results")), "nothing is written");
    }

    /** Each printed command is a valid one, for that combination alone. */
    @ParameterizedTest
    @ValueSource(strings = {"mq-fig1", "mq-fig6", "mq-fig7", "mq-sens", "stock", "tcn-rate", "tcn-sp"})
    void commandsOfDryRunAreThemselves(String scenario) {
        for (String command :
                run("run " + scenario + " --dry-run").out.lines().limit(3).toList()) {
            Result single = run(command.replaceFirst("mqecn ", "").replace("'", "") + " --dry-run");
            assertEquals(List.of(command), single.out.lines().toList(), single.err);
        }
    }

    @Test
    void validFileIsSummarized() {
        Result result = run("validate testbeds/star.yaml video");
        assertEquals(0, result.status);
        assertEquals("", result.err);
        assertTrue(result.out.startsWith("testbeds/star.yaml: testbed star, 3 hosts, 1 switch, 3 links\n"), result.out);
        assertTrue(
                result.out.contains("testbed video, 6 hosts (4 virtual machines), 2 switches, 7 links\n"), result.out);
    }

    @Test
    void resultFilesAreValidated(@TempDir Path folder) throws IOException {
        Path run = Files.writeString(folder.resolve("a.json"), ReportCommandTest.RUN);
        assertEquals(run + ": run of scenario tiny, mq-ecn, seed 1\n", run("validate " + run).out);
        assertEquals(ExitCode.SUCCESS, run("validate -o json " + run).status);

        Files.writeString(run, ReportCommandTest.RUN.replace("441.5", "\"fast\""));
        Result broken = run("validate " + run);
        assertEquals(ExitCode.USAGE_ERROR, broken.status);
        assertTrue(broken.err.matches(run + ":3:\\d+: metrics.rtt_avg_us: .fast. is not of type number\n"), broken.err);
    }

    @Test
    void everyErrorOfFileIsReported() {
        String file = "src/test/resources/org/mqecn/topology/bad/many.yaml";
        Result result = run("validate " + file);
        assertEquals(ExitCode.USAGE_ERROR, result.status);
        assertEquals("", result.out);
        assertEquals(
                6,
                result.err.lines().filter(line -> line.startsWith(file + ":")).count(),
                result.err);
        Result json = run("validate -o json testbeds/star.yaml " + file);
        assertEquals(ExitCode.USAGE_ERROR, json.status);
        assertEquals("", json.err);
        GoldenFile.assertEquals("validate.json", json.out);
    }

    @Test
    void unknownProductIsNullInJson() {
        assertTrue(
                run("limit 100 --rate 1gbit -o json").out.contains("\"bandwidth_delay_product_bytes\": null,"),
                "without an RTT");
        assertTrue(
                run("limit 100 --rate 1gbit --rtt 1ms -o json")
                        .out
                        .contains("\"bandwidth_delay_product_bytes\": 125000,"),
                "with an RTT");
    }

    @Test
    void schemaMatchesReader() {
        Result result = run("validate --schema");
        assertEquals(0, result.status);
        GoldenFile.assertEquals(Path.of("testbeds/testbed.schema.json"), result.out);
    }
}
