package io.wave.builder;

import static org.awaitility.Awaitility.await;

import io.wave.build.BuildCommand;
import io.wave.build.BuildSpec;
import io.wave.build.BuildSteps;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.Topics;
import io.wave.local.LocalServices;
import io.wave.messaging.projection.JobRecords;
import io.wave.store.LogPartNames;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Commands builds as request-api does, and waits for what becomes of them. */
final class BuildRuns {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final KafkaTemplate<String, String> kafka;
    private final JobRecords records;
    private final ObjectStore store;

    BuildRuns(KafkaTemplate<String, String> kafka, JobRecords records, ObjectStore store) {
        this.kafka = kafka;
        this.records = records;
        this.store = store;
    }

    /** Sees a build from its command to its end. */
    JobRecord run(BuildSpec build) {
        send(new BuildCommand.Start(build));
        return awaitEnd(build);
    }

    void send(BuildCommand command) {
        String target = command instanceof BuildCommand.Start(var build, var _)
                ? build.target().toString()
                : "any";
        send(target, JSON.writeValueAsString(command));
    }

    /** Sends a command as it is written. */
    void send(String target, String command) {
        kafka.send(Topics.BUILD_COMMANDS, target, command).join();
    }

    /** The same as somebody who has no root key. */
    void sendUnsigned(String target, String command) {
        try (var producer = new KafkaProducer<>(
                LocalServices.kafka().clientSettings(), new StringSerializer(), new StringSerializer())) {
            var _ = producer.send(new ProducerRecord<>(Topics.BUILD_COMMANDS, target, command));
            producer.flush();
        }
    }

    JobRecord awaitEnd(BuildSpec build) {
        return await().atMost(TIMEOUT)
                .until(
                        () -> records.read(JobKind.BUILD, build.target().toString()),
                        record -> record.filter(JobRecord::isFinal).isPresent())
                .orElseThrow();
    }

    /** The log of a build so far. */
    String log(BuildSpec build) {
        return LogPartNames.newest(store, build.id().toString()).stream()
                .map(this::text)
                .collect(Collectors.joining());
    }

    /** The steps of a build as stored so far. */
    Optional<BuildSteps> steps(BuildSpec build) {
        return LogPartNames.newestProgress(store, build.id().toString())
                .map(name -> JSON.readValue(text(name), BuildSteps.class));
    }

    private String text(ObjectName name) {
        try (InputStream part = store.open(name).orElseThrow()) {
            return new String(part.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
