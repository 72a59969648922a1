package io.wave.local;

import io.wave.local.data.DataFolder;
import io.wave.local.server.Database;
import io.wave.local.server.DockerRegistry;
import io.wave.local.server.KafkaServer;
import io.wave.local.server.MotoServer;
import io.wave.local.server.PostgresServer;
import io.wave.local.server.RedisServer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;

/**
 * The servers of this JVM's tests: each is started when it is first requested, in a temporary folder, and stopped after the
 * last application context. Tests share the servers but not the data: {@link #newDatabase()} and
 * {@link #newRedisDatabase()} return a new one for each.
 */
public final class LocalServices {

    private static final LocalServices SHARED = new LocalServices(TemporaryFolders.create());

    private final DataFolder folder;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final AtomicInteger redisDatabases = new AtomicInteger();
    private final AtomicInteger registries = new AtomicInteger();
    private @Nullable PostgresServer postgres;
    private @Nullable RedisServer redis;
    private @Nullable KafkaServer kafka;
    private @Nullable MotoServer moto;

    private LocalServices(DataFolder folder) {
        this.folder = folder;
        // Not a JVM hook: those run concurrently, and PostgreSQL must outlive the contexts that use it.
        SpringApplication.getShutdownHandlers().add(this::stop);
    }

    /** The server of this JVM. */
    public static PostgresServer postgres() {
        return SHARED.sharedPostgres();
    }

    /** A new database of the shared server. */
    public static Database newDatabase() {
        return postgres().newDatabase();
    }

    /** The server of this JVM. */
    public static RedisServer redis() {
        return SHARED.sharedRedis();
    }

    /** The number of an unused database of the shared server. Channels are shared by all databases. */
    public static int newRedisDatabase() {
        return SHARED.redisDatabases.getAndIncrement() % RedisServer.DATABASES;
    }

    /** The broker of this JVM. */
    public static KafkaServer kafka() {
        return SHARED.sharedKafka();
    }

    /** A new, empty registry; closed by the caller or at the end. */
    public static DockerRegistry newRegistry() {
        return SHARED.start("registry-" + SHARED.registries.incrementAndGet(), DockerRegistry::start);
    }

    /** The APIs of AWS, which all tests of this JVM share. */
    public static MotoServer moto() {
        return SHARED.sharedMoto();
    }

    private synchronized MotoServer sharedMoto() {
        if (moto == null) {
            moto = start("moto", MotoServer::start);
        }
        return moto;
    }

    private synchronized PostgresServer sharedPostgres() {
        if (postgres == null) {
            postgres = start("postgresql", data -> PostgresServer.start(data, TemporaryFolders.postgresBinaries()));
        }
        return postgres;
    }

    private synchronized RedisServer sharedRedis() {
        if (redis == null) {
            redis = start("redis", RedisServer::start);
        }
        return redis;
    }

    private synchronized KafkaServer sharedKafka() {
        if (kafka == null) {
            kafka = start("kafka", KafkaServer::start);
        }
        return kafka;
    }

    private synchronized <T extends AutoCloseable> T start(String name, Function<Path, T> server) {
        T running = server.apply(folder.folder(name));
        started.push(running);
        return running;
    }

    private synchronized void stop() {
        while (!started.isEmpty()) {
            close(started.pop());
        }
        TemporaryFolders.delete(folder);
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // The JVM is ending, logging with it.
    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception next) {
            next.printStackTrace();
        }
    }
}
