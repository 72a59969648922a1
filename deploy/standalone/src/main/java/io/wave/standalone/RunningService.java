package io.wave.standalone;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * A running service; its classes are known to its class loader only.
 *
 * @param loader of its classes
 * @param context its application context
 */
record RunningService(ClassLoader loader, Closeable context) implements AutoCloseable {

    static final Duration STOP_LIMIT = Duration.ofSeconds(12);

    private static final String AVAILABILITY = "org.springframework.boot.availability.";

    /** Sets the readiness state of the service. */
    void setReady(boolean ready) {
        try {
            Class<?> state = loader.loadClass(AVAILABILITY + "ReadinessState");
            Object value = state.getField(ready ? "ACCEPTING_TRAFFIC" : "REFUSING_TRAFFIC")
                    .get(null);
            loader.loadClass(AVAILABILITY + "AvailabilityChangeEvent")
                    .getMethod(
                            "publish",
                            loader.loadClass("org.springframework.context.ApplicationContext"),
                            loader.loadClass(AVAILABILITY + "AvailabilityState"))
                    .invoke(null, context, value);
        } catch (ReflectiveOperationException unusable) {
            throw new IllegalStateException(unusable);
        }
    }

    @Override
    public void close() throws IOException {
        context.close();
    }
}
