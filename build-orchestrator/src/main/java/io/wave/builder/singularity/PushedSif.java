package io.wave.builder.singularity;

import io.wave.build.BuildSpec;
import io.wave.image.Digest;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Work;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.error.RegistryException;
import io.wave.worker.registry.RegistryCalls;
import java.time.Duration;

/** The image that a build has pushed. */
final class PushedSif {

    private static final int MAX_LOOKS = 6;
    private static final Duration LOOK_PAUSE = Duration.ofSeconds(1);

    private final RegistryClient registries;
    private final BuildSpec spec;
    private final Work work;

    PushedSif(RegistryClient registries, BuildSpec spec, Work work) {
        this.registries = registries;
        this.spec = spec;
        this.work = work;
    }

    /** The program does not print the digest, so it is read from the registry, which may take a moment to show it. */
    Outcome outcome() throws InterruptedException {
        try {
            Digest digest = RegistryCalls.await(registries
                            .resolve(spec.target(), new RegistryAccess(spec.tenant()))
                            .repeatWhenEmpty(MAX_LOOKS, times -> times.delayElements(LOOK_PAUSE)))
                    .digest();
            return new Outcome.Succeeded(digest);
        } catch (RegistryException failure) {
            throw SifFiles.failed(work, String.valueOf(failure.getMessage()));
        }
    }
}
