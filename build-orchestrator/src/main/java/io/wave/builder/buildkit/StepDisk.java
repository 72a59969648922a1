package io.wave.builder.buildkit;

import io.wave.job.engine.folder.DiskLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Ends RUN steps that use too much disk. What a step writes is not in the folder of its build, but in the state of the
 * daemon: in the upper folder of an overlay mount, and in the folders of its cache mounts.
 */
final class StepDisk implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(StepDisk.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String UPPER = "upperdir=";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path state;
    private final DiskLimit limit;
    private final Supplier<Stream<ProcessHandle>> processes;
    private final List<String> reader;
    private final StepEndings endings;
    private final Map<Path, DiskLimit.Watch> watches = new HashMap<>();
    private final Thread thread;

    /**
     * Watches until it is closed.
     *
     * @param state folder of the daemon's state
     * @param limit of each step
     * @param processes the daemon's, those of steps among them
     * @param reader command line prefix of a program that may read all files of steps
     * @param endings gets why a step was ended
     */
    StepDisk(
            Path state,
            DiskLimit limit,
            Supplier<Stream<ProcessHandle>> processes,
            List<String> reader,
            StepEndings endings) {
        this.state = state;
        this.limit = limit;
        this.processes = processes;
        this.reader = reader;
        this.endings = endings;
        this.thread = Thread.ofPlatform().daemon().name("buildkit-disk").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                refresh();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException closed) {
            watches.values().forEach(DiskLimit.Watch::close);
        }
    }

    private void refresh() {
        List<Path> bundles = bundles();
        watches.entrySet().removeIf(watch -> {
            boolean gone = !bundles.contains(watch.getKey());
            if (gone) {
                watch.getValue().close();
            }
            return gone;
        });
        bundles.stream().filter(bundle -> !watches.containsKey(bundle)).forEach(this::watch);
    }

    /** The folders of the steps that run. */
    private List<Path> bundles() {
        try (DirectoryStream<Path> steps = Files.newDirectoryStream(state, "runc-*")) {
            for (Path worker : steps) {
                try (Stream<Path> each = Files.list(worker.resolve("executor"))) {
                    return each.filter(bundle -> Files.exists(bundle.resolve("config.json")))
                            .toList();
                }
            }
        } catch (IOException | UncheckedIOException | DirectoryIteratorException notYet) {
            logger.atTrace().setCause(notYet).log("No steps");
        }
        return List.of();
    }

    private void watch(Path bundle) {
        Optional<ProcessHandle> runtime = processes
                .get()
                .filter(process -> process.info()
                        .arguments()
                        .map(Arrays::asList)
                        .filter(arguments -> arguments.contains("run") && arguments.contains(bundle.toString()))
                        .filter(arguments -> arguments.stream().noneMatch(StepRuntime::isName))
                        .isPresent())
                .findFirst();
        if (runtime.isEmpty()) {
            return;
        }
        List<Path> written = written(runtime.get(), bundle);
        if (!written.isEmpty()) {
            watches.put(bundle, limit.watch(written, reader, reason -> end(bundle, runtime.get(), reason)));
        }
    }

    /** The folders on the disk that a step writes to; empty if it has ended. */
    private List<Path> written(ProcessHandle runtime, Path bundle) {
        try {
            List<String> mounted = Files.readAllLines(proc(runtime).resolve("mountinfo"));
            List<Path> folders = new ArrayList<>();
            upper(mounted, bundle.resolve("rootfs")).ifPresent(folders::add);
            for (Path source : writableSources(bundle)) {
                folders.add(upper(mounted, source).orElse(source));
            }
            return folders;
        } catch (IOException | JacksonException ended) {
            return List.of();
        }
    }

    /** The upper folder of an overlay that is mounted at a folder. */
    private static Optional<Path> upper(List<String> mounted, Path folder) {
        String place = " " + folder.toString().replace(" ", "\\040") + " ";
        return mounted.stream()
                .filter(mount -> mount.contains(place))
                .flatMap(mount -> Arrays.stream(mount.split(",")))
                .filter(option -> option.startsWith(UPPER))
                .map(option -> Path.of(option.substring(UPPER.length()).replace("\\040", " ")))
                .findFirst();
    }

    /** What a step mounts writable from the state of the daemon: cache mounts, and other mounts with {@code rw}. */
    private List<Path> writableSources(Path bundle) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (JsonNode mount :
                JSON.readTree(Files.readString(bundle.resolve("config.json"))).path("mounts")) {
            Path source = Path.of(mount.path("source").asString(""));
            boolean writable = mount.path("options")
                    .valueStream()
                    .anyMatch(option -> option.asString("").equals("rw"));
            if (writable && source.startsWith(state)) {
                sources.add(source);
            }
        }
        return sources;
    }

    private static Path proc(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }

    private void end(Path bundle, ProcessHandle runtime, String reason) {
        try {
            endings.add(bundle.getFileName().toString(), reason);
        } catch (IOException unknown) {
            logger.atWarn()
                    .setCause(unknown)
                    .log("The log of a step that is ended for its use of the disk does not say so");
        }
        runtime.children().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
