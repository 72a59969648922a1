package io.wave.builder.egress;

import io.wave.job.engine.tool.InheritedEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Network access of builders: through the guard, or, without a guard, the same as that of the worker. */
public final class BuilderEgress {

    private final @Nullable EgressGuard guard;
    private final boolean steps;

    private BuilderEgress(@Nullable EgressGuard guard, boolean steps) {
        this.guard = guard;
        this.steps = steps;
    }

    /** @param steps whether the steps of a build use the guard too */
    public static BuilderEgress guarded(EgressGuard guard, boolean steps) {
        return new BuilderEgress(guard, steps);
    }

    /** Without a guard; through the proxy of the operator, if configured. */
    public static BuilderEgress unguarded() {
        return new BuilderEgress(null, true);
    }

    /** Opens the access of one build. */
    public Access open() {
        return new Access(guard == null ? null : guard.open(), steps);
    }

    /** The network access of one build, until it is closed. */
    public static final class Access implements AutoCloseable {

        private final @Nullable EgressPass pass;
        private final boolean steps;

        private Access(@Nullable EgressPass pass, boolean steps) {
            this.pass = pass;
            this.steps = steps;
        }

        /** The base environment of tools. */
        public Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>(InheritedEnvironment.environment());
            if (pass != null) {
                environment.putAll(pass.environment());
            }
            return environment;
        }

        /** The guard, for a program that sends the credentials itself; empty without a guard. */
        public Optional<ProxyAccess> proxy() {
            return Optional.ofNullable(pass).map(EgressPass::proxy);
        }

        /** The most recent denied connection that these lines of a log mention. */
        public Optional<String> findRefusal(List<String> lines) {
            return Optional.ofNullable(pass).flatMap(present -> present.findRefusal(lines));
        }

        /** Whether the steps of a build get the same environment as the builder. */
        public boolean forSteps() {
            return steps;
        }

        /** Why a connection of the build was denied, if one was. */
        public Optional<String> refusal() {
            return Optional.ofNullable(pass).flatMap(EgressPass::refusal);
        }

        @Override
        public void close() {
            if (pass != null) {
                pass.close();
            }
        }
    }
}
