package io.wave.builder.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlGroupsTest {

    @Test
    void firstVersion() {
        ControlGroups groups = ControlGroups.of(
                List.of(
                        "24 1 0:22 / /proc rw,relatime - proc proc rw",
                        "30 25 0:26 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755",
                        "31 30 0:27 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct",
                        "32 30 0:28 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory",
                        "33 30 0:29 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw"),
                List.of("9:cpu,cpuacct:/", "4:memory:/service/worker", "3:pids:/", "0::/"));
        assertThat(groups.byController())
                .isEqualTo(Map.of(
                        "cpu", Path.of("/sys/fs/cgroup/cpu,cpuacct"),
                        "cpuacct", Path.of("/sys/fs/cgroup/cpu,cpuacct"),
                        "memory", Path.of("/sys/fs/cgroup/memory/service/worker")));
        assertThat(groups.unified()).isEmpty();
        assertThat(groups.hybrid()).contains(Path.of("/sys/fs/cgroup/unified"));
    }

    /** A container sees the part of a hierarchy that is below its own group. */
    @Test
    void mountedPart() {
        ControlGroups groups = ControlGroups.of(
                List.of("32 30 0:28 /docker/abc /sys/fs/cgroup/memory ro shared:9 - cgroup cgroup rw,memory"),
                List.of("4:memory:/docker/abc/worker"));
        assertThat(groups.byController()).isEqualTo(Map.of("memory", Path.of("/sys/fs/cgroup/memory/worker")));
    }

    @Test
    void secondVersion() {
        List<String> mounts = List.of("30 25 0:26 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw,nsdelegate");
        assertThat(ControlGroups.of(mounts, List.of("0::/system.slice/wave.service"))
                        .unified())
                .contains(Path.of("/sys/fs/cgroup/system.slice/wave.service"));
        assertThat(ControlGroups.of(mounts, List.of("0::/system.slice/wave.service/wave-worker"))
                        .unified())
                .contains(Path.of("/sys/fs/cgroup/system.slice/wave.service"));
        assertThat(ControlGroups.of(mounts, List.of("0::/")).unified()).contains(Path.of("/sys/fs/cgroup"));
    }

    @Test
    void controllersAreHandedOn(@TempDir Path group) throws IOException {
        Files.writeString(group.resolve("cgroup.controllers"), "cpu memory pids\n");
        Files.writeString(group.resolve("cgroup.subtree_control"), "\n");
        ControlGroups groups = new ControlGroups(Map.of(), Optional.of(group), Optional.empty());
        assertThat(groups.create("steps", "memory")).contains(group.resolve("steps"));
        assertThat(group.resolve("cgroup.subtree_control")).content().contains("+memory");
        assertThat(groups.create("steps", "hugetlb")).isEmpty();
    }

    @Test
    void whatAKilledWorkerHasLeftIsRemoved() throws IOException {
        ControlGroups groups = ControlGroups.ofThisProcess();
        assumeThat(groups.byController()).as("control groups of version 1").containsKey("pids");
        Path own = groups.create("wave-test", "pids").orElseThrow();
        Files.createDirectories(own.resolve("left/below"));
        Optional<Path> beside = groups.hybrid().map(folder -> folder.resolve("wave-test"));
        if (beside.isPresent()) {
            Files.createDirectories(beside.get().resolve("step"));
        }
        groups.remove("wave-test");
        assertThat(own).doesNotExist();
        assertThat(beside.stream()).allSatisfy(left -> assertThat(left).doesNotExist());
    }
}
