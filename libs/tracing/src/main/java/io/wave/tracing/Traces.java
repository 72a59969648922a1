package io.wave.tracing;

import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;

/**
 * The trace of the work that the current thread, or the current reactive chain, does.
 *
 * <ol>
 *   <li>Work that is continued later or elsewhere keeps {@link #parent()} and is done within {@link #continued}.
 *   <li>No header of ours is sent to servers of others: their calls are spans of ours only.
 *   <li>Where no traces are exported, all methods do nothing, at no cost.
 * </ol>
 */
public final class Traces {

    /** No traces. */
    public static final Traces NONE = new Traces(ObservationRegistry.NOOP, Tracer.NOOP);

    /** The W3C header, in HTTP and in Kafka. */
    public static final String HEADER = "traceparent";

    /** The environment variable by which a program gets to know the span that has started it. */
    public static final String VARIABLE = "TRACEPARENT";

    /** Begins the names of the observations that are made here. */
    static final String PREFIX = "wave.span.";

    private static final ContextSnapshotFactory SNAPSHOTS =
            ContextSnapshotFactory.builder().build();

    private final ObservationRegistry observations;
    private final Tracer tracer;

    Traces(ObservationRegistry observations, Tracer tracer) {
        this.observations = observations;
        this.tracer = tracer;
    }

    /** The id of the current trace, as in the log. */
    public static Optional<String> currentId() {
        return Optional.ofNullable(MDC.get("traceId")).filter(id -> !id.isEmpty());
    }

    /** An id by which the cause of an internal error is found in the log: that of the current trace, or a random one. */
    public static String errorId() {
        return currentId()
                .orElseGet(() ->
                        HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 12));
    }

    /** The current span in the form of the header {@link #HEADER}. */
    public Optional<String> parent() {
        Span span = tracer.currentSpan();
        return Optional.ofNullable(span)
                .map(Span::context)
                .filter(context -> !context.traceId().isEmpty())
                .map(Traces::header);
    }

    /** The current span as environment variables of a program that is started; none where there is no span. */
    public Map<String, String> variables() {
        return parent().map(parent -> Map.of(VARIABLE, parent)).orElse(Map.of());
    }

    private static String header(TraceContext context) {
        String flags = Boolean.TRUE.equals(context.sampled()) ? "01" : "00";
        return "00-%s-%s-%s".formatted(context.traceId(), context.spanId(), flags);
    }

    /**
     * Begins a span of the current thread, which ends when it is closed.
     *
     * @param name what is done, such as {@code job}
     * @param parent the {@link #parent()} of the work that is continued; without it a trace begins
     */
    public WorkSpan continued(String name, String description, @Nullable String parent) {
        ReceiverContext<Map<String, String>> context = new ReceiverContext<>(Map::get, Kind.CONSUMER);
        context.setCarrier(parent == null ? Map.of() : Map.of(HEADER, parent));
        return WorkSpan.start(Observation.createNotStarted(PREFIX + name, () -> context, observations)
                .contextualName(description));
    }

    /** The same work, with the trace of the current thread, for another thread. */
    public static Runnable carried(Runnable work) {
        return SNAPSHOTS.captureAll().wrap(work);
    }

    /** A call to a server of others as a span of the current trace, if there is one; the server does not get to know it. */
    public <T> Mono<T> external(String description, String host, Mono<T> call) {
        return span("external", description, host, _ -> call);
    }

    /**
     * A call to another service of this installation as a span of the current trace.
     *
     * @param call the call with these headers
     */
    public <T> Mono<T> internal(String description, String service, Function<Map<String, String>, Mono<T>> call) {
        return span("internal", description, service, call);
    }

    private <T> Mono<T> span(
            String name, String description, String server, Function<Map<String, String>, Mono<T>> call) {
        if (observations.isNoop()) {
            return call.apply(Map.of());
        }
        return Mono.deferContextual(view -> {
            Observation current = observations.getCurrentObservation();
            Observation parent = view.<Observation>getOrEmpty(ObservationThreadLocalAccessor.KEY)
                    .orElse(current);
            if (parent == null) {
                return call.apply(Map.of());
            }
            Map<String, String> headers = new HashMap<>();
            SenderContext<Map<String, String>> context =
                    new SenderContext<>((_, key, value) -> headers.put(key, value), Kind.CLIENT);
            context.setCarrier(headers);
            context.setRemoteServiceName(server);
            Observation span = Observation.createNotStarted(PREFIX + name, () -> context, observations)
                    .contextualName(description)
                    .parentObservation(parent)
                    .start();
            return call.apply(headers).doOnError(span::error).doFinally(_ -> span.stop());
        });
    }
}
