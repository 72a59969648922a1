package io.wave.job.kubernetes.cluster;

import com.google.gson.JsonObject;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.util.Watch;
import io.wave.background.Background;
import io.wave.background.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of one type in one namespace, as the API has last reported them. They are listed, then watched for a few minutes,
 * then listed again, so that nothing depends on a watch that has silently stopped.
 */
final class ObjectWatch<T extends KubernetesObject> implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(ObjectWatch.class);
    /** A watch that ends earlier has not worked. */
    private static final long SHORT = Duration.ofSeconds(1).toNanos();

    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    private final String name;
    private final Source<T> source;
    private final Map<String, T> objects = new ConcurrentHashMap<>();
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), MAX_PAUSE);
    private volatile long reportedAt = System.nanoTime();
    private volatile boolean closed;
    private volatile @Nullable Thread thread;

    /** Where the objects come from. */
    interface Source<T> {

        Listing<T> list() throws ApiException;

        /** Watches from a version on, for a limited time. */
        Watch<JsonObject> watch(String version) throws ApiException;

        Class<T> type();
    }

    /** All objects at a version. */
    record Listing<T>(List<T> objects, String version) {}

    ObjectWatch(String name, Source<T> source) {
        this.name = name;
        this.source = source;
    }

    void start() {
        thread = Background.start(name, this::loop);
    }

    private void loop() {
        while (!closed) {
            try {
                long started = System.nanoTime();
                watch(list());
                if (System.nanoTime() - started > SHORT) {
                    backoff.reset();
                } else {
                    // A proxy that cuts streams must not cause a list after the other.
                    backoff.sleep();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            } catch (ApiException | IOException | RuntimeException unavailable) {
                if (!closed && !pause(unavailable)) {
                    return;
                }
            }
        }
    }

    private boolean pause(Exception unavailable) {
        String words = unavailable instanceof ApiException failure
                ? RefusedException.words(failure)
                : String.valueOf(unavailable.getMessage());
        logger.atInfo().addKeyValue("watch", name).log("Kubernetes objects are listed again: {}", words);
        try {
            backoff.sleep();
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String list() throws ApiException {
        Listing<T> listing = source.list();
        Map<String, T> present = new ConcurrentHashMap<>();
        listing.objects().forEach(object -> present.put(nameOf(object), object));
        objects.keySet().retainAll(present.keySet());
        objects.putAll(present);
        reported();
        return listing.version();
    }

    private void watch(String version) throws ApiException, IOException {
        try (Watch<JsonObject> watch = source.watch(version)) {
            while (!closed && watch.hasNext()) {
                Watch.Response<JsonObject> event = watch.next();
                if (event.object == null) {
                    // An error, for example because the version is too old.
                    return;
                }
                apply(event.type, event.object);
                reported();
            }
        }
    }

    private void apply(String type, JsonObject content) {
        switch (type) {
            case "ADDED", "MODIFIED" -> {
                T object = parse(content);
                objects.put(nameOf(object), object);
            }
            case "DELETED" -> objects.remove(nameOf(parse(content)));
            default -> {
                // A bookmark: an object with a version alone, which is not valid as an object of its type.
            }
        }
    }

    private T parse(JsonObject content) {
        return JSON.getGson().fromJson(content, source.type());
    }

    private void reported() {
        reportedAt = System.nanoTime();
    }

    private String nameOf(T object) {
        return Objects.requireNonNull(object.getMetadata().getName());
    }

    @Nullable
    T find(String objectName) {
        return objects.get(objectName);
    }

    Collection<T> all() {
        return objects.values();
    }

    /** Time since the API last reported anything, in seconds. */
    double age() {
        return (double) (System.nanoTime() - reportedAt) / Duration.ofSeconds(1).toNanos();
    }

    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
