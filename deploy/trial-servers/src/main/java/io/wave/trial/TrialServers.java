package io.wave.trial;

import io.wave.local.data.DataFolder;
import io.wave.local.data.GeneratedSecret;
import io.wave.local.server.KafkaServer;
import io.wave.local.server.Listening;
import io.wave.local.server.PostgresServer;
import io.wave.local.server.RedisServer;
import io.wave.local.server.ServerChild;
import io.wave.local.server.StaleServers;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL, Redis, Kafka and an S3 server on all addresses, with one password. PostgreSQL, Kafka and S3 keep their data in the
 * folder. A database and a bucket are there when they have started, topics are not.
 */
final class TrialServers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrialServers.class);
    private static final String DATABASE = "wave";

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final List<ServerChild> processes = new ArrayList<>();

    private TrialServers() {}

    /** Starts all of them, or none. */
    static TrialServers start(TrialSettings settings) {
        TrialServers servers = new TrialServers();
        try {
            servers.startIn(servers.keep(DataFolder.open(settings.folder())), settings);
            return servers;
        } catch (RuntimeException | Error failed) {
            servers.close();
            throw failed;
        }
    }

    private void startIn(DataFolder data, TrialSettings settings) {
        StaleServers.stopIn(data.path());
        Listening listening = Listening.everywhere(settings.host());
        TrialSettings.Ports ports = settings.ports();
        Path folder = withPassword(data.folder("postgresql"), settings);
        PostgresServer postgres =
                keep(PostgresServer.start(folder, folder.resolve("programs"), ports.postgres(), listening));
        postgres.database(DATABASE);
        processes.add(postgres);
        processes.add(keep(RedisServer.start(withPassword(data.folder("redis"), settings), ports.redis(), listening)));
        keep(KafkaServer.start(withPassword(data.folder("kafka"), settings), ports.kafka(), listening));
        keep(S3Server.start(data.folder("s3"), ports.s3(), settings.password()));
    }

    private static Path withPassword(Path folder, TrialSettings settings) {
        GeneratedSecret.set(folder.resolve("password"), settings.password());
        return folder;
    }

    private <T extends AutoCloseable> T keep(T server) {
        started.push(server);
        return server;
    }

    /** What ended by itself: the last line of its log. */
    Optional<String> failure() {
        return processes.stream()
                .filter(server -> !server.isAlive())
                .map(ServerChild::lastLogLine)
                .findFirst();
    }

    /** In the reverse order of their start. */
    @Override
    public void close() {
        while (!started.isEmpty()) {
            AutoCloseable server = started.pop();
            try {
                server.close();
            } catch (Exception failed) {
                LOG.atWarn()
                        .setCause(failed)
                        .addKeyValue("server", server.getClass().getSimpleName())
                        .log("could not be stopped");
            }
        }
    }
}
