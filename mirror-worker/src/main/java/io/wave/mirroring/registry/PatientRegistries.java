package io.wave.mirroring.registry;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.plan.Work;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.blob.BlobHead;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import io.wave.registry.manifest.ManifestContent;
import io.wave.registry.manifest.ResolvedManifest;
import io.wave.registry.push.BlobPush;
import io.wave.registry.push.BlobSource;
import io.wave.worker.registry.RegistryCalls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;

/** Calls of registries on the thread of a mirror. Failures that pass are waited out, for all mirrors of this worker together. */
public final class PatientRegistries {

    /** A registry that does not respond to this has not said how long to wait. */
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

    private final RegistryClient client;
    private final HostPauses pauses;
    private final int retries;

    public PatientRegistries(RegistryClient client, HostPauses pauses, int retries) {
        this.client = client;
        this.pauses = pauses;
        this.retries = retries;
    }

    /** The registries, on behalf of one mirror. */
    public Of of(String tenant, Work work) {
        return new Of(new RegistryAccess(tenant), work);
    }

    public HostPauses pauses() {
        return pauses;
    }

    /** Whether a call may succeed later without any change by users or operators. */
    public static boolean isTemporary(RegistryException failure) {
        return switch (failure.failure()) {
            case UNREACHABLE, TIMEOUT, BROKEN, RATE_LIMITED, SERVER_ERROR, LOGIN, BUSY -> true;
            case UNKNOWN_HOST, FORBIDDEN_ADDRESS, UNTRUSTED, REFUSED, INVALID_ANSWER, OTHER -> false;
        };
    }

    /** The registries, on behalf of one mirror. */
    public final class Of {

        private final RegistryAccess access;
        private final Work work;

        private Of(RegistryAccess access, Work work) {
            this.access = access;
            this.work = work;
        }

        /** The digest that a name refers to; empty if it does not exist. */
        public Optional<Digest> digest(ImageReference image) throws InterruptedException {
            return call(image.registry(), client.resolve(image, access)).map(ResolvedManifest::digest);
        }

        /** A manifest or index; empty if it does not exist. */
        public Optional<ManifestContent> manifest(ImageReference image) throws InterruptedException {
            return call(image.registry(), client.manifest(image, access));
        }

        /** The index of the referrers of a manifest. */
        public ManifestContent referrers(ImageReference image, Digest subject) throws InterruptedException {
            return call(image.registry(), client.referrers(image.registry(), image.repository(), subject, null, access))
                    .orElseThrow();
        }

        /** Copies a blob between repositories, unless the target has it. */
        public BlobPush copy(ImageReference source, ImageReference target, Digest digest, long size)
                throws InterruptedException {
            return call(
                            List.of(target.registry(), source.registry()),
                            client.into(target.registry(), target.repository(), access)
                                    .copy(new BlobSource(source.registry(), source.repository(), digest, size), access))
                    .orElseThrow();
        }

        /** Puts a manifest or index under the tag or digest of the reference. */
        public void put(ImageReference target, ManifestContent manifest) throws InterruptedException {
            Digest _ = call(
                            target.registry(),
                            client.into(target.registry(), target.repository(), access)
                                    .manifest(target.reference(), manifest.mediaType(), manifest.bytes()))
                    .orElseThrow();
        }

        /** Whether a repository has a blob; does not wait. */
        public CompletableFuture<Boolean> has(ImageReference repository, Digest digest) {
            return client.headBlob(repository.registry(), repository.repository(), digest, access)
                    .map((BlobHead _) -> true)
                    .defaultIfEmpty(false)
                    .onErrorReturn(false)
                    .toFuture()
                    .thenApply(Boolean.TRUE::equals);
        }

        private <T> Optional<T> call(String registry, Mono<T> call) throws InterruptedException {
            return call(List.of(registry), call);
        }

        private <T> Optional<T> call(List<String> registries, Mono<T> call) throws InterruptedException {
            for (int failures = 0; ; failures++) {
                work.requireLease();
                pause(registries);
                try {
                    Optional<T> result =
                            RegistryCalls.await(call.map(Optional::of).defaultIfEmpty(Optional.empty()));
                    registries.forEach(pauses::succeeded);
                    return result;
                } catch (RegistryException failure) {
                    if (failures >= retries || !isTemporary(failure)) {
                        throw failure;
                    }
                    work.log().line("waiting for a registry: " + failure.getMessage());
                    pauses.failed(failed(registries, failure), failure.retryAfter());
                }
            }
        }

        /** Waits until the registries may be used. */
        private void pause(List<String> registries) throws InterruptedException {
            Duration left = pauses.left(registries);
            if (left.isPositive()) {
                Thread.sleep(left);
                work.requireLease();
            }
        }

        /** The registry that a failure is of: its message begins with the name of the repository. */
        private static String failed(List<String> registries, RegistryException failure) {
            return registries.stream()
                    .filter(registry -> String.valueOf(failure.getMessage()).startsWith(registry + "/"))
                    .findFirst()
                    .orElse(registries.getFirst());
        }

        /**
         * Asks a registry whether it serves calls, and records the time for which it asks to wait.
         *
         * @return why it does not; empty if it does, or if its failure does not pass
         */
        public Optional<String> overload(ImageReference image) throws InterruptedException {
            try {
                Optional<Boolean> _ = RegistryCalls.await(client.resolve(image, access)
                        .map(_ -> Optional.of(true))
                        .timeout(PROBE_TIMEOUT, Mono.empty())
                        .defaultIfEmpty(Optional.empty()));
                return Optional.empty();
            } catch (RegistryException failure) {
                if (!isTemporary(failure)) {
                    return Optional.empty();
                }
                pauses.failed(image.registry(), failure.retryAfter());
                return Optional.of(String.valueOf(failure.getMessage()));
            }
        }
    }

    /** Whether the registry answered that it rejects the request. */
    public static boolean isRejection(RegistryException failure) {
        return failure.failure() == RegistryFailure.REFUSED;
    }
}
