// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.slurm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.experiment.engine.FabricMemory;
import org.mqecn.host.Command;

@DisplayName("An array job")
final class JobArrayTest {
    private static final SlurmFolder FOLDER = SlurmFolder.of(Path.of("/shared/50% load"));

    @Test
    @DisplayName("has the indices that Slurm permits, whatever the numbers of trials are")
    void splits() {
        assertEquals(
                List.of(new JobArray(0, List.of(0, 2)), new JobArray(3, List.of(0)), new JobArray(6, List.of(1, 2))),
                JobArray.of(List.of(8, 0, 7, 2, 3), 3));
        assertEquals("0-2,5,7-8", new JobArray(0, List.of(0, 1, 2, 5, 7, 8)).ranges());
    }

    @Test
    @DisplayName("gives the number of a trial back")
    void numbers() {
        QueuedTask task = QueuedTask.parse("12|1|PENDING|Resources||" + FOLDER.jobName() + ".1000")
                .orElseThrow();
        assertEquals(Optional.of(1001), JobArray.trial(task, FOLDER.jobName()));
        assertEquals(Optional.empty(), JobArray.trial(task, "mqecn-other"));
        assertEquals(Optional.empty(), QueuedTask.parse("12|N/A|PENDING|Resources||wrap"));
    }

    @Test
    @DisplayName("is submitted with the options of the user last, and paths quoted for Slurm and for the shell")
    void command() {
        Command command = new JobArray(3, List.of(0, 1))
                .sbatch(
                        FOLDER,
                        new SlurmOptions(List.of("--mem=4G", "--partition=main"), 2),
                        Path.of("/opt/mqecn"),
                        Optional.of("7"),
                        FabricMemory.of(168));
        List<String> words = command.words();
        assertTrue(words.contains("--array=0-1%2"), words.toString());
        assertTrue(words.contains("--mem=2976M"), words.toString());
        assertTrue(words.contains("--output=/shared/50%% load/slurm/3_%a.log"), words.toString());
        assertTrue(words.contains("--dependency=afterany:7"), words.toString());
        assertEquals(List.of("--mem=4G", "--partition=main"), words.subList(words.size() - 2, words.size()));
        assertEquals(
                "#!/bin/sh\nexec /opt/mqecn run --resume '/shared/50% load' --trial $((3 + SLURM_ARRAY_TASK_ID))\n",
                command.input());
    }

    @Test
    @DisplayName("ends in the states in which Slurm does not run it again")
    void states() {
        for (String state : List.of("PENDING", "RUNNING", "SUSPENDED", "COMPLETING", "REQUEUED", "CONFIGURING")) {
            assertTrue(task(state, "None").isActive(), state);
        }
        for (String state : List.of("COMPLETED", "CANCELLED", "FAILED", "NODE_FAIL", "TIMEOUT", "OUT_OF_MEMORY")) {
            assertFalse(task(state, "None").isActive(), state);
        }
        assertTrue(task("PENDING", "JobHeldAdmin").isHeld());
        assertFalse(task("PENDING", "Resources").isHeld());
    }

    @Test
    @DisplayName("ends for its memory in a state of its own with cgroups, and without them by a message")
    void memory() {
        String outOfMemory = "its job needed more memory than it has on n1: resume with --sbatch=--mem=SIZE";
        Path logs = Path.of("logs");
        assertEquals(outOfMemory, task("OUT_OF_MEMORY", "OutOfMemory").describeEnd(logs, Optional.empty()));
        QueuedTask failed = task("FAILED", "JobLaunchFailure");
        assertEquals(
                outOfMemory,
                failed.describeEnd(logs, Optional.of("slurmstepd-n1: error: StepId=1.batch exceeded memory limit")));
        assertEquals("its job failed on n1 (FAILED)", failed.describeEnd(logs, Optional.of("killed")));
        assertTrue(failed.describeEnd(logs, Optional.empty()).contains("the node has no folder logs"));
    }

    @Test
    @DisplayName("is released with all others that are held by one command")
    void held() {
        List<QueuedTask> tasks = Stream.of("10", "9", "10", "11")
                .map(job -> new QueuedTask(job, 0, "PENDING", "JobHeldUser", "", "name"))
                .toList();
        assertEquals(
                "0 running; 4 waiting (JobHeldUser); held: 'scontrol release 9,10,11' lets them run",
                SlurmActivity.of(tasks).describe());
    }

    private static QueuedTask task(String state, String reason) {
        return new QueuedTask("1", 0, state, reason, "n1", "name");
    }

    @Test
    @DisplayName("keeps options of an earlier submission that are not given again")
    void options() {
        SlurmOptions earlier = new SlurmOptions(List.of("--partition=main", "--time=5"), 3);
        assertEquals(
                new SlurmOptions(List.of("--partition=main", "--time=60"), 3),
                new SlurmOptions(List.of("--time=60"), 0).or(earlier));
    }
}
