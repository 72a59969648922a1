package io.wave.local;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Kafka's own broker and controller inside this JVM, on loopback. Its log survives a restart. Topics are created by those
 * who own them, never by being asked for.
 */
public final class KafkaServer implements AutoCloseable {

    private static final int NODE_ID = 1;
    private static final int SEGMENT_BYTES = 16 * 1024 * 1024;
    private static final long PARTITION_BYTES = 128L * 1024 * 1024;
    private static final String CONTROLLER = "CONTROLLER";

    private final int port;
    private final KafkaRaftServer server;

    private KafkaServer(int port, KafkaRaftServer server) {
        this.port = port;
        this.server = server;
    }

    /** Starts it on free ports, formatting the folder the first time. */
    public static KafkaServer start(Path folder) {
        return start(folder, FreePort.find());
    }

    /** Starts it on this port, as one that was away for a while. */
    public static KafkaServer start(Path folder, int port) {
        format(folder);
        KafkaConfig configuration = new KafkaConfig(settings(folder, port, FreePort.find()), false);
        KafkaRaftServer server = new KafkaRaftServer(configuration, Time.SYSTEM);
        server.startup();
        return new KafkaServer(port, server);
    }

    private static void format(Path folder) {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE_ID)
                    .setControllerListenerName(CONTROLLER)
                    .setMetadataLogDirectory(folder.toString())
                    .addDirectory(folder.toString())
                    .run();
        } catch (Exception failed) {
            throw new LocalServiceException("Kafka's folder %s cannot be formatted".formatted(folder), failed);
        }
    }

    private static Map<String, String> settings(Path folder, int port, int controllerPort) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE_ID)),
                Map.entry("controller.quorum.voters", "%d@127.0.0.1:%d".formatted(NODE_ID, controllerPort)),
                Map.entry("controller.listener.names", CONTROLLER),
                Map.entry(
                        "listeners",
                        "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d".formatted(port, CONTROLLER, controllerPort)),
                Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:%d".formatted(port)),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,%s:PLAINTEXT".formatted(CONTROLLER)),
                Map.entry("log.dirs", folder.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("log.flush.interval.ms", "1000"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("group.min.session.timeout.ms", "1000"),
                // A killed broker is forgotten soon, else the next start waits for its session to end.
                Map.entry("broker.session.timeout.ms", "3000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "2"),
                // Its files and those of the door's connections are of one process: a bound of its own keeps some for
                // it.
                Map.entry("max.connections", "500"),
                // The disk is shared with all else: a segment that is full may go when its topic has more than this.
                Map.entry("log.segment.bytes", Integer.toString(SEGMENT_BYTES)),
                Map.entry("log.retention.bytes", Long.toString(PARTITION_BYTES)),
                Map.entry("log.cleaner.dedupe.buffer.size", "4194304"));
    }

    /** For {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
