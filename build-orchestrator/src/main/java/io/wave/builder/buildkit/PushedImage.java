package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.builder.containerfile.FinalBase;
import io.wave.builder.image.ImageCheck;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Work;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.error.RegistryException;
import io.wave.registry.manifest.ManifestContent;
import io.wave.worker.registry.RegistryCalls;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The image that a build pushed by its digest: it is checked before it gets its tag. */
final class PushedImage {

    private final RegistryClient registries;
    private final JsonMapper json;
    private final BuildSpec spec;
    private final Work work;
    private final ImageCheck check;

    PushedImage(RegistryClient registries, JsonMapper json, BuildSpec spec, Work work) {
        this.work = work;
        this.registries = registries;
        this.json = json;
        this.spec = spec;
        this.check = new ImageCheck(registries, json);
    }

    /** The digest in the text of the metadata file of the client. */
    Digest digestIn(String metadata) throws IOException {
        try {
            return Digest.parse(
                    json.readTree(metadata).path("containerimage.digest").asString(""));
        } catch (JacksonException | IllegalArgumentException unreadable) {
            throw new IOException("BuildKit did not report which image it pushed", unreadable);
        }
    }

    /**
     * Checks and tags the image.
     *
     * @param metadata the text of the metadata file of the client
     * @throws JobFailedException if the image differs from the request
     */
    Outcome release(String metadata, ProgressLog progress) throws IOException, InterruptedException {
        requirePlatformOfBase(progress);
        ManifestContent manifest = check.check(spec, digestIn(metadata));
        work.beginPush();
        tag(manifest);
        work.log().line("Pushed %s as %s".formatted(spec.target(), manifest.digest()));
        return new Outcome.Succeeded(manifest.digest());
    }

    /** The configuration of the image has the expected platform, whichever platform the files of its base image are for. */
    private void requirePlatformOfBase(ProgressLog progress) {
        FinalBase.of(spec)
                .ifPresent(base -> progress.otherPlatform(base).ifPresent(other -> {
                    throw new JobFailedException(
                            "build failed: containerFile: the base image %s has platform %s instead of %s"
                                    .formatted(base, other.found(), other.expected()));
                }));
    }

    private void tag(ManifestContent manifest) throws InterruptedException {
        ImageReference target = spec.target();
        try {
            Digest tagged = RegistryCalls.await(registries
                    .into(target.registry(), target.repository(), new RegistryAccess(spec.tenant()))
                    .manifest(target.reference(), manifest.mediaType(), manifest.bytes()));
            if (!tagged.equals(manifest.digest())) {
                throw new JobFailedException("build failed: the registry stored a different image than was pushed");
            }
        } catch (RegistryException failure) {
            throw new JobFailedException("build failed: pushing %s: %s".formatted(target, failure.getMessage()));
        }
    }
}
