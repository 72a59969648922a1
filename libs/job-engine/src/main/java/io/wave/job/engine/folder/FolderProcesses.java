package io.wave.job.engine.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The processes of one attempt, found in {@code /proc} whether their guard is alive or not: those with the folder of
 * the attempt in their environment, root or working directory, their descendants, and the members of their sessions.
 * Killing the first process of a process namespace kills all processes in it.
 */
public final class FolderProcesses {

    /** The environment variable with the folder of the attempt that a process belongs to. */
    public static final String VARIABLE = "WAVE_JOB_FOLDER";

    private static final Path PROC = Path.of("/proc");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    /** After the name, which may contain anything: state, parent, process group and session (proc_pid_stat(5)). */
    private static final Pattern STAT = Pattern.compile("(?s).*\\) (\\S) (\\d+) \\d+ (\\d+) .*");

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Path folder;

    private record Candidate(long parent, long session) {}

    /** @param folder the folder of the attempt, without symbolic links */
    public FolderProcesses(Path folder) {
        this.folder = folder;
    }

    /** Kills the processes until none is found or the timeout has passed; returns whether none is left. */
    public boolean end(Duration timeout) {
        long start = System.nanoTime();
        for (Set<Long> found = find(); !found.isEmpty(); found = find()) {
            if (System.nanoTime() - start > timeout.toNanos()) {
                return false;
            }
            found.stream().map(ProcessHandle::of).forEach(process -> process.ifPresent(ProcessHandle::destroyForcibly));
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return true;
    }

    /** The ids of the processes, without zombies. */
    public Set<Long> find() {
        if (Files.notExists(PROC)) {
            return Set.of();
        }
        Map<Long, Candidate> candidates = candidates();
        Set<Long> found = new HashSet<>();
        candidates.keySet().stream().filter(this::isMarked).forEach(found::add);
        while (found.addAll(relatives(candidates, found))) {
            // Until no new descendant is found.
        }
        return found;
    }

    private static List<Long> relatives(Map<Long, Candidate> candidates, Set<Long> found) {
        return candidates.entrySet().stream()
                .filter(entry -> belongs(entry.getValue(), found))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean belongs(Candidate candidate, Set<Long> found) {
        return found.contains(candidate.parent()) || found.contains(candidate.session());
    }

    private static Map<Long, Candidate> candidates() {
        long self = ProcessHandle.current().pid();
        Map<Long, Candidate> candidates = new HashMap<>();
        for (long pid : pids()) {
            Matcher stat = STAT.matcher(read(pid, "stat"));
            if (pid != self && stat.matches() && !stat.group(1).equals("Z")) {
                candidates.put(pid, new Candidate(Long.parseLong(stat.group(2)), Long.parseLong(stat.group(3))));
            }
        }
        return candidates;
    }

    private static List<Long> pids() {
        try (Stream<Path> processes = Files.list(PROC)) {
            return processes
                    .map(process -> process.getFileName().toString())
                    .filter(name -> NUMBER.matcher(name).matches())
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private boolean isMarked(long pid) {
        return isInFolder(pid, "cwd") || isInFolder(pid, "root") || namesFolder(pid);
    }

    private boolean isInFolder(long pid, String link) {
        try {
            return Files.readSymbolicLink(PROC.resolve(pid + "/" + link)).startsWith(folder);
        } catch (IOException goneOrOfAnotherUser) {
            return false;
        }
    }

    private boolean namesFolder(long pid) {
        return Arrays.asList(read(pid, "environ").split("\0")).contains(VARIABLE + "=" + folder);
    }

    private static String read(long pid, String file) {
        try {
            return new String(Files.readAllBytes(PROC.resolve(pid + "/" + file)), StandardCharsets.UTF_8);
        } catch (IOException goneOrOfAnotherUser) {
            return "";
        }
    }
}
