package io.wave.benchmark.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wave.cluster.Command;
import io.wave.job.JobKind;
import io.wave.job.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What happened according to the processes of the jobs (in files) and Kafka, independently of the engine. */
final class Evidence {

    private static final Duration POLL = Duration.ofSeconds(1);

    private final Path folder;

    Evidence(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("locks"));
        try (InputStream script = Evidence.class.getResourceAsStream("job.sh")) {
            Files.copy(Objects.requireNonNull(script), folder.resolve("job.sh"));
        }
    }

    Path folder() {
        return folder;
    }

    /** Jobs whose process was launched, once for each launch. */
    List<String> launched() {
        return lines("launched");
    }

    /** Jobs whose process did all its work, once for each time. */
    List<String> worked() {
        return lines("worked");
    }

    /** Processes that met another one of the same target. */
    List<String> violations() {
        return lines("violations");
    }

    private List<String> lines(String name) {
        try {
            Path file = folder.resolve(name);
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Targets of which something still runs. */
    List<String> held() {
        try (Stream<Path> locks = Files.list(folder.resolve("locks"))) {
            return locks.filter(Evidence::isHeld)
                    .map(lock -> String.valueOf(lock.getFileName()))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isHeld(Path lock) {
        return Command.of("flock", "--nonblock", lock.toString(), "true").run().exitCode() != 0;
    }

    /** The ids of the final events of each job, without repeated deliveries. */
    static Map<String, Set<String>> ends(Map<String, Object> kafka) {
        Map<String, Set<String>> ends = new TreeMap<>();
        try (var consumer = new KafkaConsumer<>(kafka, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = Stream.of(JobKind.values())
                    .flatMap(kind -> consumer.partitionsFor(Topics.events(kind)).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> last = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < last.getOrDefault(partition, 0L))) {
                consumer.poll(POLL).forEach(record -> note(record, ends));
            }
        }
        return ends;
    }

    private static void note(ConsumerRecord<String, String> record, Map<String, Set<String>> ends) {
        String type = header(record, "ce_type");
        if (type.endsWith(".succeeded") || type.endsWith(".failed")) {
            ends.computeIfAbsent(header(record, "ce_subject"), _ -> new HashSet<>())
                    .add(header(record, "ce_id"));
        }
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}
