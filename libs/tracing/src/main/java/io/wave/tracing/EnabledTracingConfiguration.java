package io.wave.tracing;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.exporter.FinishedSpan;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/** What {@link TracingImportFilter} adds if there is an endpoint. */
@AutoConfiguration(before = MicrometerTracingAutoConfiguration.class)
public final class EnabledTracingConfiguration {

    private static final String PROBES = "/actuator";
    private static final List<String> HARMLESS = List.of("wave.", "messaging.");
    private static final String SENT_MESSAGE = "spring.kafka.template";

    @Bean
    static Traces traces(ObservationRegistry observations, Tracer tracer) {
        return new Traces(observations, tracer);
    }

    @Bean
    @Order(MicrometerTracingAutoConfiguration.DEFAULT_TRACING_OBSERVATION_HANDLER_ORDER)
    static DefaultTracingObservationHandler defaultTracingObservationHandler(Tracer tracer) {
        return new SafeErrors.Default(tracer);
    }

    @Bean
    @Order(MicrometerTracingAutoConfiguration.RECEIVER_TRACING_OBSERVATION_HANDLER_ORDER)
    static PropagatingReceiverTracingObservationHandler<?> propagatingReceiverTracingObservationHandler(
            Tracer tracer, Propagator propagator) {
        return new SafeErrors.Receiver(tracer, propagator);
    }

    @Bean
    @Order(MicrometerTracingAutoConfiguration.SENDER_TRACING_OBSERVATION_HANDLER_ORDER)
    static PropagatingSenderTracingObservationHandler<?> propagatingSenderTracingObservationHandler(
            Tracer tracer, Propagator propagator) {
        return new SafeErrors.Sender(tracer, propagator);
    }

    /** Paths contain the tokens of containers, and queries contain signatures: of what libraries add, only known values are kept. */
    @Bean
    static ObservationFilter pathsStayHere() {
        return context -> {
            context.getHighCardinalityKeyValues().stream()
                    .map(KeyValue::getKey)
                    .filter(key -> HARMLESS.stream().noneMatch(key::startsWith))
                    .forEach(context::removeHighCardinalityKeyValue);
            return context;
        };
    }

    /** A message that belongs to no trace does not begin one. */
    @Bean
    static ObservationPredicate messagesBeginNoTrace() {
        return (name, context) -> !name.equals(SENT_MESSAGE) || context.getParentObservation() != null;
    }

    /** A trace begins with a request, a message or a job: not with a probe, or with what the loops of a service do without end. */
    @Bean
    static SpanExportingPredicate tracesOfWork() {
        return span -> hasParent(span) || (beginsWork(span) && !isProbe(span));
    }

    private static boolean hasParent(FinishedSpan span) {
        return span.getParentId() != null && !span.getParentId().isEmpty();
    }

    private static boolean beginsWork(FinishedSpan span) {
        return span.getKind() == Span.Kind.SERVER || span.getKind() == Span.Kind.CONSUMER;
    }

    private static boolean isProbe(FinishedSpan span) {
        return span.getTags().getOrDefault("uri", "").startsWith(PROBES)
                || span.getName().contains(PROBES);
    }

    /** Jobs and calls have meters of their own. */
    @Bean
    static MeterFilter noMetersOfSpans() {
        return MeterFilter.denyNameStartsWith(Traces.PREFIX);
    }
}
