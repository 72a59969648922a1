package io.wave.tracing;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import org.jspecify.annotations.Nullable;

/** Handlers whose spans have the class of an error: its message may contain a path with a token. The log has the message. */
final class SafeErrors {

    private SafeErrors() {}

    private static void record(Span span, @Nullable Throwable error) {
        if (error != null) {
            span.error(new Failure(error.getClass().getName()));
        }
    }

    static final class Default extends DefaultTracingObservationHandler {

        Default(Tracer tracer) {
            super(tracer);
        }

        @Override
        public void onError(Observation.Context context) {
            SafeErrors.record(getRequiredSpan(context), context.getError());
        }
    }

    static final class Receiver extends PropagatingReceiverTracingObservationHandler<ReceiverContext<?>> {

        Receiver(Tracer tracer, Propagator propagator) {
            super(tracer, propagator);
        }

        @Override
        public void onError(ReceiverContext<?> context) {
            SafeErrors.record(getRequiredSpan(context), context.getError());
        }
    }

    static final class Sender extends PropagatingSenderTracingObservationHandler<SenderContext<?>> {

        Sender(Tracer tracer, Propagator propagator) {
            super(tracer, propagator);
        }

        @Override
        public void onError(SenderContext<?> context) {
            SafeErrors.record(getRequiredSpan(context), context.getError());
        }
    }

    /** Has no stack trace. */
    private static final class Failure extends RuntimeException {

        Failure(String name) {
            super(name, null, false, false);
        }
    }
}
