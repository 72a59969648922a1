package io.wave.builder.buildkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The control groups (cgroups(7)) of this process, below which those of steps are made: one in each hierarchy of version 1,
 * or one of version 2.
 *
 * @param byController the group's folder for each controller of version 1
 * @param unified the group's folder of version 2; empty where that is not at {@link #ROOT}, as runc wants it
 * @param hybrid the group's folder of version 2 beside hierarchies of version 1, where runc makes groups of steps too
 */
record ControlGroups(Map<String, Path> byController, Optional<Path> unified, Optional<Path> hybrid) {

    /** Where container runtimes expect the file system of control groups. */
    static final Path ROOT = Path.of("/sys/fs/cgroup");

    /** Gets the worker's own processes, since a group of version 2 has processes or hands controllers on. */
    private static final String WORKER = "wave-worker";

    /** Where a hierarchy of version 2 without controllers is mounted beside those of version 1. */
    private static final Path HYBRID = ROOT.resolve("unified");

    private static final String HANDED_ON = "cgroup.subtree_control";
    private static final String MEMBERS = "cgroup.procs";

    /** A mounted hierarchy: a line of {@code /proc/self/mountinfo}. */
    private record Mount(String root, Path folder, String type, Set<String> options) {

        static Mount parse(String line) {
            String[] halves = line.split(" - ", 2);
            String[] place = halves[0].split(" ");
            String[] kind = halves[1].split(" ");
            return new Mount(place[3], Path.of(place[4].replace("\\040", " ")), kind[0], Set.of(kind[2].split(",")));
        }

        /** The folder of a group. Of a hierarchy only the part below some group may be mounted. */
        Path folder(String group) {
            String below = (group + "/").startsWith(root + "/") ? group.substring(root.length()) : group;
            return folder.resolve(below.replaceFirst("^/+", ""));
        }
    }

    static ControlGroups ofThisProcess() throws IOException {
        return of(
                Files.readAllLines(Path.of("/proc/self/mountinfo")), Files.readAllLines(Path.of("/proc/self/cgroup")));
    }

    /**
     * Reads them.
     *
     * @param mountinfo lines of {@code /proc/self/mountinfo}
     * @param groups lines of {@code /proc/self/cgroup}
     */
    static ControlGroups of(List<String> mountinfo, List<String> groups) {
        List<Mount> mounts = mountinfo.stream()
                .filter(line -> line.contains(" - cgroup"))
                .map(Mount::parse)
                .toList();
        Map<String, Path> byController = new HashMap<>();
        Optional<Path> unified = Optional.empty();
        Optional<Path> hybrid = Optional.empty();
        for (String line : groups) {
            String[] parts = line.split(":", 3);
            List<String> controllers = Arrays.asList(parts[1].split(","));
            Optional<Mount> mount = mounts.stream()
                    .filter(each -> parts[1].isEmpty()
                            ? each.type().equals("cgroup2")
                                    && (each.folder().equals(ROOT)
                                            || each.folder().equals(HYBRID))
                            : each.options().containsAll(controllers))
                    .findFirst();
            if (mount.isEmpty()) {
                continue;
            }
            Path folder = mount.get().folder(parts[2]);
            if (mount.get().folder().equals(HYBRID)) {
                hybrid = Optional.of(folder);
            } else if (parts[1].isEmpty()) {
                unified = Optional.of(withoutWorker(folder));
            } else {
                controllers.forEach(controller -> byController.put(controller, folder));
            }
        }
        return new ControlGroups(Map.copyOf(byController), unified, hybrid);
    }

    /** The group that an earlier worker of this container has moved itself out of. */
    private static Path withoutWorker(Path group) {
        Path parent = group.getParent();
        return group.endsWith(WORKER) && parent != null ? parent : group;
    }

    /**
     * Makes a group in which a controller works.
     *
     * @return its folder; empty if this machine does not have the controller
     * @throws IOException if this process may not
     */
    Optional<Path> create(String name, String controller) throws IOException {
        Optional<Path> parent = unified.isPresent() ? unified : Optional.ofNullable(byController.get(controller));
        if (unified.isPresent()) {
            if (!words(unified.get(), "cgroup.controllers").contains(controller)) {
                return Optional.empty();
            }
            handOn(unified.get(), controller);
        }
        return parent.isEmpty()
                ? Optional.empty()
                : Optional.of(Files.createDirectories(parent.get().resolve(name)));
    }

    private static void handOn(Path group, String controller) throws IOException {
        if (words(group, HANDED_ON).contains(controller)) {
            return;
        }
        try {
            Files.writeString(group.resolve(HANDED_ON), "+" + controller);
        } catch (IOException hasProcesses) {
            Path worker = Files.createDirectories(group.resolve(WORKER));
            for (String process : Files.readAllLines(group.resolve(MEMBERS))) {
                move(process, worker);
            }
            Files.writeString(group.resolve(HANDED_ON), "+" + controller);
        }
    }

    private static void move(String process, Path group) throws IOException {
        try {
            Files.writeString(group.resolve(MEMBERS), process);
        } catch (IOException failure) {
            if (Files.exists(Path.of("/proc", process))) {
                throw failure;
            }
        }
    }

    private static List<String> words(Path group, String file) throws IOException {
        return Arrays.asList(Files.readString(group.resolve(file)).strip().split(" "));
    }

    /** Removes the groups of this name with all below them, except those that have processes. */
    void remove(String name) {
        Stream.of(byController.values().stream(), unified.stream(), hybrid.stream())
                .flatMap(folders -> folders)
                .distinct()
                .map(parent -> parent.resolve(name))
                .filter(Files::isDirectory)
                .flatMap(group -> deepestFirst(group).stream())
                .forEach(ControlGroups::removeIfUnused);
    }

    private static List<Path> deepestFirst(Path group) {
        try (Stream<Path> all = Files.walk(group)) {
            return all.filter(Files::isDirectory)
                    .sorted(Comparator.comparingInt(Path::getNameCount).reversed())
                    .toList();
        } catch (IOException | UncheckedIOException gone) {
            return List.of();
        }
    }

    private static void removeIfUnused(Path group) {
        try {
            Files.delete(group);
        } catch (IOException used) {
            // The next daemon of this name tries again.
        }
    }
}
