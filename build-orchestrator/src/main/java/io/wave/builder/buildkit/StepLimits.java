package io.wave.builder.buildkit;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * What each RUN step of a daemon may use of memory and processes, and all of them together of memory. Each step has a
 * control group of its own in that of the daemon, which is below that of the worker, and sees none of the worker. The daemon
 * itself has a memory limit in another group: a container file can make it use as much memory as a step.
 */
final class StepLimits implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(StepLimits.class);
    private static final AtomicBoolean MISSING_LOGGED = new AtomicBoolean();
    private static final String MEMORY = "memory";
    private static final String PROCESSES = "pids";
    private static final String MEMBERS = "cgroup.procs";

    /** Moves the shell, which becomes the program: 0 is the process that writes it, in each process namespace. */
    private static final String ENTER = "echo 0 > \"$0\" && exec \"$@\"";

    private final Optional<ControlGroups> groups;
    private final String name;
    private final Optional<String> parent;
    private final Path runtime;
    private final StepEndings endings;
    private final Optional<Daemon> daemon;

    /** The group of the daemon without its steps. */
    private record Daemon(Path group, long memory) {}

    private StepLimits(
            Optional<ControlGroups> groups,
            String name,
            Optional<String> parent,
            Path runtime,
            StepEndings endings,
            Optional<Daemon> daemon) {
        this.groups = groups;
        this.name = name;
        this.parent = parent;
        this.runtime = runtime;
        this.endings = endings;
        this.daemon = daemon;
    }

    /**
     * Makes the groups of the daemon and its steps, without what a killed worker has left in them, and the runtime of the steps.
     *
     * @param rights of the daemon
     * @param name of the group, and of no other daemon's
     * @param folder for the runtime
     * @param runc what the runtime runs steps with
     */
    static StepLimits prepare(
            DaemonRights rights, String name, Path folder, Path runc, BuildKitProperties.Limits limits)
            throws IOException {
        if (rights == DaemonRights.ROOTLESS) {
            warn("BuildKit makes none for steps if it does not run as root");
            return new StepLimits(
                    Optional.empty(),
                    name,
                    Optional.empty(),
                    StepRuntime.write(folder, runc, Map.of("hide", "yes")),
                    StepEndings.in(StepRuntime.endings(folder), false),
                    Optional.empty());
        }
        Optional<ControlGroups> groups = Optional.empty();
        List<String> resources = new ArrayList<>();
        Map<String, String> settings = new HashMap<>();
        Optional<Daemon> daemon = Optional.empty();
        try {
            ControlGroups own = ControlGroups.ofThisProcess();
            remove(own, name);
            groups = Optional.of(own);
            memory(own, name, limits, settings).ifPresent(resources::add);
            processes(own, name, limits, settings).ifPresent(resources::add);
            daemon = daemon(own, ofDaemon(name), limits);
            if (resources.size() < 2) {
                warn(resources.isEmpty() ? "no controllers for them" : "only a controller for one of them");
            }
        } catch (IOException denied) {
            warn(String.valueOf(denied.getMessage()));
        }
        Optional<Path> unified = groups.flatMap(ControlGroups::unified);
        boolean limited = !resources.isEmpty();
        settings.put("resources", String.join(",", resources));
        if (unified.isEmpty()) {
            settings.put("hide", "yes");
            settings.put("group", limited ? name : "");
            daemon.ifPresent(own -> settings.put("worker", ofWorker(own).toString()));
        }
        return new StepLimits(
                groups,
                name,
                unified.filter(_ -> limited).map(group -> "/" + ControlGroups.ROOT.relativize(group.resolve(name))),
                StepRuntime.write(folder, runc, settings),
                StepEndings.in(StepRuntime.endings(folder), settings.containsKey(MEMORY)),
                daemon);
    }

    private static void warn(String reason) {
        if (MISSING_LOGGED.compareAndSet(false, true)) {
            logger.atWarn()
                    .addKeyValue("reason", reason)
                    .log(
                            "Memory or processes of RUN steps are not limited: the control groups of the worker do not allow it");
        }
    }

    /** @param settings of the runtime, to which the group and the messages for its limits are added */
    private static Optional<String> memory(
            ControlGroups groups, String name, BuildKitProperties.Limits limits, Map<String, String> settings)
            throws IOException {
        Optional<Path> group = groups.create(name, MEMORY);
        if (group.isEmpty()) {
            return Optional.empty();
        }
        long total = limits.totalMemory(memoryOfTheWorker());
        boolean hasSwap = limitMemory(groups, group.get(), total);
        long each = limits.memory().toBytes();
        settings.put(MEMORY, group.get().toString());
        settings.put("out_of_memory", outOfMemory(each, "a step", MEMORY));
        settings.put("out_of_total_memory", outOfMemory(total, "all steps of the worker", "total-memory"));
        return Optional.of(
                hasSwap
                        ? "\"memory\":{\"limit\":%d,\"swap\":%d}".formatted(each, each)
                        : "\"memory\":{\"limit\":%d}".formatted(each));
    }

    private static String outOfMemory(long bytes, String whose, String key) {
        return "out of memory: a process was killed at the limit of %d MB for %s (wave.build.buildkit.limits.%s)"
                .formatted(DataSize.ofBytes(bytes).toMegabytes(), whose, key);
    }

    private static Optional<Daemon> daemon(ControlGroups groups, String name, BuildKitProperties.Limits limits)
            throws IOException {
        Optional<Path> group = groups.create(name, MEMORY);
        if (group.isEmpty()) {
            return Optional.empty();
        }
        long memory = limits.daemonMemory(memoryOfTheWorker());
        limitMemory(groups, group.get(), memory);
        return Optional.of(new Daemon(group.get(), memory));
    }

    private static String ofDaemon(String name) {
        return name + "-daemon";
    }

    /** What moves a process into the group of the worker: runc makes the groups of version 1 below those that it is in. */
    private static Path ofWorker(Daemon daemon) {
        return daemon.group().resolveSibling(MEMBERS);
    }

    /** Limits a group without swap; returns whether swap is accounted for. */
    private static boolean limitMemory(ControlGroups groups, Path group, long bytes) throws IOException {
        String total = Long.toString(bytes);
        boolean first = groups.unified().isEmpty();
        Path swap = group.resolve(first ? "memory.memsw.limit_in_bytes" : "memory.swap.max");
        boolean hasSwap = Files.exists(swap);
        if (first && hasSwap) {
            // Never less than the limit without swap.
            Files.writeString(swap, "-1");
        }
        Files.writeString(group.resolve(first ? "memory.limit_in_bytes" : "memory.max"), total);
        if (hasSwap) {
            Files.writeString(swap, first ? total : "0");
        }
        return hasSwap;
    }

    private static long memoryOfTheWorker() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }

    private static Optional<String> processes(
            ControlGroups groups, String name, BuildKitProperties.Limits limits, Map<String, String> settings)
            throws IOException {
        Optional<Path> group = groups.create(name, PROCESSES);
        group.ifPresent(present -> {
            settings.put(PROCESSES, present.toString());
            settings.put(
                    "out_of_processes",
                    "too many processes: a step is limited to %d processes and threads (wave.build.buildkit.limits.processes)"
                            .formatted(limits.processes()));
        });
        return group.map(_ -> "\"pids\":{\"limit\":%d}".formatted(limits.processes()));
    }

    /** What the daemon runs steps with. */
    Path runtime() {
        return runtime;
    }

    /** Why steps were ended. */
    StepEndings endings() {
        return endings;
    }

    /** The group below which the daemon puts those of steps; empty if the runtime does that. */
    Optional<String> parent() {
        return parent;
    }

    /** The command line that runs the daemon within its memory limit. */
    List<String> inside(List<String> command) {
        if (daemon.isEmpty()) {
            return command;
        }
        List<String> words = new ArrayList<>(List.of(
                "bash", "-c", ENTER, daemon.get().group().resolve(MEMBERS).toString()));
        words.addAll(command);
        return words;
    }

    /** Makes the memory management of the daemon, a Go program, collect garbage before it reaches the limit. */
    Map<String, String> environment() {
        return daemon.map(limited -> Map.of("GOMEMLIMIT", Long.toString(limited.memory() / 10 * 9)))
                .orElse(Map.of());
    }

    /** Removes the groups; the daemon must have ended. */
    @Override
    public void close() {
        groups.ifPresent(present -> remove(present, name));
    }

    private static void remove(ControlGroups groups, String name) {
        groups.remove(name);
        groups.remove(ofDaemon(name));
    }

    /** Removes the groups that a killed worker has left; the daemon must have ended. */
    static void removeLeft(String name) throws IOException {
        remove(ControlGroups.ofThisProcess(), name);
    }
}
