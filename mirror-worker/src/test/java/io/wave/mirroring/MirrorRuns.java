package io.wave.mirroring;

import static org.awaitility.Awaitility.await;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.Topics;
import io.wave.messaging.projection.JobRecords;
import io.wave.mirror.MirrorCommand;
import io.wave.mirror.MirrorProgress;
import io.wave.mirror.MirrorSpec;
import io.wave.mirror.MirrorWork;
import io.wave.store.LogPartNames;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.token.RequestRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Commands mirrors as request-api does, and waits for what becomes of them. */
final class MirrorRuns {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final KafkaTemplate<String, String> kafka;
    private final JobRecords records;
    private final ObjectStore store;

    MirrorRuns(KafkaTemplate<String, String> kafka, JobRecords records, ObjectStore store) {
        this.kafka = kafka;
        this.records = records;
        this.store = store;
    }

    static MirrorSpec spec(String source, Digest digest, String target, Duration runTimeout) {
        return spec(source, digest, target, runTimeout, 1);
    }

    static MirrorSpec spec(String source, Digest digest, String target, Duration runTimeout, long generation) {
        JobId id = new JobId(
                JobKind.MIRROR,
                "mr-"
                        + HexFormat.of()
                                .toHexDigits(ThreadLocalRandom.current().nextLong())
                                .substring(0, 12));
        return new MirrorSpec(
                id,
                generation,
                new MirrorWork(
                        ImageReference.parse(source),
                        ImageReference.parse(target),
                        digest,
                        RequestRecord.ANONYMOUS,
                        runTimeout),
                Duration.ofMinutes(5),
                Instant.now());
    }

    /** Sees a mirror from its command to its end. */
    JobRecord run(String source, Digest digest, String target) {
        return run(spec(source, digest, target, Duration.ofMinutes(2)));
    }

    JobRecord run(MirrorSpec mirror) {
        start(mirror);
        return awaitEnd(mirror);
    }

    void start(MirrorSpec mirror) {
        send(mirror, new MirrorCommand.Start(mirror));
    }

    void send(MirrorSpec mirror, MirrorCommand command) {
        send(mirror, JSON.writeValueAsString(command));
    }

    void send(MirrorSpec mirror, String command) {
        kafka.send(Topics.MIRROR_COMMANDS, mirror.work().jobTarget().toString(), command)
                .join();
    }

    JobRecord awaitEnd(MirrorSpec mirror) {
        return await().atMost(TIMEOUT)
                .until(
                        () -> record(mirror),
                        record -> record.filter(JobRecord::isFinal).isPresent())
                .orElseThrow();
    }

    Optional<JobRecord> record(MirrorSpec mirror) {
        return records.read(JobKind.MIRROR, mirror.work().jobTarget().toString());
    }

    /** The log of a mirror so far. */
    String log(String id) {
        return LogPartNames.newest(store, id).stream().map(this::text).collect(Collectors.joining());
    }

    /** The progress of a mirror as stored so far. */
    Optional<MirrorProgress> progress(String id) {
        return LogPartNames.newestProgress(store, id).map(name -> JSON.readValue(text(name), MirrorProgress.class));
    }

    private String text(ObjectName name) {
        try (InputStream part = store.open(name).orElseThrow()) {
            return new String(part.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
