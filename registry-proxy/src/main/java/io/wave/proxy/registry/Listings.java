package io.wave.proxy.registry;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Tag;
import io.wave.oci.MediaTypes;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.http.Repository;
import io.wave.proxy.image.Lookups;
import io.wave.proxy.response.Answer;
import io.wave.proxy.response.OciException;
import io.wave.registry.RegistryAccess;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** What a repository has: its tags, and what refers to an image in it. */
final class Listings {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ARTIFACT_TYPE = "artifactType";

    private final Lookups lookups;

    Listings(Lookups lookups) {
        this.lookups = lookups;
    }

    /** A page of tags; the link to the next leads through us. */
    Mono<Answer> tags(
            ImageReference image, RegistryAccess access, Repository asked, MultiValueMap<String, String> query) {
        Integer count = count(query.getFirst("n"));
        String last = query.getFirst("last");
        return lookups.tags(image, count, last, access)
                .map(page -> TagList.of(page, count, last))
                .<Answer>map(list -> new Answer.Plain(
                        "application/json",
                        JSON.writeValueAsString(new Body(asked.path(), list.tags())),
                        links(list, asked, count)))
                .switchIfEmpty(Mono.error(() -> new OciException(
                        OciErrorCode.NAME_UNKNOWN, "repository '%s' not found".formatted(image.name()))));
    }

    /** The tags of a token that serves one image alone: that of the image, if it has one. */
    Answer ownTag(ImageReference image, Repository asked, MultiValueMap<String, String> query) {
        Integer count = count(query.getFirst("n"));
        String last = query.getFirst("last");
        Tag tag = image.tag();
        boolean listed =
                tag != null && (last == null || tag.name().compareTo(last) > 0) && (count == null || count > 0);
        List<String> tags = tag != null && listed ? List.of(tag.name()) : List.of();
        return new Answer.Plain("application/json", JSON.writeValueAsString(new Body(asked.path(), tags)), Map.of());
    }

    /** An index of what refers to an image that is not of the token: nothing. */
    static Answer noReferrers() {
        return new Answer.Plain(MediaTypes.OCI_INDEX, """
                {"schemaVersion":2,"mediaType":"%s","manifests":[]}""".formatted(MediaTypes.OCI_INDEX), Map.of());
    }

    /** An index of what refers to the image; empty where the registry knows of nothing. */
    Mono<Answer> referrers(
            ImageReference image, RegistryAccess access, Digest digest, MultiValueMap<String, String> query) {
        String type = query.getFirst(ARTIFACT_TYPE);
        return lookups.referrers(image, digest, type, access)
                .map(found -> new Answer.Plain(
                        found.mediaType(),
                        new String(found.bytes(), StandardCharsets.UTF_8),
                        type == null ? Map.of() : Map.of("OCI-Filters-Applied", ARTIFACT_TYPE)));
    }

    private static @Nullable Integer count(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Math.clamp(Long.parseLong(text), 0, TagList.MOST);
        } catch (NumberFormatException notANumber) {
            throw new OciException(OciErrorCode.NAME_INVALID, "'n' is a number of tags, not '%s'".formatted(text));
        }
    }

    private static Map<String, String> links(TagList list, Repository asked, @Nullable Integer count) {
        return list.next()
                .map(last -> Map.of(HttpHeaders.LINK, link(asked, count, last)))
                .orElse(Map.of());
    }

    private static String link(Repository asked, @Nullable Integer count, String last) {
        UriComponentsBuilder next = UriComponentsBuilder.fromPath("/v2/" + asked.path() + "/tags/list")
                .queryParam("last", last);
        if (count != null) {
            next.queryParam("n", count);
        }
        return "<%s>; rel=\"next\"".formatted(next.encode().toUriString());
    }

    private record Body(String name, List<String> tags) {}
}
