package io.wave.local.server;

import io.wave.local.data.GeneratedSecret;
import io.wave.local.process.LocalServiceException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Kafka's broker and controller in this JVM, on loopback unless told otherwise. Both require a generated password (SASL/PLAIN). The log survives a
 * restart. Topics are not created automatically.
 */
public final class KafkaServer implements AutoCloseable {

    private static final int NODE_ID = 1;
    private static final int SEGMENT_BYTES = 16 * 1024 * 1024;
    private static final long PARTITION_BYTES = 128L * 1024 * 1024;
    private static final String CONTROLLER = "CONTROLLER";
    private static final String PROTOCOL = "SASL_PLAINTEXT";
    private static final String MECHANISM = "PLAIN";
    private static final String USER = "wave";

    private final int port;
    private final int controllerPort;
    private final String password;
    private final KafkaRaftServer server;

    private KafkaServer(int port, int controllerPort, String password, KafkaRaftServer server) {
        this.port = port;
        this.controllerPort = controllerPort;
        this.password = password;
        this.server = server;
    }

    /** Starts it on free ports, formatting the folder the first time; the folder keeps the password too. */
    public static KafkaServer start(Path folder) {
        return start(folder, FreePort.find());
    }

    /** Starts it on this port, for a restart. */
    public static KafkaServer start(Path folder, int port) {
        return start(folder, port, Listening.LOOPBACK);
    }

    /** Starts it on this port of these addresses. The controller is on loopback in any case. */
    public static KafkaServer start(Path folder, int port, Listening listening) {
        String password = GeneratedSecret.in(folder.resolve("password"));
        format(folder);
        int controllerPort = FreePort.find();
        Map<String, String> settings = new HashMap<>(settings(folder, port, controllerPort, listening));
        settings.putAll(security(password));
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        server.startup();
        return new KafkaServer(port, controllerPort, password, server);
    }

    /**
     * Sets what happens instead of halting the JVM, as Kafka does when it cannot write. The calling Kafka thread is parked.
     */
    public static void onHalt(Consumer<String> action) {
        Exit.Procedure procedure = (_, message) -> {
            action.accept(message == null ? "Kafka has failed" : "Kafka has failed: " + message);
            while (true) {
                LockSupport.park();
            }
        };
        Exit.setHaltProcedure(procedure);
        Exit.setExitProcedure(procedure);
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
            throw new LocalServiceException("Kafka data folder %s could not be formatted".formatted(folder), failed);
        }
    }

    private static Map<String, String> settings(Path folder, int port, int controllerPort, Listening listening) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE_ID)),
                Map.entry("controller.quorum.voters", "%d@127.0.0.1:%d".formatted(NODE_ID, controllerPort)),
                Map.entry("controller.listener.names", CONTROLLER),
                Map.entry(
                        "listeners",
                        "%s://%s:%d,%s://127.0.0.1:%d"
                                .formatted(PROTOCOL, listening.address(), port, CONTROLLER, controllerPort)),
                Map.entry("advertised.listeners", "%s://%s:%d".formatted(PROTOCOL, listening.name(), port)),
                Map.entry("listener.security.protocol.map", "%1$s:%1$s,%2$s:%1$s".formatted(PROTOCOL, CONTROLLER)),
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
                // A short session: after a kill the next start waits for it to expire.
                Map.entry("broker.session.timeout.ms", "3000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "2"),
                // Connections share the file limit of this process with registry-proxy.
                Map.entry("max.connections", "500"),
                // Bounds the disk space of a partition; full segments above it are deleted.
                Map.entry("log.segment.bytes", Integer.toString(SEGMENT_BYTES)),
                Map.entry("log.retention.bytes", Long.toString(PARTITION_BYTES)),
                Map.entry("log.cleaner.dedupe.buffer.size", "4194304"));
    }

    /** One user for both listeners, and for the broker's own connections to the controller. */
    private static Map<String, String> security(String password) {
        String login = login(password) + " user_%s=\"%s\";".formatted(USER, password);
        return Map.of(
                "security.inter.broker.protocol",
                PROTOCOL,
                "sasl.enabled.mechanisms",
                MECHANISM,
                "sasl.mechanism.inter.broker.protocol",
                MECHANISM,
                "sasl.mechanism.controller.protocol",
                MECHANISM,
                "listener.name.%s.plain.sasl.jaas.config".formatted(PROTOCOL.toLowerCase(Locale.ROOT)),
                login,
                "listener.name.%s.plain.sasl.jaas.config".formatted(CONTROLLER.toLowerCase(Locale.ROOT)),
                login);
    }

    /** A JAAS entry without its final semicolon; the password is base64 and needs no escaping. */
    private static String login(String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\""
                .formatted(USER, password);
    }

    /** For {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The client settings for authentication. */
    public Map<String, String> credentials() {
        return Map.of(
                "security.protocol", PROTOCOL,
                "sasl.mechanism", MECHANISM,
                "sasl.jaas.config", login(password) + ";");
    }

    /** All client settings for a connection. */
    public Map<String, Object> clientSettings() {
        Map<String, Object> settings = new HashMap<>(credentials());
        settings.put("bootstrap.servers", bootstrapServers());
        return settings;
    }

    /** The same as properties of Spring Boot. */
    public Map<String, String> springProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("spring.kafka.bootstrap-servers", bootstrapServers());
        credentials().forEach((name, value) -> properties.put("spring.kafka.properties." + name, value));
        return properties;
    }

    int controllerPort() {
        return controllerPort;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
