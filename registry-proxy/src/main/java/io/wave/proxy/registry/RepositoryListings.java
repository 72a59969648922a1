package io.wave.proxy.registry;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Tag;
import io.wave.oci.MediaTypes;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.http.Repository;
import io.wave.proxy.image.RegistryLookups;
import io.wave.proxy.response.OciException;
import io.wave.proxy.response.RegistryResponse;
import io.wave.registry.access.RegistryAccess;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Lists the tags of a repository, and the manifests that refer to another one. */
final class RepositoryListings {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ARTIFACT_TYPE = "artifactType";

    private final RegistryLookups lookups;

    RepositoryListings(RegistryLookups lookups) {
        this.lookups = lookups;
    }

    /** A page of tags; the link to the next page points to this service. */
    Mono<RegistryResponse> tags(
            ImageReference image, RegistryAccess access, Repository repository, MultiValueMap<String, String> query) {
        Integer count = count(query.getFirst("n"));
        String last = query.getFirst("last");
        return lookups.tags(image, count, last, access)
                .map(page -> TagList.of(page, count, last))
                .<RegistryResponse>map(list -> new RegistryResponse.Document(
                        "application/json",
                        JSON.writeValueAsString(new Body(repository.path(), list.tags())),
                        links(list, repository, count)))
                .switchIfEmpty(Mono.error(() -> new OciException(
                        OciErrorCode.NAME_UNKNOWN, "repository '%s' not found".formatted(image.name()))));
    }

    /** The tags of a token that serves a single image: the tag of the image, if it has one. */
    RegistryResponse ownTag(ImageReference image, Repository repository, MultiValueMap<String, String> query) {
        Integer count = count(query.getFirst("n"));
        String last = query.getFirst("last");
        Tag tag = image.tag();
        boolean listed =
                tag != null && (last == null || tag.name().compareTo(last) > 0) && (count == null || count > 0);
        List<String> tags = tag != null && listed ? List.of(tag.name()) : List.of();
        return new RegistryResponse.Document(
                "application/json", JSON.writeValueAsString(new Body(repository.path(), tags)), Map.of());
    }

    /** An empty index: the manifest does not belong to the token. */
    static RegistryResponse noReferrers() {
        return new RegistryResponse.Document(
                MediaTypes.OCI_INDEX,
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[]}".formatted(MediaTypes.OCI_INDEX),
                Map.of());
    }

    /** An index of the manifests that refer to this one; empty if the registry does not have it. */
    Mono<RegistryResponse> referrers(
            ImageReference image, RegistryAccess access, Digest digest, MultiValueMap<String, String> query) {
        String type = query.getFirst(ARTIFACT_TYPE);
        return lookups.referrers(image, digest, type, access)
                .map(found -> new RegistryResponse.Document(
                        found.mediaType(),
                        new String(found.bytes(), StandardCharsets.UTF_8),
                        type == null ? Map.of() : Map.of("OCI-Filters-Applied", ARTIFACT_TYPE)));
    }

    private static @Nullable Integer count(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Math.clamp(Long.parseLong(text), 0, TagList.MAX_TAGS);
        } catch (NumberFormatException notANumber) {
            throw new OciException(OciErrorCode.NAME_INVALID, "n: must be a number, not '%s'".formatted(text));
        }
    }

    private static Map<String, String> links(TagList list, Repository repository, @Nullable Integer count) {
        return list.next()
                .map(last -> Map.of(HttpHeaders.LINK, link(repository, count, last)))
                .orElse(Map.of());
    }

    private static String link(Repository repository, @Nullable Integer count, String last) {
        UriComponentsBuilder next = UriComponentsBuilder.fromPath("/v2/" + repository.path() + "/tags/list")
                .queryParam("last", last);
        if (count != null) {
            next.queryParam("n", count);
        }
        return "<%s>; rel=\"next\"".formatted(next.encode().toUriString());
    }

    private record Body(String name, List<String> tags) {}
}
