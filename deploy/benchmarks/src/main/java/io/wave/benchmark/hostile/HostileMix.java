package io.wave.benchmark.hostile;

import io.wave.cluster.RegistryUploads;
import io.wave.cluster.TarLayer;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Attacks a running service from many loopback addresses for a bounded time, measures a regular client and the
 * service's process meanwhile, and prints the results. {@code scripts/hostile} starts the service for it.
 */
public final class HostileMix {

    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(10);
    /** Warm-up of the service: only the regular client runs, and it is not measured. */
    private static final Duration WARM_UP = Duration.ofMinutes(1);

    private static final Duration ORDINARY_PAUSE = Duration.ofMillis(250);
    private static final Duration ATTACK_PAUSE = Duration.ofSeconds(10);
    private static final int LARGE_LAYER = 16 << 20;

    private final URI service;
    private final String registry;
    private final long pid;
    private final Instant begin = Instant.now().plus(WARM_UP);
    private final Instant end;
    private final AttackLog log = new AttackLog();

    private HostileMix(URI service, String registry, long pid, Duration time) {
        this.service = service;
        this.registry = registry;
        this.pid = pid;
        this.end = begin.plus(time);
    }

    /**
     * {@code -Durl=}, {@code -Dregistry=<host:port>} of a plain registry that the service may reach, {@code -Dpid=} of
     * the service, {@code -Dminutes=60}. Ends with 1 when the service ended or something did not hold.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        HostileMix mix = new HostileMix(
                URI.create(System.getProperty("url")),
                System.getProperty("registry"),
                Long.getLong("pid"),
                Duration.ofMinutes(Integer.getInteger("minutes", 60)));
        Verdict verdict = mix.run();
        PrintStream out = System.out;
        out.println(verdict);
        List<String> complaints = verdict.complaints();
        complaints.forEach(complaint -> out.println("FAILED: " + complaint));
        System.exit(complaints.isEmpty() ? 0 : 1);
    }

    private Verdict run() throws IOException, InterruptedException {
        RegistryUploads uploads = new RegistryUploads(registry);
        TestImage.busybox(TestImage.Family.OCI).push(uploads, "hostile/base", "1");
        TestImage.of(TestImage.Family.OCI, TarLayer.ofNoise("noise", LARGE_LAYER, 1))
                .push(uploads, "hostile/large", "1");
        String base = registry + "/hostile/base:1";
        try (HostileRegistry hostile = HostileRegistry.start();
                Caller ordinary = caller(0);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Attack> attacks = new ArrayList<>(Posts.all(base));
            attacks.addAll(Guesses.all());
            String blob = blobPath(ordinary);
            attacks.addAll(Connections.all(() -> blob));
            attacks.addAll(Images.all(hostile.host()));
            attacks.addAll(Builds.all(base));
            warmUp(ordinary, base);
            List<Future<?>> loops = new ArrayList<>();
            for (int i = 0; i < attacks.size(); i++) {
                int number = i + 1;
                loops.add(threads.submit(() -> repeat(attacks.get(number - 1), number)));
            }
            OrdinaryCaller calls = new OrdinaryCaller(ordinary, base);
            loops.add(threads.submit(() -> repeat(calls)));
            try {
                List<ProcessSample> samples = sample(loops);
                return new Verdict(isAlive(), samples, calls.latencies(), log.rounds());
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private void warmUp(Caller ordinary, String base) throws InterruptedException {
        OrdinaryCaller calls = new OrdinaryCaller(ordinary, base);
        while (Instant.now().isBefore(begin)) {
            calls.round();
        }
    }

    private List<ProcessSample> sample(List<Future<?>> loops) throws IOException, InterruptedException {
        List<ProcessSample> samples = new ArrayList<>();
        while (Instant.now().isBefore(end) && isAlive()) {
            for (Future<?> loop : loops) {
                if (loop.state() == Future.State.FAILED) {
                    throw new IllegalStateException("a client of the load mix ended", loop.exceptionNow());
                }
            }
            samples.add(ProcessSample.of(pid, Duration.between(begin, Instant.now())));
            Thread.sleep(SAMPLE_EVERY);
        }
        return samples;
    }

    private boolean isAlive() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private Object repeat(Attack attack, int number) throws IOException, InterruptedException {
        try (Caller caller = caller(number)) {
            while (Instant.now().isBefore(end)) {
                try {
                    attack.round(caller);
                } catch (IOException refused) {
                    // Refusing and dropping is what the service should do with it.
                }
                log.add(attack.name());
                Thread.sleep(ATTACK_PAUSE);
            }
        }
        return attack;
    }

    private Object repeat(OrdinaryCaller calls) throws InterruptedException {
        while (Instant.now().isBefore(end)) {
            calls.round();
            Thread.sleep(ORDINARY_PAUSE);
        }
        return calls;
    }

    private Caller caller(int number) throws IOException {
        return new Caller(service, InetAddress.getByAddress(new byte[] {127, 66, 0, (byte) (number + 1)}));
    }

    /** Where a layer of 16 MB is read through the service. */
    private String blobPath(Caller caller) throws IOException, InterruptedException {
        String json = WaveClient.write(Map.of(
                "containerImage", registry + "/hostile/large:1", "containerConfig", Map.of("env", new String[] {"A=1"
                })));
        String target = WaveClient.json(caller.submit(json)).get("targetImage").stringValue();
        String path = WaveClient.manifestPath(target);
        String digest = WaveClient.parse(caller.get(path).body())
                .get("layers")
                .get(0)
                .get("digest")
                .stringValue();
        return path.substring(0, path.lastIndexOf("/manifests/")) + "/blobs/" + digest;
    }
}
