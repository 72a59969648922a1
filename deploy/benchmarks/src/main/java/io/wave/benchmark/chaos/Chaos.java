package io.wave.benchmark.chaos;

import io.wave.cluster.Servers;
import io.wave.job.JobKind;
import io.wave.job.engine.Jobs;
import io.wave.job.engine.store.JobSubmission;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has three workers do many jobs of all kinds while they are killed, stopped and suspended at random, and then looks whether each job
 * ended exactly once and nothing is left over. {@code -Dminutes=10 -Djobs=500 -Dseed=…}; ends with 1 when something does
 * not hold.
 */
public final class Chaos {

    /** Any 32 bytes, in base64. */
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static final Duration LEASE = Duration.ofSeconds(6);
    private static final JobKind[] KINDS = JobKind.values();
    private static final int WORKERS = 3;
    private static final int TARGETS = 150;
    private static final int ONE_OF = 20;

    private final JsonMapper json = JsonMapper.builder().build();
    private final Random random;
    private final int count;
    private final Duration time;
    private final Map<Integer, Long> generations = new HashMap<>();
    private final List<JobSubmission> submitted = new ArrayList<>();

    private Chaos(long seed, int count, Duration time) {
        this.random = new Random(seed);
        this.count = count;
        this.time = time;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        long seed = Long.getLong("seed", System.nanoTime());
        PrintStream out = System.out;
        out.println("Seed: " + seed);
        Path folder = Files.createTempDirectory("wave-chaos");
        Chaos chaos =
                new Chaos(seed, Integer.getInteger("jobs", 500), Duration.ofMinutes(Integer.getInteger("minutes", 10)));
        try {
            List<String> complaints = chaos.run(folder, out);
            complaints.forEach(complaint -> out.println("FAILED: " + complaint));
            out.println(complaints.isEmpty() ? "All checks passed." : "Logs and data: " + folder);
            System.exit(complaints.isEmpty() ? 0 : 1);
        } catch (RuntimeException | IOException failure) {
            out.println("Logs and data: " + folder);
            throw failure;
        }
    }

    private List<String> run(Path folder, PrintStream out) throws IOException, InterruptedException {
        Evidence evidence = new Evidence(folder.resolve("evidence"));
        try (Servers servers = Servers.start(folder.resolve("servers"))) {
            Map<String, String> properties = properties(servers, folder, evidence);
            try (ConfigurableApplicationContext context = submitter(properties, folder)) {
                Verdict verdict = new Verdict(context, evidence);
                try (Workers workers = new Workers(WORKERS, folder, properties, LEASE, new Random(random.nextLong()))) {
                    Random pauses = new Random(random.nextLong());
                    Thread trouble = Thread.ofPlatform().start(() -> disturb(workers, pauses));
                    submitAll(context.getBean(Jobs.class));
                    trouble.join();
                    workers.awaitAllReady();
                    verdict.awaitSettled(
                            submitted.stream().map(JobSubmission::id).toList(), workers, WORKERS);
                    out.println("Workers: " + workers.events());
                }
                verdict.afterStop();
                out.println(verdict);
                return verdict.complaints();
            }
        }
    }

    private void disturb(Workers workers, Random pauses) {
        long end = System.nanoTime() + time.toNanos();
        try {
            while (System.nanoTime() - end < 0) {
                Thread.sleep(pauses.nextLong(500, 4000));
                workers.disturb();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that claims no job: it never has the space. */
    private static ConfigurableApplicationContext submitter(Map<String, String> properties, Path folder) {
        Map<String, Object> own = new HashMap<>(properties);
        own.put("wave.jobs.min-free", "1000000TB");
        // To distinguish its connections from those of the workers.
        own.put("spring.datasource.hikari.data-source-properties.ApplicationName", "submitter");
        own.put("wave.jobs.work-dir", folder.resolve("work-submitter").toString());
        return new SpringApplicationBuilder(ChaosWorker.class).properties(own).run();
    }

    private static Map<String, String> properties(Servers servers, Path folder, Evidence evidence) {
        Map<String, String> properties = new HashMap<>(servers.properties());
        properties.putAll(Map.of(
                "chaos.evidence", evidence.folder().toString(),
                "spring.application.name", "chaos",
                "spring.main.banner-mode", "off",
                "spring.main.keep-alive", "true",
                "spring.kafka.consumer.group-id", "chaos",
                "spring.datasource.hikari.connection-timeout", "5000",
                "spring.lifecycle.timeout-per-shutdown-phase", "10s",
                "wave.security.key", KEY));
        properties.putAll(Map.of(
                "wave.outbox.schema", "jobs",
                "wave.store.location", folder.resolve("objects").toString(),
                "wave.jobs.lease", LEASE.toSeconds() + "s",
                "wave.jobs.slots", "4",
                "wave.jobs.attempts", "1000",
                "wave.jobs.min-free", "0B",
                "wave.jobs.poll-interval", "500ms"));
        return properties;
    }

    private void submitAll(Jobs jobs) throws InterruptedException {
        Duration pause = time.multipliedBy(9).dividedBy(10L * count);
        for (int number = 0; number < count; number++) {
            JobSubmission job = job(number);
            jobs.start(job);
            submitted.add(job);
            if (random.nextInt(ONE_OF) == 0) {
                JobSubmission cancelled = submitted.get(random.nextInt(submitted.size()));
                jobs.cancel(cancelled.kind(), cancelled.id());
            }
            Thread.sleep(pause);
        }
    }

    private JobSubmission job(int number) {
        int target = random.nextInt(TARGETS);
        long generation = generations.merge(target, 1L, Long::sum);
        double seconds = 0.2 + 6 * random.nextDouble();
        int status = random.nextInt(ONE_OF) == 0 ? 1 + random.nextInt(100) : 0;
        ChaosJob spec = new ChaosJob("target-" + target, String.format(Locale.ROOT, "%.1f", seconds), status);
        return new JobSubmission(
                KINDS[target % KINDS.length],
                "job-%04d".formatted(number),
                "registry.test/chaos:" + target,
                generation,
                "chaos",
                json.writeValueAsString(spec),
                Duration.ofHours(1),
                Duration.ofMinutes(2),
                Instant.now());
    }
}
