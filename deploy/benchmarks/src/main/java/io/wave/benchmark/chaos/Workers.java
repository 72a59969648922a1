package io.wave.benchmark.chaos;

import io.wave.cluster.Checkout;
import io.wave.cluster.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Worker processes to which bad things happen. */
final class Workers implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofMinutes(2);
    private static final String READY = "Started ChaosWorker";
    private static final String ENDED = "ended by itself";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final Map<String, String> properties;
    private final Duration lease;
    private final Random random;
    private final List<ServerProcess> processes = new ArrayList<>();
    private final Map<String, Integer> events = new TreeMap<>();
    private int starts;

    Workers(int count, Path folder, Map<String, String> properties, Duration lease, Random random) {
        this.folder = folder;
        this.properties = new TreeMap<>(properties);
        // They say when they are ready.
        this.properties.put("logging.level.io.wave", "INFO");
        this.lease = lease;
        this.random = random;
        for (int number = 0; number < count; number++) {
            processes.add(start(number));
        }
        processes.forEach(Workers::awaitReady);
    }

    Path workFolder(int number) {
        return folder.resolve("work-" + number);
    }

    /** What happened so far, and how often. */
    Map<String, Integer> events() {
        return events;
    }

    /** The number of workers that ended without a request. */
    int endedByThemselves() {
        return events.getOrDefault(ENDED, 0);
    }

    /** Something happens to one of them; does not wait until it works again. */
    void disturb() throws InterruptedException {
        int number = random.nextInt(processes.size());
        ServerProcess worker = processes.get(number);
        if (!worker.isAlive()) {
            replaceEnded(number);
            return;
        }
        switch (random.nextInt(3)) {
            case 0 -> {
                count("killed");
                worker.kill();
                pause(Duration.ofSeconds(3));
                processes.set(number, start(number));
            }
            case 1 -> {
                count(worker.stop() ? "stopped" : "stopped too slowly");
                processes.set(number, start(number));
            }
            default -> {
                count("suspended");
                worker.suspend();
                pause(lease.multipliedBy(2));
                worker.resume();
            }
        }
    }

    private void count(String event) {
        events.merge(event, 1, Integer::sum);
    }

    private void pause(Duration longest) throws InterruptedException {
        Thread.sleep(random.nextLong(longest.toMillis()));
    }

    /** Starts again what has ended by itself, which it must not have. */
    void awaitAllReady() {
        for (int number = 0; number < processes.size(); number++) {
            if (!processes.get(number).isAlive()) {
                replaceEnded(number);
            }
        }
        processes.forEach(Workers::awaitReady);
    }

    private void replaceEnded(int number) {
        count(ENDED);
        processes.set(number, start(number));
    }

    private static void awaitReady(ServerProcess worker) {
        worker.awaitReady(READY_LIMIT, () -> worker.log().contains(READY));
    }

    private ServerProcess start(int number) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dloader.main=" + ChaosWorker.class.getName(),
                "-cp",
                Checkout.executableJar("deploy/benchmarks").toString(),
                "org.springframework.boot.loader.launch.PropertiesLauncher");
        Map<String, String> own = new TreeMap<>(properties);
        own.put("wave.jobs.work-dir", workFolder(number).toString());
        // Not on the command line, which all users can read. Each start has its own log, which shows when it is ready.
        return ServerProcess.start(
                "worker-%d-%d".formatted(number, ++starts),
                folder,
                command,
                Map.of("SPRING_APPLICATION_JSON", JSON.writeValueAsString(own)));
    }

    @Override
    public void close() {
        processes.forEach(ServerProcess::close);
    }
}
