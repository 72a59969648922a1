package io.wave.api.image.inspect;

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

/** Looks into images: single images, indexes, and images of Docker's first schema. */
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

    Inspections(RegistryContent registries) {
        this.registries = registries;
    }

    /**
     * What this name stands for now. An index is given as such unless a platform is asked for.
     *
     * @param name the image, as a user types it
     * @param platform one platform, or null
     * @param caller who asks
     * @throws ApiException 400 for what is no name or platform; where the registry answered an error, that status
     */
    public Inspection inspect(String name, @Nullable String platform, Caller caller) {
        ImageReference image = image(name);
        Platform wanted = platform == null || platform.isBlank() ? null : platform(platform);
        return registries.holding(() -> inspect(image, wanted, caller.tenant()));
    }

    private Inspection inspect(ImageReference image, @Nullable Platform wanted, String tenant) {
        ManifestContent found = registries.manifest(IMAGE, image, tenant);
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
                        ApiException.notFound("%s '%s' has no image for platform %s".formatted(IMAGE, image, wanted)));
        return registries.manifest(IMAGE, image.at(digest), tenant);
    }

    private InspectedImage container(ImageReference image, ManifestContent found, String tenant) {
        Members json = read(image, found.bytes());
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

    /** The first schema keeps a configuration a layer, the newest first, as text within the manifest. */
    private static InspectedConfig newest(ImageReference image, Members json) {
        return json.members("history")
                .findFirst()
                .map(entry -> entry.text("v1Compatibility"))
                .map(text -> InspectedConfig.of(read(image, text.getBytes(StandardCharsets.UTF_8))))
                .orElseThrow(() -> broken(image));
    }

    private static Members read(ImageReference image, byte[] document) {
        try {
            JsonNode json = JSON.readTree(document);
            if (json.isObject()) {
                return new Members(json);
            }
        } catch (JacksonException noJson) {
            // Said below: the parser's words are for those who wrote the document.
        }
        throw broken(image);
    }

    private static ApiException broken(ImageReference image) {
        return ApiException.invalid(IMAGE, "'%s' is no container image: its documents cannot be read".formatted(image));
    }

    private static ImageReference image(String name) {
        try {
            return ImageReference.parse(name.startsWith(ORAS) ? name.substring(ORAS.length()) : name);
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid(IMAGE, "is not an image name: '%s'".formatted(name));
        }
    }

    private static Platform platform(String text) {
        if (text.indexOf(',') >= 0) {
            throw ApiException.invalid("platform", "must be a single one: '%s'".formatted(text));
        }
        try {
            return Platform.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid("platform", "is not valid: " + malformed.getMessage());
        }
    }
}
