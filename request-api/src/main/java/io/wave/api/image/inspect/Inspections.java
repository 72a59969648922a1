package io.wave.api.image.inspect;

import io.wave.api.access.ImageAccess;
import io.wave.api.image.RegistryContent;
import io.wave.api.security.caller.Caller;
import io.wave.api.web.problem.ApiException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.oci.DocumentLimits;
import io.wave.oci.MediaTypes;
import io.wave.registry.config.RegistryEndpoint;
import io.wave.registry.manifest.ManifestContent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Inspects images, indexes, and images of Docker schema 1. */
@Service
public class Inspections {

    private static final String IMAGE = "containerImage";
    private static final String ORAS = "oras://";
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(DocumentLimits.MAX_TOKENS)
                            .maxNestingDepth(DocumentLimits.MAX_DEPTH)
                            .build())
                    .build())
            .build();

    private final RegistryContent registries;
    private final ImageAccess access;

    Inspections(RegistryContent registries, ImageAccess access) {
        this.registries = registries;
        this.access = access;
    }

    /**
     * Inspects what a name currently refers to. An index is returned as such unless a platform is given.
     *
     * @param name image name, as typed
     * @param platform one platform, or null
     * @param caller the caller
     * @throws ApiException 400 if the name or platform is invalid, else the status of the registry's error
     */
    public Inspection inspect(String name, @Nullable String platform, Caller caller) {
        ImageReference image = image(name);
        Platform wanted = platform == null || platform.isBlank() ? null : platform(platform);
        return registries.holding(() -> inspect(image, wanted, caller.tenant()));
    }

    private Inspection inspect(ImageReference image, @Nullable Platform wanted, String tenant) {
        ManifestContent found = registries.manifest(IMAGE, image, tenant);
        access.require(IMAGE, image, found.digest(), tenant);
        if (!MediaTypes.isIndex(found.mediaType())) {
            return Inspection.of(container(image, found, tenant));
        }
        InspectedIndex index = InspectedIndex.of(found, read(image, found.bytes()));
        return wanted == null
                ? Inspection.of(index)
                : Inspection.of(container(image, find(image, index, wanted, tenant), tenant));
    }

    private ManifestContent find(ImageReference image, InspectedIndex index, Platform wanted, String tenant) {
        Digest digest = index.find(wanted)
                .or(() -> index.isSilent()
                        ? registries.digest(IMAGE, image.at(index.digest()), wanted, tenant)
                        : Optional.empty())
                .orElseThrow(() ->
                        ApiException.notFound("%s: '%s' has no image for platform %s".formatted(IMAGE, image, wanted)));
        return registries.manifest(IMAGE, image.at(digest), tenant);
    }

    private InspectedImage container(ImageReference image, ManifestContent found, String tenant) {
        LenientJson json = read(image, found.bytes());
        String type = found.mediaType();
        boolean schema1 = MediaTypes.isSchema1(type);
        InspectedManifest manifest =
                schema1 ? InspectedManifest.ofSchema1(type, json) : InspectedManifest.of(type, json);
        InspectedConfig config = schema1 ? newest(image, json) : config(image, manifest, tenant);
        return new InspectedImage(
                image.registry(),
                RegistryEndpoint.ofRegistry(image.registry()).base().toString(),
                image.repository(),
                image.reference().toString(),
                found.digest(),
                config,
                manifest,
                schema1,
                !schema1,
                type.startsWith("application/vnd.oci."));
    }

    private InspectedConfig config(ImageReference image, InspectedManifest manifest, String tenant) {
        String text = manifest.config() == null ? null : manifest.config().digest();
        try {
            Digest digest = Digest.parse(text == null ? "" : text);
            return InspectedConfig.of(read(image, registries.config(IMAGE, image, digest, tenant)));
        } catch (IllegalArgumentException noDigest) {
            throw broken(image);
        }
    }

    /** Docker schema 1 contains a configuration per layer, the newest first, as text in the manifest. */
    private static InspectedConfig newest(ImageReference image, LenientJson json) {
        return json.members("history")
                .findFirst()
                .map(entry -> entry.text("v1Compatibility"))
                .map(text -> InspectedConfig.of(read(image, text.getBytes(StandardCharsets.UTF_8))))
                .orElseThrow(() -> broken(image));
    }

    private static LenientJson read(ImageReference image, byte[] document) {
        try {
            JsonNode json = JSON.readTree(document);
            if (json.isObject()) {
                return new LenientJson(json);
            }
        } catch (JacksonException noJson) {
            // Reported below with a message of our own.
        }
        throw broken(image);
    }

    private static ApiException broken(ImageReference image) {
        return ApiException.invalid(IMAGE, "'%s' has an invalid image manifest or configuration".formatted(image));
    }

    static ImageReference image(String name) {
        try {
            return ImageReference.parse(name.startsWith(ORAS) ? name.substring(ORAS.length()) : name);
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid(IMAGE, String.valueOf(malformed.getMessage()));
        }
    }

    private static Platform platform(String text) {
        if (text.indexOf(',') >= 0) {
            throw ApiException.invalid("platform", "must be a single platform, not '%s'".formatted(text));
        }
        try {
            return Platform.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid("platform", String.valueOf(malformed.getMessage()));
        }
    }
}
