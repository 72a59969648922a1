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

/** The image that a build has pushed by its digest: checked before it gets the tag by which it is found. */
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

    /** The digest that the client has written to its metadata file. */
    Digest digestIn(Path metadata) throws IOException {
        try {
            return Digest.parse(
                    json.readTree(metadata).path("containerimage.digest").asString(""));
        } catch (JacksonException | IllegalArgumentException unreadable) {
            throw new IOException("BuildKit did not say which image it has pushed", unreadable);
        }
    }

    /**
     * The manifest of the image, which is to be tagged.
     *
     * @throws JobFailedException if the image is not what was asked for
     */
    ManifestContent checked(Digest digest) throws InterruptedException {
        try {
            ManifestContent manifest = RegistryCalls.await(registries
                    .manifest(spec.target().at(digest), access)
                    .switchIfEmpty(Mono.error(() ->
                            new JobFailedException("build failed: the registry has lost the image that was pushed"))));
            JsonNode document = json.readTree(manifest.bytes());
            if (MediaTypes.isIndex(manifest.mediaType())) {
                throw new JobFailedException("build failed: BuildKit has pushed an index instead of an image");
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
                    "build failed: containerFile: the image is of platform %s/%s, not of %s: its base image has no image for %s"
                            .formatted(system, architecture, wanted, wanted));
        }
    }

    /** Gives it its tag. */
    void tag(ManifestContent manifest) throws InterruptedException {
        ImageReference target = spec.target();
        try {
            Digest tagged = RegistryCalls.await(registries
                    .into(target.registry(), target.repository(), access)
                    .manifest(target.reference(), manifest.mediaType(), manifest.bytes()));
            if (!tagged.equals(manifest.digest())) {
                throw new JobFailedException("build failed: the registry has stored another image than was pushed");
            }
        } catch (RegistryException failure) {
            throw failed(failure);
        }
    }

    private JobFailedException failed(RegistryException failure) {
        return new JobFailedException("build failed: pushing %s: %s".formatted(spec.target(), failure.getMessage()));
    }
}
