package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.builder.image.ImageCheck;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.error.RegistryException;
import io.wave.registry.manifest.ManifestContent;
import io.wave.worker.registry.RegistryCalls;
import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The image that a build pushed by its digest: it is checked before it gets its tag. */
final class PushedImage {

    private final RegistryClient registries;
    private final JsonMapper json;
    private final BuildSpec spec;
    private final ImageCheck check;

    PushedImage(RegistryClient registries, JsonMapper json, BuildSpec spec) {
        this.registries = registries;
        this.json = json;
        this.spec = spec;
        this.check = new ImageCheck(registries, json);
    }

    /** The digest in the metadata file of the client. */
    Digest digestIn(Path metadata) throws IOException {
        try {
            return Digest.parse(
                    json.readTree(metadata).path("containerimage.digest").asString(""));
        } catch (JacksonException | IllegalArgumentException unreadable) {
            throw new IOException("BuildKit did not report which image it pushed", unreadable);
        }
    }

    /**
     * Returns the manifest of the image.
     *
     * @throws JobFailedException if the image differs from the request
     */
    ManifestContent checked(Digest digest) throws InterruptedException {
        return check.check(spec, digest);
    }

    /** Pushes the manifest under the tag. */
    void tag(ManifestContent manifest) throws InterruptedException {
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
