package io.wave.worker.egress;

import io.wave.job.engine.tool.InheritedEnvironment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Network access of tools: through the guard, or, without a guard, the same as that of the worker. */
public final class ToolEgress {

    private final @Nullable EgressGuard guard;
    private final boolean steps;
    private final ToolCertificates certificates;

    private ToolEgress(@Nullable EgressGuard guard, boolean steps, ToolCertificates certificates) {
        this.guard = guard;
        this.steps = steps;
        this.certificates = certificates;
    }

    /** @param steps whether programs that the tool runs, such as the steps of a build, use the guard too */
    public static ToolEgress guarded(EgressGuard guard, boolean steps, ToolCertificates certificates) {
        return new ToolEgress(guard, steps, certificates);
    }

    /** Without a guard; through the proxy of the operator, if configured. */
    public static ToolEgress unguarded(ToolCertificates certificates) {
        return new ToolEgress(null, true, certificates);
    }

    /** Opens the access of one job. */
    public Access open() {
        return new Access(guard == null ? null : guard.open(), steps, certificates);
    }

    /** The network access of one job, until it is closed. */
    public static final class Access implements AutoCloseable {

        private final @Nullable EgressPass pass;
        private final boolean steps;
        private final ToolCertificates certificates;

        private Access(@Nullable EgressPass pass, boolean steps, ToolCertificates certificates) {
            this.pass = pass;
            this.steps = steps;
            this.certificates = certificates;
        }

        /** The base environment of tools. */
        public Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>(InheritedEnvironment.environment());
            if (pass != null) {
                environment.putAll(pass.environment());
            }
            certificates.addTo(environment);
            return environment;
        }

        /** The file with the certificate authorities of the operator, for a program that does not read the environment. */
        public Optional<Path> authorities() {
            return certificates.authorities();
        }

        /** The guard, for a program that sends the credentials itself; empty without a guard. */
        public Optional<ProxyAccess> proxy() {
            return Optional.ofNullable(pass).map(EgressPass::proxy);
        }

        /** The most recent denied connection that these lines of a log mention. */
        public Optional<String> findRefusal(List<String> lines) {
            return Optional.ofNullable(pass).flatMap(present -> present.findRefusal(lines));
        }

        /** Whether programs that the tool runs get its environment. */
        public boolean forSteps() {
            return steps;
        }

        /** Why a connection of the job was denied, if one was. */
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
