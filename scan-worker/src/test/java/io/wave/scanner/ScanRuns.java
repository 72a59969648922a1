package io.wave.scanner;

import static org.awaitility.Awaitility.await;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.image.Tag;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.Topics;
import io.wave.local.scan.SampleImage;
import io.wave.messaging.projection.JobRecords;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.push.RepositoryPush;
import io.wave.scan.ScanCommand;
import io.wave.scan.ScanFile;
import io.wave.scan.ScanId;
import io.wave.scan.ScanReport;
import io.wave.scan.ScanSpec;
import io.wave.store.LogPartNames;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Pushes images, commands their scans as request-api does, and waits for what becomes of them. */
final class ScanRuns {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final KafkaTemplate<String, String> kafka;
    private final JobRecords records;
    private final ObjectStore store;
    private final RegistryClient registries;

    ScanRuns(KafkaTemplate<String, String> kafka, JobRecords records, ObjectStore store, RegistryClient registries) {
        this.kafka = kafka;
        this.records = records;
        this.store = store;
        this.registries = registries;
    }

    /** Pushes an image and returns its name by digest. */
    ImageReference push(String registry, String repository, SampleImage image) {
        RepositoryPush push = registries.into(registry, repository, RegistryAccess.NONE);
        image.layers().forEach(layer -> push.upload(layer.blob()).block());
        push.upload(image.config()).block();
        Digest digest = Digest.of(image.manifest());
        push.manifest(digest, SampleImage.MANIFEST_TYPE, image.manifest()).block();
        return new ImageReference(registry, repository, null, digest);
    }

    /** Pushes any manifest. */
    ImageReference push(String registry, String repository, String mediaType, byte[] manifest) {
        Digest digest = Digest.of(manifest);
        registries
                .into(registry, repository, RegistryAccess.NONE)
                .manifest(digest, mediaType, manifest)
                .block();
        return new ImageReference(registry, repository, null, digest);
    }

    /** Pushes a blob into the repository of an image. */
    void blob(ImageReference image, byte[] content) {
        registries
                .into(image.registry(), image.repository(), RegistryAccess.NONE)
                .upload(content)
                .block();
    }

    /** Pushes a manifest with a tag into the repository of an image. */
    void tag(ImageReference image, String tag, byte[] manifest) {
        registries
                .into(image.registry(), image.repository(), RegistryAccess.NONE)
                .manifest(new Tag(tag), SampleImage.MANIFEST_TYPE, manifest)
                .block();
    }

    static ScanSpec of(ImageReference image) {
        return of(image, Platform.LINUX_AMD64, false, null);
    }

    static ScanSpec of(ImageReference image, Platform platform, boolean secrets, @Nullable ImageReference base) {
        String hash = "%016x".formatted(ThreadLocalRandom.current().nextLong());
        return new ScanSpec(
                new ScanId(hash, 1),
                1,
                image,
                platform,
                secrets,
                base,
                "anonymous",
                LONG,
                LONG,
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    JobRecord run(ScanSpec scan) {
        send(scan);
        return awaitEnd(scan);
    }

    void send(ScanSpec scan) {
        send(scan.target(), JSON.writeValueAsString(new ScanCommand.Start(scan)));
    }

    void send(String target, String command) {
        kafka.send(Topics.SCAN_COMMANDS, target, command).join();
    }

    JobRecord awaitEnd(ScanSpec scan) {
        return await().atMost(TIMEOUT)
                .until(
                        () -> records.read(JobKind.SCAN, scan.target()),
                        record -> record.filter(JobRecord::isFinal).isPresent())
                .orElseThrow();
    }

    ScanReport report(ScanSpec scan) {
        return JSON.readValue(text(scan, ScanFile.SUMMARY), ScanReport.class);
    }

    String text(ScanSpec scan, ScanFile file) {
        return text(new ObjectName(file.path(scan.id())));
    }

    String log(ScanSpec scan) {
        return LogPartNames.newest(store, scan.id().toString()).stream()
                .map(this::text)
                .collect(Collectors.joining());
    }

    private String text(ObjectName name) {
        try (InputStream part = store.open(name).orElseThrow()) {
            return new String(part.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
