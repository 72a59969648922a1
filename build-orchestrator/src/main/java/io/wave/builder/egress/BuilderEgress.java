package io.wave.builder.egress;

import io.wave.job.engine.tool.InheritedEnvironment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How builders reach the world: through the guard, or as the worker does where there is none. */
public final class BuilderEgress {

    private final @Nullable EgressGuard guard;
    private final boolean steps;

    private BuilderEgress(@Nullable EgressGuard guard, boolean steps) {
        this.guard = guard;
        this.steps = steps;
    }

    /** @param steps whether the steps of a build are told of the guard */
    public static BuilderEgress guarded(EgressGuard guard, boolean steps) {
        return new BuilderEgress(guard, steps);
    }

    /** With the operator's own proxy, if any. */
    public static BuilderEgress unguarded() {
        return new BuilderEgress(null, true);
    }

    /** Access for one build, until it is closed. */
    public Access open() {
        return new Access(guard == null ? null : guard.open(), steps);
    }

    /** One build's access. */
    public static final class Access implements AutoCloseable {

        private final @Nullable EgressPass pass;
        private final boolean steps;

        private Access(@Nullable EgressPass pass, boolean steps) {
            this.pass = pass;
            this.steps = steps;
        }

        /** What a tool's environment begins with. */
        public Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>(InheritedEnvironment.environment());
            if (pass != null) {
                environment.putAll(pass.environment());
            }
            return environment;
        }

        /** Whether the steps of a build have the same environment as the builder. */
        public boolean forSteps() {
            return steps;
        }

        /** Why a connection of the build was refused, if one was. */
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
