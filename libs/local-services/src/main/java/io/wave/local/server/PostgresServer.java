package io.wave.local.server;

import io.wave.local.data.DataFolder;
import io.wave.local.data.GeneratedSecret;
import io.wave.local.process.LocalServiceException;
import io.wave.local.process.LogFile;
import io.wave.local.process.Termination;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * PostgreSQL from zonky's binaries, on loopback unless told otherwise, durable and with passwords: what was committed survives a crash of the
 * machine. Runs as root too.
 */
public final class PostgresServer implements ServerChild {

    private static final String OWNER = "wave";
    private static final String OTHER_MACHINES = "host all %s all scram-sha-256%n".formatted(OWNER);
    private static final String LOG = "postgres.log";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final Map<String, String> SETTINGS = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "max_connections", "200",
            "password_encryption", "scram-sha-256",
            "unix_socket_directories", "''");

    private final EmbeddedPostgres server;
    private final ProcessHandle process;
    private final String password;
    private final Path log;

    private PostgresServer(EmbeddedPostgres server, ProcessHandle process, String password, Path log) {
        this.server = server;
        this.process = process;
        this.password = password;
        this.log = log;
    }

    /**
     * Starts it on a free port.
     *
     * @param folder keeps the data, the password and the log
     * @param binaries keeps the extracted programs; may be shared
     */
    public static PostgresServer start(Path folder, Path binaries) {
        return start(folder, binaries, FreePort.find());
    }

    /** Starts it on this port, for a restart. */
    public static PostgresServer start(Path folder, Path binaries, int port) {
        return start(folder, binaries, port, Listening.LOOPBACK);
    }

    /** Starts it on this port of these addresses; from other machines only the owner of the databases can log in. */
    public static PostgresServer start(Path folder, Path binaries, int port, Listening listening) {
        Path data = folder.resolve("data");
        stopStale(data);
        Path log = folder.resolve(LOG);
        Path passwordFile = folder.resolve("password");
        String password = GeneratedSecret.in(passwordFile);
        try {
            deleteLock(data);
            EmbeddedPostgres.Builder builder = builder(folder, data, binaries, passwordFile, password)
                    .setPort(port)
                    .setServerConfig("listen_addresses", listening.address());
            EmbeddedPostgres server = PostgresStart.run(builder, data);
            ProcessHandle process = postmaster(data)
                    .orElseThrow(() -> new LocalServiceException(
                            "PostgreSQL has ended, see %s: %s".formatted(log, LogFile.lastLine(log))));
            PostgresServer started = new PostgresServer(server, process, password, log);
            started.ensureOwner();
            if (!listening.equals(Listening.LOOPBACK)) {
                started.admitOtherMachines(data.resolve("pg_hba.conf"));
            }
            return started;
        } catch (IOException | SQLException | IllegalStateException failed) {
            throw new LocalServiceException(
                    "PostgreSQL could not be started, see %s: %s".formatted(log, LogFile.lastLine(log)), failed);
        }
    }

    /** zonky keeps its lock after a failed start. {@link DataFolder} locks the folder for this JVM. */
    private static void deleteLock(Path data) throws IOException {
        Files.deleteIfExists(data.resolve("epg-lock"));
    }

    private static EmbeddedPostgres.Builder builder(
            Path folder, Path data, Path binaries, Path passwordFile, String password) {
        var log = ProcessBuilder.Redirect.appendTo(folder.resolve(LOG).toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_TIMEOUT)
                // Options of initdb: there is no moment without passwords.
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toString())
                .setConnectConfig("password", password)
                .setOutputRedirector(log)
                .setErrorRedirector(log);
        SETTINGS.forEach(builder::setServerConfig);
        return builder;
    }

    static void stopStale(Path data) {
        postmaster(data).ifPresent(process -> {
            interrupt(process);
            if (!Termination.of(process).awaitExit(STOP_TIMEOUT)) {
                throw new LocalServiceException("PostgreSQL process %d does not end".formatted(process.pid()));
            }
        });
    }

    /** SIGINT is the fast shutdown; on SIGTERM PostgreSQL waits for its clients. */
    private static void interrupt(ProcessHandle process) {
        try {
            new ProcessBuilder("sh", "-c", "kill -INT " + process.pid())
                    .inheritIO()
                    .start();
        } catch (IOException failed) {
            throw LocalServiceException.of("PostgreSQL process " + process.pid(), failed);
        }
    }

    /** The running server of this folder. */
    static Optional<ProcessHandle> postmaster(Path data) {
        Path pidFile = data.resolve("postmaster.pid");
        try {
            return Files.readAllLines(pidFile).stream()
                    .findFirst()
                    .map(Long::parseLong)
                    .flatMap(ProcessHandle::of)
                    .filter(process -> PostgresStart.isOf(data, process));
        } catch (IOException notRunning) {
            return Optional.empty();
        }
    }

    private void ensureOwner() throws SQLException {
        execute("""
            DO $$
            BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
                CREATE ROLE %1$s LOGIN PASSWORD '%2$s';
              END IF;
            END
            $$
            """.formatted(OWNER, password));
    }

    private void admitOtherMachines(Path rules) throws IOException, SQLException {
        if (!Files.readString(rules).endsWith(OTHER_MACHINES)) {
            Files.writeString(rules, OTHER_MACHINES, StandardOpenOption.APPEND);
            execute("SELECT pg_reload_conf()");
        }
    }

    /** A database of this name, created if it is not there. */
    public Database database(String name) {
        try {
            if (!exists(name)) {
                execute("CREATE DATABASE %s OWNER %s".formatted(name, OWNER));
            }
            return new Database("jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), name), OWNER, password);
        } catch (SQLException failed) {
            throw new LocalServiceException("Database %s could not be created".formatted(name), failed);
        }
    }

    /** A new, empty database. */
    public Database newDatabase() {
        return database("test_" + UUID.randomUUID().toString().replace("-", "").toLowerCase(Locale.ROOT));
    }

    private boolean exists(String name) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                var query = connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
            query.setString(1, name);
            try (ResultSet found = query.executeQuery()) {
                return found.next();
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean isAlive() {
        return !Termination.hasEnded(process);
    }

    @Override
    public String lastLogLine() {
        return LogFile.lastLine(log);
    }

    /** Fast shutdown: ends sessions, writes a checkpoint and stops. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw LocalServiceException.of("PostgreSQL", failed);
        }
        Termination.of(process).awaitExit(STOP_TIMEOUT);
    }
}
