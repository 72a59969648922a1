package io.wave.builder.buildkit;

import io.wave.build.BuildCompression;
import io.wave.build.BuildSpec;
import io.wave.builder.assembly.RegistryCalls;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.oci.MediaTypes;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.error.RegistryException;
import io.wave.registry.manifest.ManifestContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The image that a build has pushed by its digest: checked before it gets the tag by which it is found. */
final class PushedImage {

    private static final int LARGEST_CONFIG = 8 * 1024 * 1024;

    private final RegistryClient registries;
    private final JsonMapper json;
    private final BuildSpec spec;
    private final RegistryAccess access;
    private @Nullable ManifestContent manifest;

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

    /** @throws JobFailedException if it is not what was asked for */
    void check(Digest digest) throws InterruptedException {
        try {
            ManifestContent found = RegistryCalls.await(registries
                    .manifest(spec.target().at(digest), access)
                    .switchIfEmpty(Mono.error(() ->
                            new JobFailedException("build failed: the registry has lost the image that was pushed"))));
            manifest = found;
            JsonNode document = json.readTree(found.bytes());
            if (MediaTypes.isIndex(found.mediaType())) {
                throw new JobFailedException("build failed: BuildKit has pushed an index instead of an image");
            }
            checkLayers(document);
            checkPlatform(document);
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
                registries.content(target.registry(), target.repository(), digest, LARGEST_CONFIG, access)));
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
    void tag(Digest digest) throws InterruptedException {
        ManifestContent found =
                Optional.ofNullable(manifest).orElseThrow(() -> new IllegalStateException("the image was not checked"));
        ImageReference target = spec.target();
        try {
            Digest tagged = RegistryCalls.await(registries
                    .into(target.registry(), target.repository(), access)
                    .manifest(target.reference(), found.mediaType(), found.bytes()));
            if (!tagged.equals(digest)) {
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
