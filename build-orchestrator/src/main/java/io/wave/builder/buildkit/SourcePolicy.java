package io.wave.builder.buildkit;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The source policy of a build: BuildKit pulls the images that the container file names, from their locations, and no others,
 * such as those that {@code ONBUILD} instructions of base images name. The last rule that matches an image decides; a rule that
 * converts its name makes BuildKit begin again with the first.
 */
final class SourcePolicy {

    private static final String SCHEME = "docker-image://";

    /** Images and their blobs. */
    private static final List<String> ALL = List.of("docker-image*", "oci-layout*");

    private static final String ANY_TAG = "(?::[^@]*)?";
    private static final String ANY_DIGEST = "(?:@[^@]*)?";

    private SourcePolicy() {}

    /**
     * The policy as BuildKit reads it.
     *
     * @param images the images that the container file names
     * @param contents what tags stand for: nothing that is known, if the value is empty; a tag that is not here may be used with
     *     each digest of its repository
     * @param location the location of a repository, without tag and digest
     */
    static Map<String, Object> of(
            Collection<ImageReference> images,
            Map<ImageReference, Optional<Digest>> contents,
            Function<ImageReference, String> location) {
        List<Map<String, Object>> rules = new ArrayList<>();
        ALL.forEach(all -> rules.add(rule("DENY", "WILDCARD", all)));
        for (ImageReference image : images) {
            Optional<Digest> digest = image.pinned().or(() -> contents.getOrDefault(image, Optional.empty()));
            boolean fixed = image.pinned().isPresent() || contents.containsKey(image);
            rules.addAll(rules(image, location.apply(image), digest, fixed));
        }
        return Map.of("rules", rules);
    }

    private static List<Map<String, Object>> rules(
            ImageReference image, String location, Optional<Digest> digest, boolean fixed) {
        List<Map<String, Object>> rules = new ArrayList<>();
        boolean moved = !location.equals(image.name());
        if (moved || (image.pinned().isEmpty() && digest.isPresent())) {
            Map<String, Object> convert = rule("CONVERT", "REGEX", exactly(written(image) + reference(image)));
            String pinned = digest.map(known -> "@" + known).orElse("");
            convert.put("updates", Map.of("identifier", SCHEME + location + tag(image) + pinned));
            rules.add(convert);
        }
        String name = moved ? Pattern.quote(location) : written(image);
        String allowed = digest.map(known -> ANY_TAG + Pattern.quote("@" + known))
                .orElseGet(() -> reference(image) + (fixed ? "" : ANY_DIGEST));
        rules.add(rule("ALLOW", "REGEX", exactly(name + allowed)));
        return rules;
    }

    /** The name of the repository in every way to write it. */
    private static String written(ImageReference image) {
        return "(?i:%s)%s"
                .formatted(
                        image.registryNames().stream().map(Pattern::quote).collect(Collectors.joining("|")),
                        Pattern.quote("/" + image.repository()));
    }

    /** A digest decides, whatever tag it is written with. */
    private static String reference(ImageReference image) {
        return image.pinned()
                .map(digest -> ANY_TAG + Pattern.quote("@" + digest))
                .orElseGet(() -> Pattern.quote(tag(image)));
    }

    private static String tag(ImageReference image) {
        return image.tag() == null ? "" : ":" + image.tag();
    }

    private static String exactly(String name) {
        return "^" + SCHEME + name + "$";
    }

    private static Map<String, Object> rule(String action, String kind, String identifier) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("action", action);
        rule.put("selector", Map.of("identifier", identifier, "match_type", kind));
        return rule;
    }
}
