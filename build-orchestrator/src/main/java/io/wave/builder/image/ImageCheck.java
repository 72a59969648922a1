package io.wave.builder.image;

import io.wave.augment.derive.PlatformImage;
import io.wave.augment.derive.PlatformImages;
import io.wave.augment.manifest.Descriptor;
import io.wave.augment.manifest.ManifestException;
import io.wave.build.BuildCompression;
import io.wave.build.BuildCompression.Mode;
import io.wave.build.BuildSpec;
import io.wave.builder.containerfile.FinalBase;
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
import io.wave.worker.registry.RegistryCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks an image that a build has pushed: it must have the requested platform and compression. */
public final class ImageCheck {

    private static final String TABLE_OF_CONTENTS = "containerd.io/snapshot/stargz/toc.digest";

    private final RegistryClient registries;
    private final JsonMapper json;

    public ImageCheck(RegistryClient registries, JsonMapper json) {
        this.registries = registries;
        this.json = json;
    }

    /**
     * The manifest of the image.
     *
     * @param digest digest of the image in the repository of the build's target
     * @throws JobFailedException if the image is not as requested, or cannot be read
     */
    public ManifestContent check(BuildSpec spec, Digest digest) throws InterruptedException {
        try {
            ManifestContent manifest = RegistryCalls.await(registries
                    .manifest(spec.target().at(digest), new RegistryAccess(spec.tenant()))
                    .switchIfEmpty(Mono.error(
                            () -> new JobFailedException("build failed: the pushed image is not in the registry"))));
            if (MediaTypes.isIndex(manifest.mediaType())) {
                throw new JobFailedException("build failed: the builder pushed an index instead of an image");
            }
            JsonNode document = json.readTree(manifest.bytes());
            checkPlatform(spec, document);
            checkCompression(spec, document);
            return manifest;
        } catch (RegistryException failure) {
            throw new JobFailedException(
                    "build failed: checking %s: %s".formatted(spec.target(), failure.getMessage()));
        }
    }

    private void checkPlatform(BuildSpec spec, JsonNode document) throws InterruptedException {
        ImageReference target = spec.target();
        Digest digest = Digest.parse(document.path("config").path("digest").asString(""));
        JsonNode config = json.readTree(RegistryCalls.await(registries.content(
                target.registry(),
                target.repository(),
                digest,
                DocumentLimits.MAX_BYTES,
                new RegistryAccess(spec.tenant()))));
        Platform wanted = spec.platform();
        String architecture = config.path("architecture").asString("");
        String system = config.path("os").asString("");
        if (!wanted.architecture().equals(architecture) || !wanted.os().equals(system)) {
            throw new JobFailedException(
                    "build failed: containerFile: the image has platform %s/%s instead of %s: its base image has no image for %s"
                            .formatted(system, architecture, wanted, wanted));
        }
    }

    /** The layers of the base image keep their compression unless the request applies to them too. */
    private void checkCompression(BuildSpec spec, JsonNode document) throws InterruptedException {
        BuildCompression compression = spec.compression();
        Mode mode = compression == null || compression.mode() == null ? Mode.gzip : compression.mode();
        List<JsonNode> others = new ArrayList<>();
        document.path("layers").forEach(layer -> {
            if (!isCompressed(layer, mode)) {
                others.add(layer);
            }
        });
        if (others.isEmpty()) {
            return;
        }
        if (compression == null || !compression.appliesToBase()) {
            Set<String> kept = baseLayers(spec);
            others.removeIf(layer -> kept.contains(digest(layer)));
        }
        if (!others.isEmpty()) {
            throw new JobFailedException(
                    "build failed: buildCompression.mode: layer %s of type '%s' is not compressed with %s"
                            .formatted(
                                    digest(others.getFirst()),
                                    others.getFirst().path("mediaType").asString(""),
                                    mode));
        }
    }

    private static boolean isCompressed(JsonNode layer, Mode mode) {
        String type = layer.path("mediaType").asString("");
        return switch (mode) {
            case gzip -> type.endsWith("gzip");
            case zstd -> type.endsWith("+zstd");
            case estargz -> type.endsWith("gzip") && layer.path("annotations").has(TABLE_OF_CONTENTS);
        };
    }

    private Set<String> baseLayers(BuildSpec spec) throws InterruptedException {
        Optional<ImageReference> base = FinalBase.of(spec);
        if (base.isEmpty()) {
            return Set.of();
        }
        try {
            PlatformImage image = RegistryCalls.await(
                    new PlatformImages(registries).find(base.get(), spec.platform(), spec.tenant()));
            return image.manifest().layers().stream()
                    .map(Descriptor::digest)
                    .map(Digest::toString)
                    .collect(Collectors.toSet());
        } catch (ManifestException unreadable) {
            throw new JobFailedException("build failed: containerFile: base image: " + unreadable.getMessage());
        }
    }

    private static String digest(JsonNode descriptor) {
        return descriptor.path("digest").asString("");
    }
}
