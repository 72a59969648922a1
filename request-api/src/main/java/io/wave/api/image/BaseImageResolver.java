package io.wave.api.image;

import io.wave.api.web.problem.ApiException;
import io.wave.augment.derive.PlatformImages;
import io.wave.augment.manifest.AbsentPlatformException;
import io.wave.augment.manifest.Content;
import io.wave.augment.manifest.Document;
import io.wave.augment.manifest.ImageManifest;
import io.wave.augment.manifest.ManifestException;
import io.wave.augment.manifest.NoImageException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.oci.DocumentLimits;
import io.wave.oci.MediaTypes;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.error.RegistryException;
import io.wave.registry.manifest.ManifestContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Resolves the base image of a container file. */
@Component
public class BaseImageResolver {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_CONFIG = DocumentLimits.MAX_BYTES;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RegistryClient registries;
    private final PlatformImages images;
    private final HostCheck destinations;

    BaseImageResolver(RegistryClient registries, HostCheck destinations) {
        this.registries = registries;
        this.images = new PlatformImages(registries);
        this.destinations = destinations;
    }

    /**
     * The image for a platform.
     *
     * @param field its field in the request, for error messages
     * @throws ApiException 404 if it does not exist; 400 if access is denied, if there is no image for the platform or
     *     if its host cannot be reached; 503 if the registry is unavailable
     */
    public BaseImage read(String field, ImageReference image, Platform platform, String tenant) {
        destinations.require(field, image);
        Question question = new Question(field, image, platform, new RegistryAccess(tenant));
        try {
            return registries
                    .limitingMemory(Mono.defer(() -> registries
                            .manifest(image, question.access())
                            .flatMap(manifest -> entrypoint(question, manifest)
                                    .map(words -> new BaseImage(manifest.digest(), words)))))
                    .timeout(TIMEOUT)
                    .blockOptional()
                    .orElseThrow(() -> ApiException.notFound("%s: '%s' does not exist".formatted(field, image)));
        } catch (RegistryException refused) {
            throw problem(field, image, tenant, refused);
        } catch (AbsentPlatformException | NoImageException unfit) {
            throw ApiException.invalid(field, "cannot be used: " + unfit.getMessage());
        } catch (JacksonException | ManifestException malformed) {
            throw ApiException.invalid(field, "'%s' has an invalid image manifest or configuration".formatted(image));
        } catch (ApiException known) {
            throw known;
        } catch (RuntimeException late) {
            throw RegistryErrors.timedOut("%s: '%s'".formatted(field, image), Exceptions.unwrap(late));
        }
    }

    private Mono<Optional<List<String>>> entrypoint(Question question, ManifestContent manifest) {
        return MediaTypes.isIndex(manifest.mediaType())
                ? images.find(
                                question.image().at(manifest.digest()),
                                question.platform(),
                                question.access().tenant())
                        .map(found -> words(found.config()))
                : config(question, requireNoArtifact(question.image(), manifest));
    }

    private static JsonNode requireNoArtifact(ImageReference image, ManifestContent manifest) {
        if (Document.parse(Content.of(manifest.mediaType(), manifest.bytes())) instanceof ImageManifest found
                && found.artifactType().isPresent()) {
            throw NoImageException.of(image, found);
        }
        return JSON.readTree(manifest.bytes());
    }

    private Mono<Optional<List<String>>> config(Question question, JsonNode manifest) {
        String digest = manifest.path("config").path("digest").stringValue("");
        if (digest.isEmpty()) {
            return Mono.just(Optional.empty());
        }
        ImageReference image = question.image();
        return registries
                .content(image.registry(), image.repository(), digest(question, digest), MAX_CONFIG, question.access())
                .map(BaseImageResolver::words)
                .defaultIfEmpty(Optional.empty());
    }

    private static Digest digest(Question question, String text) {
        try {
            return Digest.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid(
                    question.field(),
                    "'%s' has an invalid image manifest or configuration".formatted(question.image()));
        }
    }

    /** Some old images have a string instead of a list. */
    private static Optional<List<String>> words(byte[] config) {
        JsonNode entrypoint = JSON.readTree(config).path("config").path("Entrypoint");
        List<String> words = new ArrayList<>();
        if (entrypoint.isString()) {
            words.add(entrypoint.stringValue());
        }
        for (JsonNode word : entrypoint) {
            words.add(word.stringValue(""));
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(words));
    }

    private static ApiException problem(String field, ImageReference image, String tenant, RegistryException error) {
        if (error.failure().isAddressFailure()) {
            return RegistryErrors.of(field, image, error);
        }
        return switch (error.code()) {
            case UNAUTHORIZED, DENIED -> DeniedAccess.toImage(field, image, tenant);
            case MANIFEST_UNKNOWN, BLOB_UNKNOWN ->
                ApiException.notFound("%s: '%s' does not exist".formatted(field, image));
            default -> RegistryErrors.of(field, image, error);
        };
    }

    private record Question(String field, ImageReference image, Platform platform, RegistryAccess access) {}
}
