package io.wave.builder.buildkit;

import io.wave.build.BuildCompression;
import io.wave.build.BuildSpec;
import io.wave.builder.assembly.RegistryCalls;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.oci.DocumentLimits;
import io.wave.oci.MediaTypes;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.error.RegistryException;
import io.wave.registry.manifest.ManifestContent;
import java.io.IOException;
import java.nio.file.Path;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The image that a build pushed by its digest: it is checked before it gets its tag. */
final class PushedImage {

    private final RegistryClient registries;
    private final JsonMapper json;
    private final BuildSpec spec;
    private final RegistryAccess access;

    PushedImage(RegistryClient registries, JsonMapper json, BuildSpec spec) {
        this.registries = registries;
        this.json = json;
        this.spec = spec;
        this.access = new RegistryAccess(spec.tenant());
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
        try {
            ManifestContent manifest = RegistryCalls.await(registries
                    .manifest(spec.target().at(digest), access)
                    .switchIfEmpty(Mono.error(
                            () -> new JobFailedException("build failed: the pushed image is not in the registry"))));
            JsonNode document = json.readTree(manifest.bytes());
            if (MediaTypes.isIndex(manifest.mediaType())) {
                throw new JobFailedException("build failed: BuildKit pushed an index instead of an image");
            }
            checkLayers(document);
            checkPlatform(document);
            return manifest;
        } catch (RegistryException failure) {
            throw failed(failure);
        }
    }

    private void checkLayers(JsonNode document) {
        BuildCompression compression = spec.compression();
        if (compression == null || !Boolean.TRUE.equals(compression.force())) {
            return;
        }
        String suffix = compression.mode() == BuildCompression.Mode.zstd ? "+zstd" : "gzip";
        for (JsonNode layer : document.path("layers")) {
            String mediaType = layer.path("mediaType").asString("");
            if (!mediaType.endsWith(suffix)) {
                throw new JobFailedException("build failed: buildCompression: layer %s is '%s', not compressed as asked"
                        .formatted(layer.path("digest").asString(""), mediaType));
            }
        }
    }

    private void checkPlatform(JsonNode document) throws InterruptedException {
        ImageReference target = spec.target();
        Digest digest = Digest.parse(document.path("config").path("digest").asString(""));
        JsonNode config = json.readTree(RegistryCalls.await(
                registries.content(target.registry(), target.repository(), digest, DocumentLimits.MAX_BYTES, access)));
        Platform wanted = spec.platform();
        String architecture = config.path("architecture").asString("");
        String system = config.path("os").asString("");
        if (!wanted.architecture().equals(architecture) || !wanted.os().equals(system)) {
            throw new JobFailedException(
                    "build failed: containerFile: the image has platform %s/%s instead of %s: its base image has no image for %s"
                            .formatted(system, architecture, wanted, wanted));
        }
    }

    /** Pushes the manifest under the tag. */
    void tag(ManifestContent manifest) throws InterruptedException {
        ImageReference target = spec.target();
        try {
            Digest tagged = RegistryCalls.await(registries
                    .into(target.registry(), target.repository(), access)
                    .manifest(target.reference(), manifest.mediaType(), manifest.bytes()));
            if (!tagged.equals(manifest.digest())) {
                throw new JobFailedException("build failed: the registry stored a different image than was pushed");
            }
        } catch (RegistryException failure) {
            throw failed(failure);
        }
    }

    private JobFailedException failed(RegistryException failure) {
        return new JobFailedException("build failed: pushing %s: %s".formatted(spec.target(), failure.getMessage()));
    }
}
